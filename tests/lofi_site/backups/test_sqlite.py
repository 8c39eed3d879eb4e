"""Backup and restore on SQLite, by the commands themselves."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection

from accounts.models import AuditEntry, User
from generator.models import ModelVersion, Track
from lofi_site.backups import contents, manifest, shelf, sqlite
from lofi_site.backups.dumping import make
from tests.lofi_site.backups import site
from tests.postgres import as_default


@pytest.fixture
def data(tmp_path: Path, settings: LazySettings) -> Path:
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    return settings.DATA_DIR


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A file with all tables, made once."""
    path = tmp_path_factory.mktemp("migrated") / "lofi.sqlite3"
    with django_db_blocker.unblock(), as_default({**connection.settings_dict, "NAME": path}):
        call_command("migrate", verbosity=0)
    return path


@pytest.fixture
def here(data: Path, migrated: Path, django_db_blocker: Any) -> Iterator[None]:
    """The site on a file of its own."""
    path = shutil.copy(migrated, data / "lofi.sqlite3")
    with django_db_blocker.unblock(), as_default({**connection.settings_dict, "NAME": path}):
        yield


pytestmark = pytest.mark.usefixtures("here")


def backup(target: Path, *options: str) -> Path:
    call_command("backup", target, *options, stdout=StringIO())
    return shelf.whole(target)[-1]


def restore(source: Path, *options: str) -> list[str]:
    said = StringIO()
    call_command("restore", source, *options, stdout=said)
    return said.getvalue().splitlines()


def here_and_now() -> dict[str, manifest.Table]:
    with sqlite3.connect(connection.settings_dict["NAME"]) as database:
        return contents.of_sqlite(database)


@pytest.mark.slow
def test_restored_site_has_the_same_rows_and_checksums(tmp_path: Path) -> None:
    alice = site.populate()
    made, before = backup(tmp_path / "shelf"), here_and_now()
    alice.delete()
    assert contents.differences(before, here_and_now())
    said = restore(made, "--replace")
    assert contents.differences(before, here_and_now()) == []
    rows = sum(table.rows for table in before.values())
    assert said == [
        "1 files are what was written.",
        f"{len(before)} tables with {rows} rows are as in the backup.",
        "Restored.",
    ]
    assert (User.objects.get(username="alice").tracks.count(), Track.objects.count()) == (5, 5)


@pytest.mark.slow
def test_backup_while_others_write_holds_one_moment(tmp_path: Path) -> None:
    alice = site.populate()
    with site.being_written(alice) as stored:
        made = [backup(tmp_path / "shelf") for _ in range(5)]
    for each in made:
        restore(each, "--replace")
        assert site.pairs() % 2 == 0
        assert set(Track.objects.filter(title="Pair").values_list("pk", flat=True)) <= set(stored)
    assert len({manifest.read(each).tables["generator_track"].checksum for each in made}) > 1


def test_audit_is_protected_after_a_restore(tmp_path: Path) -> None:
    site.populate()
    restore(backup(tmp_path / "shelf"), "--replace")
    with pytest.raises(IntegrityError, match="neither changed nor deleted"):
        AuditEntry.objects.all().delete()


def test_folders_of_versions_come_along_and_are_found_in_another_place(
    tmp_path: Path, data: Path, settings: LazySettings
) -> None:
    kept = site.version()
    made = backup(tmp_path / "shelf")
    settings.DATA_DIR = tmp_path / "elsewhere"
    restore(made, "--replace")
    folder = Path(ModelVersion.objects.get(pk=kept.pk).folder)
    assert folder == tmp_path / "elsewhere" / "models" / "abcdefghijk" / "checkpoint"
    assert (folder / "weights.safetensors").read_bytes() == bytes(range(256)) * 1000


def test_exports_and_the_key_stay_out(tmp_path: Path, data: Path) -> None:
    for name in ("exports", "queue", "mail"):
        (data / name).mkdir()
        (data / name / "x").touch()
    (data / "secret-key").write_text("secret")
    made = backup(tmp_path / "shelf")
    assert sorted(path.name for path in made.iterdir()) == ["database.sqlite3", "manifest.json"]


def test_database_with_tables_is_not_written_over_unasked(tmp_path: Path) -> None:
    site.populate()
    made = backup(tmp_path / "shelf")
    before = here_and_now()
    with pytest.raises(CommandError, match=r"^The database has \d+ tables; with --replace they make room"):
        restore(made)
    assert here_and_now() == before


def test_empty_database_takes_a_backup_unasked(tmp_path: Path) -> None:
    site.populate()
    made = backup(tmp_path / "shelf")
    with as_default({**connection.settings_dict, "NAME": tmp_path / "new.sqlite3"}):
        assert restore(made)[-1] == "Restored."
        assert User.objects.filter(username="alice").count() == 1


def changed(folder: Path, **values: object) -> None:
    """A manifest that says something else, and is sealed as if it had been written so."""
    content = json.loads((folder / manifest.NAME).read_text()) | values
    del content["digest"]
    content["digest"] = manifest._digest(content)
    (folder / manifest.NAME).write_text(json.dumps(content))


def test_backup_that_is_newer_than_the_code_is_refused(tmp_path: Path) -> None:
    made = backup(tmp_path / "shelf")
    changed(made, migrations=[*manifest.read(made).migrations, "generator.9999_later"])
    with pytest.raises(CommandError, match=r"newer than this version.*no migration generator\.9999_later"):
        restore(made, "--replace")


def test_older_backup_says_that_migrations_wait(tmp_path: Path) -> None:
    made = backup(tmp_path / "shelf")
    changed(made, migrations=manifest.read(made).migrations[:-1])
    assert "1 migrations are younger than the backup: run `python manage.py migrate`." in restore(made, "--replace")


def test_backup_of_the_other_database_is_refused(tmp_path: Path) -> None:
    made = backup(tmp_path / "shelf")
    changed(made, engine="postgresql")
    with pytest.raises(CommandError, match="The backup is of postgresql, and DATABASE_URL names sqlite"):
        restore(made, "--replace")


def test_backup_of_another_format_is_refused(tmp_path: Path) -> None:
    made = backup(tmp_path / "shelf")
    changed(made, format=2)
    with pytest.raises(CommandError, match="has format 2; this version of the site reads format 1"):
        call_command("verify_backup", made)


def test_restore_that_differs_from_its_manifest_says_in_what(tmp_path: Path) -> None:
    made = backup(tmp_path / "shelf")
    tables = json.loads((made / manifest.NAME).read_text())["tables"]
    changed(made, tables=tables | {"accounts_user": {"rows": 7, "checksum": "0" * 16}})
    with pytest.raises(CommandError, match=r"accounts_user: 7 rows \(0{16}\) in the backup, 0 rows"):
        restore(made, "--replace")


class TestVerify:
    def test_whole_backup_is_told_so(self, tmp_path: Path) -> None:
        said = StringIO()
        call_command("verify_backup", backup(tmp_path / "shelf"), stdout=said)
        assert said.getvalue().startswith("Whole: 1 files, ")

    @pytest.mark.parametrize("name", ["database.sqlite3", "manifest.json"])
    def test_one_wrong_bit_is_found(self, tmp_path: Path, name: str) -> None:
        made = backup(tmp_path / "shelf")
        content = bytearray((made / name).read_bytes())
        content[len(content) // 2] ^= 1
        (made / name).write_bytes(content)
        with pytest.raises(CommandError, match=r"is not what was written|can't be read"):
            call_command("verify_backup", made)
        with pytest.raises(CommandError, match=r"is not what was written|can't be read"):
            restore(made, "--replace")

    def test_file_that_is_missing_or_too_many_is_named(self, tmp_path: Path) -> None:
        made = backup(tmp_path / "shelf")
        (made / "more").touch()
        with pytest.raises(CommandError, match="holds more, which its manifest does not name"):
            call_command("verify_backup", made)
        (made / "more").unlink()
        (made / sqlite.FILE).unlink()
        with pytest.raises(CommandError, match=r"lacks database\.sqlite3"):
            call_command("verify_backup", made)

    def test_folder_that_is_none_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match=r"is no backup: it has no manifest\.json"):
            call_command("verify_backup", tmp_path)


class TestShelf:
    def test_so_many_are_kept_and_the_oldest_go(self, tmp_path: Path) -> None:
        made = [backup(tmp_path, "--keep", "2") for _ in range(4)]
        assert shelf.whole(tmp_path) == made[2:]

    def test_nothing_goes_unasked(self, tmp_path: Path) -> None:
        made = [backup(tmp_path) for _ in range(3)]
        assert shelf.whole(tmp_path) == made

    def test_other_things_in_the_folder_stay(self, tmp_path: Path) -> None:
        (tmp_path / "notes").mkdir()
        backup(tmp_path), backup(tmp_path, "--keep", "1")
        assert (tmp_path / "notes").is_dir()

    def test_interrupted_one_is_no_backup_and_is_removed_by_the_next(self, tmp_path: Path) -> None:
        left = tmp_path / ".lofi-20260101T000000000000Z.partial"
        left.mkdir()
        (left / sqlite.FILE).touch()
        assert shelf.whole(tmp_path) == []
        backup(tmp_path)
        assert not left.exists()

    def test_one_that_fails_leaves_nothing(self, tmp_path: Path) -> None:
        made = backup(tmp_path)
        with pytest.raises(KeyboardInterrupt), shelf.new(tmp_path):
            raise KeyboardInterrupt
        assert sorted(path.name for path in tmp_path.iterdir() if path.is_dir() and path.name != "data") == [made.name]

    def test_two_at_once_are_refused(self, tmp_path: Path) -> None:
        with shelf.new(tmp_path), pytest.raises(CommandError, match="Another backup is being made"):
            backup(tmp_path)

    def test_only_the_owner_may_look(self, tmp_path: Path) -> None:
        made = backup(tmp_path / "shelf")
        assert (made.stat().st_mode & 0o777, made.parent.stat().st_mode & 0o777) == (0o700, 0o700)


def test_full_disk_is_told_and_leaves_nothing(tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if os.geteuid() or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", small]).returncode:
        pytest.skip("mounts a small disk, which takes root")
    try:
        with pytest.raises(CommandError, match=r"disk .*is full"):
            backup(small)
        assert [path.name for path in small.iterdir()] == [".lock"]
    finally:
        subprocess.run(["umount", "-l", small], check=True)


def test_file_that_vanishes_while_it_is_copied_is_left_out(tmp_path: Path, data: Path) -> None:
    site.version()
    (data / "models" / "gone").symlink_to(data / "nowhere")  # listed, and not there when it is opened
    made, _, _ = make(target=tmp_path / "shelf")
    assert sorted(manifest.read(made).files) == [
        "database.sqlite3",
        "models/abcdefghijk/checkpoint/weights.safetensors",
    ]
    shutil.rmtree(made)

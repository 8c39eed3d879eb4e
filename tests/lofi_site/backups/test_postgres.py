"""Backup and restore on a real PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from accounts.models import AuditEntry, User
from generator.models import Track
from lofi_site.backups import contents, manifest, postgres, shelf
from tests.lofi_site.backups import site
from tests.postgres import as_default, migrated, new_database

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module", name="migrated")
def to_be_copied(django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """Made once, and never written to."""
    yield from migrated(django_db_blocker)


@pytest.fixture
def fresh(
    migrated: dict[str, Any], tmp_path: Path, settings: LazySettings, django_db_blocker: Any
) -> Iterator[dict[str, Any]]:
    """A database of its own, which is the site's."""
    settings.DATA_DIR = tmp_path / "data"
    settings.DATA_DIR.mkdir()
    where = where_is(migrated)
    with new_database(where) as database:
        with psycopg.connect(**where, dbname="postgres", autocommit=True) as control:
            control.execute(f"DROP DATABASE {database['NAME']}")
            control.execute(f"CREATE DATABASE {database['NAME']} TEMPLATE {migrated['NAME']}")
        with django_db_blocker.unblock(), as_default(database):
            yield database


@pytest.fixture
def alice(fresh: dict[str, Any]) -> User:
    return site.populate()


def where_is(database: dict[str, Any]) -> dict[str, Any]:
    return {name.lower(): database[name] for name in ("HOST", "PORT", "USER")}


def backup(target: Path) -> Path:
    call_command("backup", target, stdout=StringIO())
    return shelf.whole(target)[-1]


def restore(source: Path, *options: str) -> str:
    said = StringIO()
    call_command("restore", source, *options, stdout=said)
    return said.getvalue()


def here_and_now() -> dict[str, manifest.Table]:
    with transaction.atomic(), connection.cursor() as cursor:
        return contents.of_postgres(cursor, connection)


def test_restored_site_has_the_same_rows_and_checksums(alice: User, tmp_path: Path) -> None:
    made, before = backup(tmp_path / "shelf"), here_and_now()
    alice.delete()
    assert contents.differences(before, here_and_now())
    assert "are as in the backup" in restore(made, "--replace")
    assert contents.differences(before, here_and_now()) == []
    assert User.objects.get(username="alice").tracks.count() == 5
    assert User.objects.create(username="next").pk > User.objects.get(username="alice").pk  # sequences go on


def test_backup_while_others_write_holds_one_moment(alice: User, tmp_path: Path) -> None:
    with site.being_written(alice) as stored:
        made = [backup(tmp_path / "shelf") for _ in range(3)]
    for each in made:
        assert "are as in the backup" in restore(each, "--replace")  # checksums and dump are of one snapshot
        assert site.pairs() % 2 == 0
        assert set(Track.objects.filter(title="Pair").values_list("pk", flat=True)) <= set(stored)
    assert len({manifest.read(each).tables["generator_track"].checksum for each in made}) == 3


def test_empty_database_takes_a_backup_unasked(alice: User, fresh: dict[str, Any], tmp_path: Path) -> None:
    made = backup(tmp_path / "shelf")
    with new_database(where_is(fresh)) as other, as_default(other):
        assert "Restored." in restore(made)
        assert User.objects.filter(username="alice").count() == 1
    with pytest.raises(CommandError, match=r"^The database has \d+ tables; with --replace"):
        restore(made)


def test_audit_is_protected_after_a_restore(alice: User, tmp_path: Path) -> None:
    restore(backup(tmp_path / "shelf"), "--replace")
    for statement in ("DELETE FROM accounts_auditentry", "TRUNCATE accounts_auditentry"):
        with pytest.raises(IntegrityError, match="neither changed nor deleted"), connection.cursor() as cursor:
            cursor.execute(statement)
    assert AuditEntry.objects.count() == 1


def test_restore_that_breaks_off_leaves_everything_as_it_was(alice: User, tmp_path: Path) -> None:
    made, before = backup(tmp_path / "shelf"), here_and_now()
    whole = (made / postgres.FILE).read_bytes()
    (made / postgres.FILE).write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(postgres.BackupError, match="Nothing was restored"):
        postgres.load(connection, made, replace=True)
    assert here_and_now() == before


def test_database_in_use_is_not_pulled_away(alice: User, fresh: dict[str, Any], tmp_path: Path) -> None:
    made, before = backup(tmp_path / "shelf"), here_and_now()
    with psycopg.connect(**where_is(fresh), dbname=fresh["NAME"]) as other:
        other.execute("SELECT count(*) FROM accounts_user")
        with pytest.raises(CommandError, match=r"the database is as it was: .*lock timeout"):
            restore(made, "--replace")
    assert here_and_now() == before


def test_missing_program_is_named(alice: User, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(CommandError, match=r"pg_dump is not installed: install PostgreSQL's client programs"):
        backup(tmp_path / "shelf")
    assert shelf.whole(tmp_path / "shelf") == []
    assert os.listdir(tmp_path / "shelf") == [".lock"]

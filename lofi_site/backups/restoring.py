"""A backup put in place of what is there, and compared with its manifest afterwards."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.db.migrations.loader import MigrationLoader

from accounts.audit_triggers import is_protected
from generator.models import ModelVersion
from lofi_site.backups import contents, engines, manifest, shelf
from lofi_site.backups.dumping import MODELS
from lofi_site.backups.manifest import BackupError, Manifest

Say = Callable[[str], object]


def restore(*, source: Path, replace: bool, say: Say = lambda text: None) -> Manifest:
    """Raises BackupError; the database is then as it was, unless the error says that it differs from the manifest."""
    sealed = manifest.verify(source)
    _refuse_unfit(sealed)
    if not replace:
        _refuse_full()
    say(f"{len(sealed.files)} files are what was written.")
    found = engines.of(connection).load(connection, source, replace=replace)
    _compare(sealed, found)
    say(f"{len(found)} tables with {sum(table.rows for table in found.values())} rows are as in the backup.")
    _put_models(source)
    _move_folders(sealed)
    if waiting := len(_known() - set(sealed.migrations)):
        say(f"{waiting} migrations are younger than the backup: run `python manage.py migrate`.")
    return sealed


def _refuse_unfit(sealed: Manifest) -> None:
    if sealed.engine != connection.vendor:
        raise BackupError(f"The backup is of {sealed.engine}, and DATABASE_URL names {connection.vendor}.")
    if unknown := sorted(set(sealed.migrations) - _known()):
        raise BackupError(f"The backup is newer than this version of the site, which has no migration {unknown[0]}.")


def _known() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations}


def _refuse_full() -> None:
    with connection.cursor() as cursor:
        tables = contents.table_names(cursor, connection)
    if tables:
        raise BackupError(f"The database has {len(tables)} tables; with --replace they make room for the backup.")


def _compare(sealed: Manifest, found: dict[str, manifest.Table]) -> None:
    if lines := contents.differences(sealed.tables, found):
        raise BackupError("\n".join(["The database was restored, and is not what was backed up:", *lines]))
    if not is_protected(connection):
        raise BackupError("The database was restored without the triggers that protect the audit.")


def _put_models(source: Path) -> None:
    """Each version's folder whole, in place of one of the same name; others stay."""
    models = Path(settings.DATA_DIR) / MODELS
    for folder in (source / MODELS).iterdir() if (source / MODELS).is_dir() else ():
        arriving, old = models / f".{folder.name}.arriving", models / folder.name
        shutil.rmtree(arriving, ignore_errors=True)
        shelf.copy(folder, arriving)
        shutil.rmtree(old, ignore_errors=True)
        os.rename(arriving, old)


@transaction.atomic
def _move_folders(sealed: Manifest) -> None:
    """Versions name their folders in full: on another machine, or in another place, these lie elsewhere."""
    shipped, before = ModelVersion.objects.filter(folder=sealed.checkpoint_dir), f"{sealed.data_dir}/"
    shipped.update(folder=str(settings.CHECKPOINT_DIR))
    for version in ModelVersion.objects.filter(folder__startswith=before):
        version.folder = f"{settings.DATA_DIR}/{version.folder.removeprefix(before)}"
        version.save(update_fields=["folder"])

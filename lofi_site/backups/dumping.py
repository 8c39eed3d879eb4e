"""One backup: the database and the files that it names, as of one moment, sealed by a manifest."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import django
from django.conf import settings
from django.db import DatabaseError, connection

from lofi_site.backups import engines, manifest, shelf
from lofi_site.backups.manifest import BackupError, File, Manifest

MODELS = "models"
"""Folders of model versions, below DATA_DIR and below a backup."""
LEFT_OUT = {
    "SECRET_KEY": "Who holds a backup must not be able to sign sessions; keep the key elsewhere.",
    "exports": "Members' exports are made anew on demand, and are theirs alone.",
    "mail": "Mail that was kept in development; mail on its way is in the database.",
    "queue": "The queue only points at rows of the database.",
    "static": "Made by collectstatic.",
    "Redis": "Cache, counters of limits and the queue: nothing that can't be made again.",
}


def make(*, target: Path, keep: int = 0) -> tuple[Path, Manifest, list[Path]]:
    """Where the backup lies, its manifest, and which old ones were removed: all but ``keep``, none when that is 0.

    Raises BackupError; then nothing was made, and nothing removed.
    """
    began = datetime.now(UTC).isoformat(timespec="seconds")
    with _clear_errors(target), shelf.new(target) as folder:
        sealed = _fill(folder, began)
        place = target / folder.name.removeprefix(".").removesuffix(".partial")
    return place, sealed, shelf.keep(target, place, keep) if keep else []


def _fill(folder: Path, began: str) -> Manifest:
    engine = engines.of(connection)
    tables, migrations = engine.dump(connection, folder)
    models = Path(settings.DATA_DIR) / MODELS
    if models.is_dir():  # after the database: it names no folder that was not finished by then
        shelf.copy(models, folder / MODELS)
    sealed = Manifest(
        created=began,
        engine=connection.vendor,
        server=engine.server_version(connection),
        django=django.get_version(),
        migrations=migrations,
        data_dir=str(settings.DATA_DIR),
        checkpoint_dir=str(settings.CHECKPOINT_DIR),
        tables=tables,
        files=_files(folder),
        left_out=LEFT_OUT,
    )
    manifest.write(folder, sealed)
    return sealed


def _files(folder: Path) -> dict[str, File]:
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): manifest.file_of(path) for path in paths}


@contextmanager
def _clear_errors(target: Path) -> Iterator[None]:
    """What the disk or the database says, as a sentence."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise BackupError(f"The disk of {target} is full; nothing was kept." if full else str(error)) from error
    except (DatabaseError, sqlite3.Error) as error:
        raise BackupError(f"The database can't be read, or the copy not be written: {error}") from error

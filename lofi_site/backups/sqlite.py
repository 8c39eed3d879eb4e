"""SQLite: a copy by its online backup, which holds one moment while others go on writing."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from django.db.backends.base.base import BaseDatabaseWrapper

from lofi_site.backups import contents
from lofi_site.backups.manifest import BackupError, Table

FILE = "database.sqlite3"
PATIENCE = 20
"""Seconds that another writer may take."""


def dump(connection: BaseDatabaseWrapper, folder: Path) -> tuple[dict[str, Table], list[str]]:
    """Tables and migrations of the copy, which is one file afterwards, with no log beside it."""
    with closing(_open(_path(connection))) as source, closing(_open(folder / FILE)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        _check(copy)
        migrations = copy.execute("SELECT app || '.' || name FROM django_migrations").fetchall()
        return contents.of_sqlite(copy), sorted(name for (name,) in migrations)


def load(connection: BaseDatabaseWrapper, folder: Path, *, replace: bool) -> dict[str, Table]:
    """Write the copy over the database, in one transaction of SQLite's; answers what is there then."""
    connection.close()
    with closing(_open(folder / FILE)) as copy, closing(_open(_path(connection))) as target:
        try:
            copy.backup(target)
        except sqlite3.OperationalError as error:
            raise BackupError(f"The database can't be written: {error}. Stop the site first.") from error
        _check(target)
        return contents.of_sqlite(target)


def server_version(connection: BaseDatabaseWrapper) -> str:
    return sqlite3.sqlite_version


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(path, timeout=PATIENCE)


def _path(connection: BaseDatabaseWrapper) -> Path:
    path = Path(str(connection.settings_dict["NAME"]))
    if "memory" in str(path):
        raise BackupError("A database in memory can't be backed up or restored.")
    return path


def _check(database: sqlite3.Connection) -> None:
    (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
    if found != "ok":
        raise BackupError(f"SQLite finds the database damaged: {found}.")

"""PostgreSQL: pg_dump and checksums in one exported snapshot; pg_restore in one transaction."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.postgresql.client import DatabaseClient

from lofi_site.backups import contents
from lofi_site.backups.manifest import CHUNK, BackupError, Table

FILE = "database.dump"
_OURS = ["--no-owner", "--no-privileges"]
_EMPTY = b"BEGIN; SET LOCAL lock_timeout = '10s'; DROP SCHEMA IF EXISTS public CASCADE; CREATE SCHEMA public;\n"


def dump(connection: BaseDatabaseWrapper, folder: Path) -> tuple[dict[str, Table], list[str]]:
    """Tables and migrations as they were in the snapshot that was dumped."""
    with _snapshot(connection) as cursor:
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        options = ["--format=custom", *_OURS, f"--snapshot={snapshot}", f"--file={folder / FILE}"]
        command, environment = _command("pg_dump", connection, options)
        _finish(subprocess.run(command, env=environment, capture_output=True, check=False))  # noqa: S603  # nosec B603
        cursor.execute("SELECT app || '.' || name FROM django_migrations")
        migrations = sorted(name for (name,) in cursor.fetchall())
        return contents.of_postgres(cursor, connection), migrations


def load(connection: BaseDatabaseWrapper, folder: Path, *, replace: bool) -> dict[str, Table]:
    """All of the dump or nothing of it. With ``replace`` what was there goes, in the same transaction."""
    connection.close()
    command, environment = _command("psql", connection, ["-X", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.devnull])
    script = [_program("pg_restore"), *_OURS, "--file=-", str(folder / FILE)]
    with (
        subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as psql,  # noqa: S603  # nosec B603
        subprocess.Popen(script, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as source,  # noqa: S603  # nosec B603
    ):
        _feed(psql, source, _EMPTY if replace else b"BEGIN;\n")
    with _snapshot(connection) as cursor:
        found = contents.of_postgres(cursor, connection)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return found


def server_version(connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        return str(cursor.fetchone()[0])


def _feed(psql: subprocess.Popen[bytes], source: subprocess.Popen[bytes], first: bytes) -> None:
    """Only a script that came whole is committed; psql's end before that rolls all of it back."""
    assert psql.stdin
    assert source.stdout
    try:
        psql.stdin.write(first)
        shutil.copyfileobj(source.stdout, psql.stdin, CHUNK)
        if source.wait() == 0:
            psql.stdin.write(b"COMMIT;\n")
    except BrokenPipeError:
        source.kill()
    with suppress(BrokenPipeError):
        psql.stdin.close()
    if psql.wait() or source.wait():
        said = _read(psql.stderr) or _read(source.stderr)
        raise BackupError(f"Nothing was restored, the database is as it was: {said}")


def _read(stream: IO[bytes] | None) -> str:
    return stream.read().decode(errors="replace").strip() if stream else ""


@contextmanager
def _snapshot(connection: BaseDatabaseWrapper) -> Iterator[Any]:
    """A cursor of a connection of its own, to whom the database stands still."""
    own = connection.copy()
    try:
        with own.cursor() as cursor:
            cursor.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield cursor
            cursor.execute("ROLLBACK")
    finally:
        own.close()


def _command(name: str, connection: BaseDatabaseWrapper, options: list[str]) -> tuple[list[str], dict[str, str]]:
    """The program with Django's own way to the database; a password goes by the environment, where ``ps`` is blind."""
    arguments, extra = DatabaseClient.settings_to_cmd_args_env(connection.settings_dict, options)
    return [_program(name), *arguments[1:]], {**os.environ, **(extra or {})}


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise BackupError(f"{name} is not installed: install PostgreSQL's client programs (postgresql-client).")
    return found


def _finish(done: subprocess.CompletedProcess[bytes]) -> None:
    if done.returncode:
        raise BackupError(f"pg_dump failed: {done.stderr.decode(errors='replace').strip()}")

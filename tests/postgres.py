"""A real PostgreSQL for what SQLite can't show: a database of its own, which the whole site uses meanwhile.

The server is the one at 127.0.0.1:5432 (user ``postgres``), or one that is started for the occasion.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from threading import Barrier, BrokenBarrierError
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection, connections

from tests.ports import free_port

SERVER = {"host": "127.0.0.1", "port": 5432, "user": "postgres"}
CROWD = Path(tempfile.gettempdir()) / f"lofi-crowd-{os.getuid()}.lock"


@contextmanager
def server() -> Iterator[dict[str, Any]]:
    """How to reach a server; one that is started here ends with it. Raises RuntimeError where there is none."""
    if answers(SERVER):
        yield SERVER
        return
    with started() as own:
        yield own


@contextmanager
def started(configuration: Path | None = None) -> Iterator[dict[str, Any]]:
    """A server of one's own, in no hurry to bring anything to the disk, or else configured. Raises RuntimeError."""
    binaries = max(Path("/usr/lib/postgresql").glob("*/bin"), default=None, key=lambda path: int(path.parent.name))
    if binaries is None:
        raise RuntimeError("no PostgreSQL at 127.0.0.1:5432, and none installed that could be started")
    with tempfile.TemporaryDirectory() as folder, own_server(binaries, Path(folder), configuration) as own:
        yield own


@contextmanager
def own_server(binaries: Path, folder: Path, configuration: Path | None) -> Iterator[dict[str, Any]]:
    user = "postgres" if os.geteuid() == 0 else None  # it refuses to run as root
    if user:
        subprocess.run(["chown", user, folder], check=True)
    port = free_port()
    options = f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c max_connections=150"
    data = str(folder / "data")
    told = configuration.read_text(encoding="utf-8") if configuration else "fsync = off\n"

    def run(program: str, *arguments: str) -> None:
        subprocess.run(
            [binaries / program, "-D", data, *arguments], check=True, user=user, cwd=folder, capture_output=True
        )

    run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8")
    with (folder / "data" / "postgresql.conf").open("a", encoding="utf-8") as file:
        file.write(told)
    run("pg_ctl", "-o", options, "-l", str(folder / "log"), "-w", "start")
    try:
        yield {**SERVER, "port": port}
    finally:
        run("pg_ctl", "-m", "immediate", "-w", "stop")


def answers(where: dict[str, Any]) -> bool:
    try:
        psycopg.connect(**where, dbname="postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


def address(where: dict[str, Any], name: str) -> str:
    """A database of the server's, as ``DATABASE_URL`` has it."""
    return f"postgres://{where['user']}@{where['host']}:{where['port']}/{name}"


def url_of_default() -> str:
    """The database that this test uses, as ``DATABASE_URL`` has it: for processes that it starts."""
    used = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{used['NAME']}"
    return address({name: used[name.upper()] for name in SERVER}, used["NAME"])


@contextmanager
def new_database(where: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Settings of a database with a name of its own, which is dropped in the end."""
    name = f"lofi_{uuid4().hex[:12]}"
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as control:
        control.execute(f"CREATE DATABASE {name}")
        try:
            server_of = {key.upper(): str(value) for key, value in where.items()}
            yield {"ENGINE": "django.db.backends.postgresql", "NAME": name, **server_of}
        finally:
            control.execute(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def as_default(database: dict[str, Any]) -> Iterator[None]:
    """Every thread's default database is this one; what this thread had before is there again afterwards."""
    settings, before = connections.settings["default"], connections["default"]
    connections.settings["default"] = connections.configure_settings({"default": {**database}})["default"]
    connections["default"] = connections.create_connection("default")
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = settings, before


def migrated(django_db_blocker: Any) -> Iterator[dict[str, Any]]:
    """For fixtures: a database with all tables."""
    try:
        with server() as where, new_database(where) as database:
            with django_db_blocker.unblock(), as_default(database):
                call_command("migrate", verbosity=0)
            yield database
    except RuntimeError as reason:
        pytest.skip(str(reason))


postgres_database = pytest.fixture(scope="session")(migrated)


@pytest.fixture
def postgres(postgres_database: dict[str, Any], django_db_blocker: Any) -> Iterator[None]:
    """The site runs on PostgreSQL, in all threads, on an empty database; commits are real. Excludes ``db``."""
    with django_db_blocker.unblock(), as_default(postgres_database):
        yield
        call_command("flush", verbosity=0, interactive=False)


def at_once(*jobs: Callable[[], Any]) -> list[Any]:
    """Run each job in a thread with a connection of its own, all starting together; answers what they return."""
    barrier = Barrier(len(jobs))

    def work(job: Callable[[], Any]) -> Any:
        try:
            _meet(barrier)
            return job()
        finally:
            connection.close()

    with _one_crowd(), ThreadPoolExecutor(len(jobs)) as pool:
        ended = [pool.submit(work, job) for job in jobs]
    for cause in (future.exception() for future in ended):
        if cause and not isinstance(cause, BrokenBarrierError):
            raise cause
    return [future.result() for future in ended]


def _meet(barrier: Barrier) -> None:
    """Wait for all with a connection at hand. Whoever gets none lets the others go, so that the reason is told."""
    try:
        connection.ensure_connection()
    except Exception:
        barrier.abort()
        raise
    barrier.wait(timeout=60)


@contextmanager
def _one_crowd() -> Iterator[None]:
    """Of all tests on this machine: two crowds at a time are more than a server's usual hundred connections."""
    with CROWD.open("w") as file:
        flock(file, LOCK_EX)
        yield

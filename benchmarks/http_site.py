"""A site as in production and the baseline's plain Flask server, on free ports of this machine, for the benchmarks.

The site is what ``python -m lofi_site.serve`` starts. PostgreSQL and Redis are those of ``DATABASE_URL`` and
``REDIS_URL``, else those on their usual ports here; where none answers, it is SQLite and no Redis. The database is one
of its own, dropped in the end. Limits on calls are lifted, as all of them come from one address.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

import psycopg
import redis

ROOT = Path(__file__).resolve().parent.parent
LIMITED = ("MUSIC", "READ", "WRITE", "WRITE_NEW", "PLAY")
UNLIMITED = dict.fromkeys((f"THROTTLE_{name}" for name in LIMITED), "100000000/minute")
POSTGRES = "postgres://postgres@127.0.0.1:5432/postgres"
REDIS = "redis://127.0.0.1:6379/14"
START_SECONDS = 120


@dataclass
class Server:
    """Processes that answer on ``port``; ``environment`` are the variables they were given."""

    port: int
    process: subprocess.Popen[bytes]
    environment: dict[str, str] = field(default_factory=dict)

    def get(self, path: str) -> int:
        """The status, 0 if there is no answer."""
        try:
            return int(urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5).status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


@dataclass
class Library:
    """What ``http_fill`` made: keys of tokens, ids of tracks and of a playlist."""

    tokens: list[str]
    tracks: list[str]
    playlist: str


@contextmanager
def site(stack: str, **variables: str) -> Iterator[tuple[Server, Library]]:
    """The whole site with its worker, and a small library. ``stack`` is ``production`` or ``sqlite``."""
    with TemporaryDirectory() as folder, _services(stack, Path(folder)) as services:
        port = free_port()
        given = {**UNLIMITED, **services, "DATA_DIR": folder, "PORT": str(port), "LOG_LEVEL": "ERROR", **variables}
        environment = {**os.environ, **given}
        _share_static(Path(folder))
        _run(environment, "manage.py", "migrate", "--verbosity", "0")
        _run(environment, "manage.py", "load_default_playlist")
        library = Library(**json.loads(_run(environment, "-m", "benchmarks.http_fill")))
        with serving([sys.executable, "-m", "lofi_site.serve"], port, "/", environment) as server:
            yield server, library


@contextmanager
def flask(threads: int) -> Iterator[Server]:
    """The baseline's, with so many threads of torch's; 0 leaves that to torch."""
    port = free_port()
    one = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
    environment = {name: value for name, value in os.environ.items() if name not in one}
    command = [sys.executable, "-m", "benchmarks.flask_baseline", str(port), str(threads)]
    with serving(command, port, "/", environment) as server:
        yield server


@contextmanager
def serving(command: list[str], port: int, path: str, environment: dict[str, str]) -> Iterator[Server]:
    """Until it answers at ``path``, whatever it says; ended afterwards. Raises RuntimeError if it does not start."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    server = Server(port, process, environment)
    try:
        until = time.monotonic() + START_SECONDS
        while not server.get(path):
            if process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"{command} does not serve")
            time.sleep(0.2)
        yield server
    finally:
        process.terminate()
        process.wait(60)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _run(environment: dict[str, str], *arguments: str) -> str:
    return subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env=environment, check=True, stdout=subprocess.PIPE, text=True
    ).stdout


def _share_static(folder: Path) -> None:
    """The files that ``make run`` collected, so that pages are what listeners get."""
    collected = Path(os.environ.get("DATA_DIR") or ROOT / "var") / "static"
    if collected.is_dir():
        (folder / "static").symlink_to(collected.resolve())


@contextmanager
def _services(stack: str, folder: Path) -> Iterator[dict[str, str]]:
    database = os.environ.get("DATABASE_URL") or POSTGRES
    if stack == "sqlite" or not _answers(database):
        yield {"DATABASE_URL": f"sqlite:///{folder / 'lofi.sqlite3'}", "REDIS_URL": ""}
        return
    with _database(database) as address:
        yield {"DATABASE_URL": address, **_redis()}


def _answers(database: str) -> bool:
    with suppress(psycopg.OperationalError):
        psycopg.connect(database, connect_timeout=2).close()
        return True
    return False


@contextmanager
def _database(address: str) -> Iterator[str]:
    name = f"lofi_load_{uuid4().hex[:8]}"
    with psycopg.connect(address, autocommit=True) as control:
        control.execute(f"CREATE DATABASE {name}")
        try:
            yield urlsplit(address)._replace(path=f"/{name}").geturl()
        finally:
            control.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _redis() -> dict[str, str]:
    address = os.environ.get("REDIS_URL") or REDIS
    with suppress(redis.ConnectionError):
        redis.from_url(address).ping()
        return {"REDIS_URL": address, "CELERY_BROKER_URL": address}
    return {"REDIS_URL": ""}

"""``python -m tests.on_servers``: the tests that use the database once more, on PostgreSQL and Redis.

The first run has them on SQLite, with counters in the database and a queue of files. Here each of pytest's workers has
a database in PostgreSQL, and two in a Redis of the run's own: one for the cache, which tests empty, and one for the
queue. Tests that use no database would be the same again, and are left out; of the slow ones those take part that are
marked ``servers``. Where one of the two can neither be reached nor started, that is said, and nothing fails.

The module is also the plugin of pytest that this takes: settings are read before any conftest.
"""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql

from tests.postgres import address, server, started
from tests.redis import Redis

REDIS = "TEST_REDIS"
"""Name of the variable that tells the plugin where the run's Redis is; without it the plugin does nothing."""
DATABASE_FIXTURES = {"db", "transactional_db"}
ROOT = Path(__file__).resolve().parent.parent
PYTEST = [
    "-p",
    "tests.on_servers",
    "--ignore=tests/e2e",
    "-m",
    "not alone and (not slow or servers)",
    "-n",
    "auto",
    "--dist",
    "worksteal",
]


def main(arguments: list[str]) -> int:
    try:
        with servers() as environment:
            command = [sys.executable, "-m", "pytest", *PYTEST, *arguments]
            return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}).returncode
    except (RuntimeError, OSError, subprocess.SubprocessError) as reason:
        print(f"==> NOT TESTED on PostgreSQL and Redis: {reason}. Everything else was.", flush=True)
        return 0


@contextmanager
def servers() -> Iterator[dict[str, str]]:
    """What the environment must say. Raises RuntimeError or OSError where a server is missing."""
    with tempfile.TemporaryDirectory() as folder, own_or_running() as where:
        redis = Redis(Path(folder))
        name = f"lofi_{uuid4().hex[:12]}"
        try:
            yield {"DATABASE_URL": address(where, name), REDIS: redis.url().removesuffix("/0")}
        finally:
            redis.kill()
            drop(where, name)


@contextmanager
def own_or_running() -> Iterator[dict[str, Any]]:
    """A PostgreSQL that was started for this is faster than one that keeps what it is told."""
    with contextlib.ExitStack() as stack:
        try:
            where = stack.enter_context(started())
        except RuntimeError:
            where = stack.enter_context(server())
        yield where


def drop(where: dict[str, Any], name: str) -> None:
    """What pytest made of the name, should it have been killed before it could tidy up."""
    with psycopg.connect(**where, dbname="postgres", autocommit=True) as control:
        found = control.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [f"test\\_{name}%"]).fetchall()
        for (left,) in found:
            control.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(left)))


def share_out(environment: dict[str, str], redis: str, worker: str) -> None:
    """Two of Redis's databases for each of pytest's workers (``gw0``, ``gw1``; ``master`` without any)."""
    number = int(worker.removeprefix("gw")) + 1 if worker.startswith("gw") else 0
    environment |= {"REDIS_URL": f"{redis}/{2 * number}", "CELERY_BROKER_URL": f"{redis}/{2 * number + 1}"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    kept = [item for item in items if uses_database(item)]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def uses_database(item: pytest.Item) -> bool:
    asked = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or not DATABASE_FIXTURES.isdisjoint(asked)


if REDIS in os.environ:
    share_out(os.environ, os.environ[REDIS], os.environ.get("PYTEST_XDIST_WORKER", "master"))  # type: ignore[arg-type]

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

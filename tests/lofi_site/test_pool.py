"""The pool of connections to PostgreSQL, as the settings make it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection
from django.db.utils import OperationalError
from prometheus_client import REGISTRY
from psycopg_pool import PoolTimeout

from lofi_site.observability import metrics
from tests.lofi_site.test_settings import POSTGRES, setting
from tests.postgres import as_default, postgres_database  # noqa: F401 (fixtures)

CHANGES = {"DATABASE_POOL_MAX": "1", "DATABASE_POOL_SECONDS": "2"}


@pytest.fixture
def pool_of_one(request: pytest.FixtureRequest, django_db_blocker: Any, tmp_path: Path) -> Iterator[None]:
    """The site's own settings, with one connection for all threads."""
    printed = setting("DATABASES['default']", tmp_path, **POSTGRES, **CHANGES).stdout
    ours = {name: ast.literal_eval(printed)[name] for name in ("OPTIONS", "CONN_MAX_AGE", "CONN_HEALTH_CHECKS")}
    database = {**request.getfixturevalue("postgres_database"), **ours}
    with django_db_blocker.unblock(), as_default(database):
        connection.pool.open(wait=True)  # type: ignore[attr-defined]
        yield
        connection.close()
        connection.close_pool()  # type: ignore[attr-defined]


def in_another_thread(job: Any) -> Any:
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(job).result()


def server_process() -> int:
    """The PostgreSQL process that answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            return int(cursor.fetchone()[0])
    finally:
        connection.close()


@pytest.mark.usefixtures("pool_of_one")
def test_threads_share_the_connections() -> None:
    assert in_another_thread(server_process) == server_process()


@pytest.mark.usefixtures("pool_of_one")
def test_thread_that_finds_no_free_connection_is_refused() -> None:
    connection.ensure_connection()
    with pytest.raises(OperationalError) as refusal:
        in_another_thread(server_process)
    assert isinstance(refusal.value.__cause__, PoolTimeout)


@pytest.mark.usefixtures("pool_of_one")
def test_pool_is_told_to_operators() -> None:
    told = []
    for act in (connection.ensure_connection, connection.close):
        act()
        metrics.note_pool()
        told.append(
            [
                REGISTRY.get_sample_value("lofi_database_pool_connections", {"state": state})
                for state in ("busy", "idle", "waited for")
            ]
        )
    assert told == [[1, 0, 0], [0, 1, 0]]


@pytest.mark.usefixtures("pool_of_one")
def test_connection_that_the_server_closed_is_not_handed_out() -> None:
    before = server_process()
    where = connection.get_connection_params()
    with psycopg.connect(**{key: where[key] for key in ("host", "port", "user", "dbname")}, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 5000)", [before])
    assert server_process() != before

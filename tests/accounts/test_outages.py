"""The database is away: a 503 in the caller's language. tests/faults/ takes real ones away."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.core.cache import cache
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.test import Client

from accounts.models import RequestCount
from accounts.outages import AWAY, FULL, left_out_when_full, reason
from tests.lofi_site import broken_urls


def of_sqlite(code: int) -> OperationalError:
    error = OperationalError("said by SQLite")
    error.__cause__ = sqlite3.OperationalError()
    error.__cause__.sqlite_errorcode = code
    return error


def of_postgres(cause: Exception) -> OperationalError:
    error = OperationalError("said by PostgreSQL")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (of_postgres(psycopg.errors.AdminShutdown()), AWAY),
        (of_postgres(psycopg.errors.CannotConnectNow()), AWAY),
        (of_postgres(psycopg.errors.DeadlockDetected()), AWAY),
        (of_postgres(psycopg.errors.DiskFull()), FULL),
        (of_postgres(psycopg.OperationalError("connection refused")), AWAY),
        (InterfaceError("connection already closed"), AWAY),
        (of_sqlite(sqlite3.SQLITE_FULL), FULL),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), AWAY),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), AWAY),
        (of_sqlite(sqlite3.SQLITE_ERROR), ""),
        (OSError(errno.ENOSPC, "No space left on device"), FULL),
        (OSError(errno.ENOENT, "No such file"), ""),
        (KeyError("name"), ""),
        (None, ""),
    ],
    ids=repr,
)
def test_reason_is_told_of_what_is_away_alone(error: BaseException | None, words: str) -> None:
    assert reason(error) == words


@pytest.mark.django_db
def test_statement_that_is_wrong_is_a_fault_of_ours() -> None:
    with pytest.raises(DatabaseError) as raised, connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM nowhere")
    assert reason(raised.value) == ""


@pytest.mark.django_db
@pytest.mark.parametrize(("path", "kind"), [("/api/v1/model", "application/json"), ("/", "text/html; charset=utf-8")])
def test_database_that_is_away_is_told_in_the_callers_language(
    client: Client, path: str, kind: str, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ROOT_URLCONF = "tests.lofi_site.broken_urls"
    monkeypatch.setattr(broken_urls, "error", of_postgres(psycopg.OperationalError("connection refused")))
    client.raise_request_exception = False
    answer: Any = client.get(path)
    assert (answer.status_code, answer["Content-Type"], answer["Retry-After"]) == (503, kind, "5")
    assert AWAY in answer.text


@pytest.fixture
def full(transactional_db: None) -> Iterator[None]:
    """SQLite gets no page more than it has."""
    if connection.vendor != "sqlite":
        pytest.skip("limits a file of SQLite")
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA max_page_count = 1")
    yield
    connection.close()


def test_limit_that_can_not_be_kept_does_not_look_used_up(full: None) -> None:
    assert cache.add("small", 1)
    assert not cache.add("small", 2)
    with pytest.raises(OperationalError) as raised:
        cache.add("large", "x" * 1_000_000)
    assert reason(raised.value) == FULL


def test_what_is_noted_in_passing_is_left_out_when_the_disk_is_full(full: None) -> None:
    with left_out_when_full():
        RequestCount.objects.create(key="x" * 1_000_000, started=0, count=1)
    assert RequestCount.objects.count() == 0


@pytest.mark.django_db
def test_what_is_wrong_is_not_left_out() -> None:
    with pytest.raises(DatabaseError, match="nowhere"), left_out_when_full(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM nowhere")

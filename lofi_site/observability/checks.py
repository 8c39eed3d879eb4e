"""What the site needs to answer, looked at with a deadline: a part that hangs is a part that fails."""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from generator.registry import active_sampler
from lofi_site.celery import app

LATE = "no answer in time"
MAX_AGE = 1.0
"""Seconds that a look is good for, so that many probes at once are one."""
Work = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Finding:
    """``value`` is what the work answered.

    ``error`` is the type of what went wrong and nothing that it said, ``since`` when it was found first.
    """

    ok: bool
    value: Any = None
    error: str = ""
    since: datetime | None = None


class Lookout:
    """Does pieces of work side by side, each in a thread of its own; one that still hangs is not begun again."""

    def __init__(self, works: Mapping[str, Work]) -> None:
        self.works = works
        self._pending: dict[str, Future[Any]] = {}
        self._since: dict[str, datetime] = {}
        self._lock = threading.Lock()
        self._last: dict[str, Finding] = {}
        self._looked = float("-inf")

    def look(self) -> dict[str, Finding]:
        """What was found, at most ``MAX_AGE`` ago; takes ``READY_SECONDS`` at most."""
        with self._lock:
            if time.monotonic() - self._looked > MAX_AGE:
                self._last, self._looked = self._find(), time.monotonic()
            return self._last

    def _find(self) -> dict[str, Finding]:
        until = time.monotonic() + settings.READY_SECONDS
        running = {name: self._begin(name, work) for name, work in self.works.items()}
        return {name: self._finding(name, future, until) for name, future in running.items()}

    def _begin(self, name: str, work: Work) -> Future[Any]:
        pending = self._pending.get(name)
        if pending is None or pending.done():
            pending = self._pending[name] = Future()
            threading.Thread(target=_do, args=(pending, work), name=f"look-{name}", daemon=True).start()
        return pending

    def _finding(self, name: str, future: Future[Any], until: float) -> Finding:
        try:
            error = future.exception(max(0.0, until - time.monotonic()))
        except TimeoutError:
            return Finding(False, error=LATE, since=self._since.setdefault(name, timezone.now()))
        if error is not None:
            return Finding(False, error=type(error).__name__, since=self._since.setdefault(name, timezone.now()))
        self._since.pop(name, None)
        return Finding(True, future.result())


def _do(future: Future[Any], work: Work) -> None:
    """The thread's connections end with it: each look proves that a new one can be had."""
    try:
        future.set_result(work())
    except Exception as error:
        future.set_exception(error)
    finally:
        connections.close_all()


class MigrationsMissing(RuntimeError):
    """The database is older than the code."""


def _database() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def _migrations() -> None:
    if _known_migrations() - set(MigrationRecorder(connection).applied_migrations()):
        raise MigrationsMissing


@cache
def _known_migrations() -> set[tuple[str, str]]:
    """App and name of each that the code has; read from its files, once."""
    return set(MigrationLoader(None).disk_migrations or ())


def _cache() -> None:
    caches["default"].get("readiness")


def _broker() -> None:
    with app.connection_for_write(settings.CELERY_BROKER_URL) as broker:
        broker.ensure_connection(max_retries=1, interval_start=0, timeout=math.ceil(settings.READY_SECONDS))


def _model() -> str:
    return active_sampler().version


READINESS = Lookout(
    {"database": _database, "migrations": _migrations, "cache": _cache, "model": _model, "broker": _broker}
)

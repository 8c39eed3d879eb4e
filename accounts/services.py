"""Counting calls: one counter a caller and scope, shared by all processes."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import connection

from accounts import redis_cache
from accounts.models import RequestCount
from accounts.outages import left_out_when_full

_UPSERT = """
INSERT INTO accounts_requestcount (key, started, count) VALUES (%(key)s, %(now)s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN accounts_requestcount.started > %(before)s AND accounts_requestcount.started <= %(beyond)s
            THEN accounts_requestcount.count + 1 ELSE 1 END,
    started = CASE WHEN accounts_requestcount.started > %(before)s AND accounts_requestcount.started <= %(beyond)s
              THEN accounts_requestcount.started ELSE excluded.started END
RETURNING count, started
"""


def count_call(*, key: str, window: int) -> tuple[int, float]:
    """Count one more call of ``key``; answers the calls in its window of ``window`` seconds and in how many it ends.

    A window begins with a caller's first call. One that begins in the future, since the clock was set back, is over,
    unless it is nearer than a window: clocks of processes may differ by a little. The count is atomic between
    processes: one upsert in the database, or Redis's own increment when ``REDIS_URL`` is set. While Redis is away it
    is the database, where all begin anew.
    """
    counted = redis_cache.count(f"calls:{key}", window) if settings.REDIS_URL else None
    return counted or _count_in_database(key, window)


def _count_in_database(key: str, window: int) -> tuple[int, float]:
    now = time.time()
    values: dict[str, str | float] = {"key": key, "now": now, "before": now - window, "beyond": now + window}
    count, started = 0, now  # what a full disk leaves: nobody is refused for what can't be counted
    with left_out_when_full(), connection.cursor() as cursor:
        cursor.execute(_UPSERT, values)
        count, started = cursor.fetchone()
    return int(count), float(started) + window - now


def forget_calls(*, older_than: int = 3600) -> int:
    """Delete counters whose window began more than ``older_than`` seconds ago; answers how many."""
    return RequestCount.objects.filter(started__lt=time.time() - older_than).delete()[0]

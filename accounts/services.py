"""Counting calls: one counter a caller and scope, shared by all processes."""

from __future__ import annotations

import time

from django.conf import settings
from django.db import connection

from accounts import redis_cache
from accounts.models import RequestCount

_UPSERT = """
INSERT INTO accounts_requestcount (key, started, count) VALUES (%s, %s, 1)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN accounts_requestcount.started <= %s THEN 1 ELSE accounts_requestcount.count + 1 END,
    started = CASE WHEN accounts_requestcount.started <= %s THEN excluded.started
              ELSE accounts_requestcount.started END
RETURNING count, started
"""


def count_call(*, key: str, window: int) -> tuple[int, float]:
    """Count one more call of ``key``; answers the calls in its window of ``window`` seconds and in how many it ends.

    A window begins with a caller's first call. The count is atomic between processes: one upsert in the database, or
    Redis's own increment when ``REDIS_URL`` is set. While Redis is away it is the database, where all begin anew.
    """
    counted = redis_cache.count(f"calls:{key}", window) if settings.REDIS_URL else None
    return counted or _count_in_database(key, window)


def _count_in_database(key: str, window: int) -> tuple[int, float]:
    now = time.time()
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [key, now, now - window, now - window])
        count, started = cursor.fetchone()
    return int(count), float(started) + window - now


def forget_calls(*, older_than: int = 3600) -> int:
    """Delete counters whose window began more than ``older_than`` seconds ago; answers how many."""
    return RequestCount.objects.filter(started__lt=time.time() - older_than).delete()[0]

"""Counts by day of what happens on the site."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from django.db import connection
from django.db.models import Count, QuerySet
from django.db.models.functions import TruncDate

from accounts.models import DailyTally

_UPSERT = """
INSERT INTO accounts_dailytally (day, name, count) VALUES (%s, %s, %s)
ON CONFLICT (name, day) DO UPDATE SET count = accounts_dailytally.count + excluded.count
"""


def today() -> date:
    """The day in UTC, by which everything is counted."""
    return datetime.now(UTC).date()


def add(name: str, by: int = 1) -> None:
    """Count ``by`` more of ``name`` today: one statement, so that no process loses another's count."""
    with connection.cursor() as cursor:
        cursor.execute(_UPSERT, [today(), name, by])


def start(day: date) -> datetime:
    """The moment that a day begins."""
    return datetime.combine(day, time.min, UTC)


def series(name: str, days: int) -> list[int]:
    """The counts of the last ``days`` days, the oldest first, today's last: one query."""
    since = today() - timedelta(days=days - 1)
    return _spread(dict(DailyTally.objects.filter(name=name, day__gte=since).values_list("day", "count")), days)


def by_day(rows: QuerySet, field: str, days: int) -> list[int]:
    """How many rows have their time in each of the last ``days`` days: one query, quick with an index of ``field``."""
    since = start(today() - timedelta(days=days - 1))
    recent = rows.filter(**{f"{field}__gte": since}).order_by().annotate(day=TruncDate(field, tzinfo=UTC))
    return _spread(dict(recent.values_list("day").annotate(Count("pk"))), days)


def _spread(counted: dict[date, int], days: int) -> list[int]:
    first = today() - timedelta(days=days - 1)
    return [counted.get(first + timedelta(days=i), 0) for i in range(days)]

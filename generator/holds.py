"""Opinions that are held, and released. Whoever calls has locked what they are about.

Every function answers the rows whose counting it changed, so that a count can follow them exactly.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import F, QuerySet

from generator.models import Held, Opinion

Row = TypeVar("Row", bound=Opinion)
ALL = Held.WAITING | Held.RING | Held.SUSPENDED


def with_any(reason: Held) -> list[int]:
    """Values of ``held`` that hold at least one of the reasons: to look for them where bits can't be asked for."""
    return [value for value in range(ALL + 1) if value & reason]


def hold(rows: QuerySet[Row], reason: Held) -> list[Row]:
    """Hold them for a reason, beside any other. Answers those that counted until now."""
    counted = list(rows.filter(held=Held.NONE))
    rows.update(held=F("held").bitor(int(reason)))
    return counted


def release(rows: QuerySet[Row], reason: Held) -> list[Row]:
    """Take the reason away (of several, each). Answers those that count from now on: no other reason is left."""
    found = list(rows.filter(held__in=with_any(reason)))
    rows.filter(held__in=with_any(reason)).update(held=F("held").bitand(int(ALL & ~reason)))
    return [row for row in found if not row.held & ~reason]


def vouch(rows: QuerySet[Row]) -> list[Row]:
    """They are honest: no ring, and not to be taken for one again. Answers those that count from now on."""
    back = release(rows, Held.RING | Held.WAITING)
    rows.filter(unproven=True).update(unproven=False)
    return back


def drop(rows: QuerySet[Row]) -> list[Row]:
    """Delete them. Answers those that counted until now."""
    counted = list(rows.filter(held=Held.NONE))
    rows.delete()
    return counted

"""Accounts that act as one: newcomers who stand out among those who like, or vote on, one thing.

The rule, what it compares and what it can't see: docs/decisions/0502-guards.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from django.conf import settings
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from generator import holds
from generator.models import Held, Opinion

Row = TypeVar("Row", bound=Opinion)
SAMPLE = 20_000
"""Opinions of the whole site that are looked at, at most: the latest ones."""


@dataclass(frozen=True, slots=True)
class Crowd:
    """Members with an opinion: those whose account is new, and those whose account has stood for a while."""

    unproven: int
    proven: int


def stands_out(here: Crowd, site: Crowd) -> bool:
    """Whether newcomers are at least ``RING_SHARE`` of those who are here, and that is no wonder of a young site.

    So the odds of meeting a newcomer here must be ``RING_LIFT`` times those on the whole site, where ``RING_MEMBERS``
    proven ones have lately said anything at all: otherwise there is nothing to compare with.
    """
    many = here.unproven >= settings.RING_SHARE * (here.unproven + here.proven)
    lifted = here.unproven * site.proven >= settings.RING_LIFT * site.unproven * max(here.proven, 1)
    return many and lifted and site.proven >= settings.RING_MEMBERS


def is_unproven(user: User) -> bool:
    """Whether the account is younger than ``RING_ACCOUNT_DAYS``."""
    return user.date_joined > proven_before()


def proven_before() -> datetime:
    """Accounts made until then have stood for a while."""
    return timezone.now() - timedelta(days=settings.RING_ACCOUNT_DAYS)


def guard(made: Row, among: QuerySet[Row]) -> list[Row]:
    """Hold an opinion that was just made, and those before it, if they look like a ring's. ``among`` is of one thing.

    The first ``UNPROVEN_VOTES`` of newcomers who stand out count, the next wait, from ``RING_VOTES`` on none of them
    counts. Answers those that counted, and no longer do.
    """
    if not made.unproven:
        return []
    own, lately = among.filter(pk=made.pk), among.filter(created__gte=_window())
    if lately.filter(held__in=holds.with_any(Held.RING)).exists():
        return holds.hold(own, Held.RING)
    here = _crowd(lately)
    if here.unproven <= settings.UNPROVEN_VOTES or not stands_out(here, _site(made)):
        return []
    if here.unproven < settings.RING_VOTES:
        return holds.hold(own, Held.WAITING)
    return holds.hold(lately.filter(unproven=True), Held.RING)


def waiting(rows: QuerySet[Row]) -> QuerySet[Row]:
    """Those among the rows that waited, and whose account has stood long enough by now."""
    return rows.filter(held__in=holds.with_any(Held.WAITING), user__date_joined__lte=proven_before())  # type: ignore[misc]


def _window() -> datetime:
    return timezone.now() - timedelta(hours=settings.RING_WINDOW_HOURS)


def _crowd(rows: QuerySet[Row]) -> Crowd:
    people = (Count("user", distinct=True, filter=Q(unproven=new)) for new in (True, False))
    return Crowd(*rows.aggregate(**dict(zip(("newcomers", "regulars"), people, strict=True))).values())


def _site(made: Opinion) -> Crowd:
    """Of all who lately said something of this kind that counts, however much each of them said."""
    lately = type(made)._default_manager.filter(created__gte=proven_before(), held=Held.NONE)
    return _crowd(lately.order_by("-created").values("user", "unproven")[:SAMPLE])  # type: ignore[misc]

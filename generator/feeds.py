"""What is in public lists of tracks, and in which order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from accounts.search import by_words
from generator.models import Track, TrackQuerySet
from generator.ranks import PERIODS

Sort = Literal["hot", "new", "top"]
Period = Literal["day", "week", "month", "ever"]
Q = TypeVar("Q", bound=QuerySet)
SORTS: tuple[Sort, ...] = ("hot", "new", "top")
PERIOD_NAMES: tuple[Period, ...] = ("day", "week", "month", "ever")


@dataclass(frozen=True, slots=True)
class Filters:
    """What tracks must be; None asks for nothing. ``mode`` 1..7, ``key`` 1..12, ``bpm`` bounds included, ``mood`` one
    of ``Mood``, ``q`` words of the title."""

    mode: int | None = None
    key: int | None = None
    bpm_min: int | None = None
    bpm_max: int | None = None
    mood: str | None = None
    q: str | None = None


def tracks(*, sort: Sort, period: Period = "ever", filters: Filters = Filters()) -> TrackQuerySet:
    """Public tracks in a feed's order, with ``creator`` and ``model_version``. ``period`` is for ``top`` alone."""
    listed = Track.objects.listed().select_related("creator", "model_version")
    return ordered(narrowed(listed, filters), sort=sort, period=period)


def narrowed(tracks: TrackQuerySet, filters: Filters) -> TrackQuerySet:
    """Those that are as the filters have it."""
    wanted = {
        "mode": filters.mode,
        "key": filters.key,
        "bpm__gte": filters.bpm_min,
        "bpm__lte": filters.bpm_max,
        "mood": filters.mood,
    }
    found = tracks.filter(**{name: value for name, value in wanted.items() if value is not None})
    return found if filters.q is None else by_words(found, filters.q, "title")


def ordered(things: Q, *, sort: Sort, period: Period = "ever") -> Q:
    """In a feed's order, the newer first among equals. The top of a period holds what was published in it."""
    if sort == "hot":
        return things.order_by("-hot", "-pk")
    if sort == "new":
        return things.order_by("-published", "-pk")
    if period == "ever":
        return things.order_by("-top", "-published", "-pk")
    column = f"top_{period}"
    young = things.filter(**{f"{column}__isnull": False}, published__gt=timezone.now() - PERIODS[period])
    return young.order_by(f"-{column}", "-published", "-pk")


def made_by(
    *, member: User, viewer: User | AnonymousUser, sort: Sort | None = None, period: Period = "ever"
) -> TrackQuerySet:
    """What a member made: to themselves all of it, to others what is public; the latest first, or as a feed."""
    made = Track.objects.visible_to(viewer).filter(creator=member).select_related("creator", "model_version")
    if sort is None or sort == "new":
        return made.order_by("-created", "-pk")  # not all of it was published
    return ordered(made, sort=sort, period=period)


def liked_by(
    *, member: User, viewer: User | AnonymousUser, sort: Sort | None = None, period: Period = "ever"
) -> TrackQuerySet:
    """What a member likes: to themselves all that they can reach, to others what is public; the latest first, or as a
    feed."""
    seen = Track.objects.reachable_by(viewer) if viewer == member else Track.objects.listed()
    liked = seen.filter(likes__user=member).select_related("creator", "model_version")
    return ordered(liked, sort=sort, period=period) if sort else liked.order_by("-likes__created", "-likes__pk")

"""What is shown to all: the curators' choice, and the community top of the week."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet

from generator.models import Track
from playlists.models import Feature, Playlist

State = Literal["shown", "planned", "ended"]
STATES: tuple[State, ...] = ("shown", "planned", "ended")
TOP = "community-top-"
"""What slugs of the community tops begin with; the ISO week follows: "community-top-2026-w48"."""
ORDER = ("position", "-starts", "-pk")


def featured(now: datetime) -> list[Feature]:
    """What curators show at this moment, in their order, ``MAX_FEATURES`` at most: one query.

    What is no longer public is left out. Tracks come with creator and model version, playlists with their owner.
    """
    return list(listed(chosen(), "shown", now).filter(_public())[: settings.MAX_FEATURES])


def community_top(now: datetime) -> Feature | None:
    """The newest community top, while it is featured and public: one query."""
    tops = Feature.objects.filter(_public(), playlist__slug__startswith=TOP).select_related("playlist__owner")
    return _running(tops, now).order_by("-starts", "-pk").first()


def chosen() -> QuerySet[Feature]:
    """What curators chose, with what is told of it. The community top stands by itself, whatever they order."""
    things = Feature.objects.select_related("track__creator", "track__model_version", "playlist__owner", "curator")
    return things.exclude(playlist__slug__startswith=TOP)


def listed(features: QuerySet[Feature], state: State, now: datetime) -> QuerySet[Feature]:
    """Those that are shown at this moment, in their order; planned, the next first; or ended, the last first."""
    if state == "planned":
        return features.filter(starts__gt=now).order_by("starts", *ORDER)
    if state == "ended":
        return features.filter(ends__lte=now).order_by("-ends", "-pk")
    return _running(features, now).order_by(*ORDER)


def is_community_top(playlist: Playlist) -> bool:
    return (playlist.slug or "").startswith(TOP)


def day(moment: datetime) -> str:
    """ "5 December 2026", in UTC as all days are."""
    return f"{moment.day} {moment:%B %Y}"


def days(feature: Feature) -> str:
    """ "1 to 7 December 2026": the last day is included; without an end "from 1 December 2026 on"."""
    if feature.ends is None:
        return f"from {day(feature.starts)} on"
    first, last = day(feature.starts), day(feature.ends - timedelta(microseconds=1))
    if first == last:
        return f"on {first}"
    told, until = first.split(), last.split()
    while told and told[-1] == until[-1]:  # a year, and a month, that are the same are told once
        told, until = told[:-1], until[:-1]
    return f"{' '.join(told)} to {last}"


def _running(features: QuerySet[Feature], now: datetime) -> QuerySet[Feature]:
    return features.filter(Q(ends=None) | Q(ends__gt=now), starts__lte=now)


def _public() -> Q:
    """Looked up for each feature by its key: a list of all that is public would be read whole."""
    return Q(Exists(Track.objects.listed().filter(pk=OuterRef("track")))) | Q(
        Exists(Playlist.objects.listed().filter(pk=OuterRef("playlist")))
    )

"""What is in a feed of tracks, and in which order."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from generator import likes, ranks
from generator.feeds import Filters, tracks
from generator.models import Track
from tests import library


def published(owner: User, title: str, *, days: float = 0, liked: int = 0, **columns: Any) -> Track:
    track = library.track(owner, title, "public")
    track.published, track.like_count = timezone.now() - timedelta(days=days), liked
    for name, value in columns.items():
        setattr(track, name, value)
    likes.place(track)
    track.save()
    return track


def titles(found: QuerySet[Track]) -> list[str]:
    return [track.title for track in found]


def test_new_has_the_newest_first(alice: User) -> None:
    for title, days in (("old", 9), ("new", 0), ("older", 90)):
        published(alice, title, days=days)
    assert titles(tracks(sort="new")) == ["new", "old", "older"]


def test_hot_weighs_likes_against_age(alice: User) -> None:
    published(alice, "today", days=0)
    published(alice, "yesterday's hit", days=1, liked=100)  # 24 h are worth 1.92 powers of ten
    published(alice, "yesterday's", days=1, liked=10)
    published(alice, "last month's hit", days=30, liked=1000)
    assert titles(tracks(sort="hot")) == ["yesterday's hit", "today", "yesterday's", "last month's hit"]


def test_top_of_a_period_holds_what_was_published_in_it(alice: User) -> None:
    for title, days, liked in (("day", 0.5, 1), ("week", 6, 2), ("month", 29, 3), ("year", 300, 4)):
        published(alice, title, days=days, liked=liked)
    assert titles(tracks(sort="top", period="day")) == ["day"]
    assert titles(tracks(sort="top", period="week")) == ["week", "day"]
    assert titles(tracks(sort="top", period="month")) == ["month", "week", "day"]
    assert titles(tracks(sort="top")) == ["year", "month", "week", "day"]


def test_top_of_a_period_is_right_before_it_is_swept(alice: User) -> None:
    track = published(alice, "a day old", liked=3)
    Track.objects.filter(pk=track.pk).update(published=timezone.now() - ranks.PERIODS["day"])
    assert titles(tracks(sort="top", period="day")) == []
    assert titles(tracks(sort="top", period="week")) == ["a day old"]


def test_equals_stand_newer_first(alice: User) -> None:
    published(alice, "older", days=2, liked=5)
    published(alice, "newer", days=1, liked=5)
    assert titles(tracks(sort="top")) == ["newer", "older"]


def test_feeds_hold_public_tracks_alone(alice: User) -> None:
    for visibility in ("public", "unlisted", "private"):
        library.track(alice, visibility, visibility)
    for sort in ("hot", "new", "top"):
        assert titles(tracks(sort=sort)) == ["public"]  # type: ignore[arg-type]
    assert titles(tracks(sort="top", period="day")) == ["public"]


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(mode=5), ["b"]),
        (Filters(key=9), ["b"]),
        (Filters(bpm_min=75), ["a", "b"]),
        (Filters(bpm_min=76), ["b"]),
        (Filters(bpm_max=75), ["a"]),
        (Filters(mood="restless"), ["b"]),
        (Filters(mode=5, key=9, bpm_min=90, bpm_max=90, mood="restless", q="b"), ["b"]),
        (Filters(mode=5, key=3), []),
        (Filters(q="nothing"), []),
    ],
)
def test_filters_narrow_a_feed(alice: User, filters: Filters, expected: list[str]) -> None:
    published(alice, "a")
    published(alice, "b", days=1, mode=5, key=9, bpm=90, mood="restless")
    assert titles(tracks(sort="new", filters=filters)) == expected

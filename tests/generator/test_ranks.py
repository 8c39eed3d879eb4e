"""When the columns that feeds are ordered by are written, and when they run out."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from generator import likes, ranks, tracks
from generator.models import Track
from generator.ranking import hot
from generator.tasks import age_ranks
from playlists.models import Playlist
from tests import library


@pytest.mark.parametrize(
    ("age", "young"),
    [
        (timedelta(0), ["day", "week", "month"]),
        (timedelta(days=1), ["week", "month"]),
        (timedelta(days=7), ["month"]),
        (timedelta(days=30), []),
    ],
)
def test_columns_of_a_period_hold_top_while_the_thing_is_young(age: timedelta, young: list[str]) -> None:
    now = timezone.now()
    found = ranks.columns(10, 0.5, now - age, now)
    assert found == {
        "hot": hot(10, now - age),
        "top": 0.5,
        **{f"top_{period}": 0.5 if period in young else None for period in ranks.PERIODS},
    }


def test_what_was_never_public_has_no_columns() -> None:
    assert ranks.columns(10, 0.5, None, timezone.now()) == {}


def test_track_is_published_once_and_stays(alice: User) -> None:
    track = library.track(alice)
    assert (track.published, track.hot, track.top_day) == (None, 0, None)
    first = tracks.change(track=track, visibility="public").published
    assert first is not None
    tracks.change(track=track, visibility="private")
    assert tracks.change(track=track, visibility="public").published == first
    track.refresh_from_db()
    assert (track.published, track.hot, track.top_day) == (first, hot(0, first), 0)


def test_likes_of_an_unlisted_track_count_when_it_is_published(alice: User) -> None:
    track = library.track(alice, visibility="unlisted")
    likes.like(user=alice, track=track)
    tracks.change(track=track, visibility="public")
    track.refresh_from_db()
    assert (track.like_count, track.top, track.top_week) == (1, 1, 1)


def test_default_playlist_and_its_tracks_are_published(default_playlist: Playlist) -> None:
    default_playlist.refresh_from_db()
    things = [default_playlist, *default_playlist.tracks.all()]
    assert all(thing.published and thing.hot == hot(0, thing.published) for thing in things)


def test_sweep_empties_what_got_too_old(alice: User) -> None:
    ages = {"new": 0, "days": 2, "weeks": 8, "months": 31}
    for title, days in ages.items():
        track = library.track(alice, title, "public")
        Track.objects.filter(pk=track.pk).update(published=timezone.now() - timedelta(days=days))
    age_ranks()
    found = Track.objects.order_by("pk").values_list("top_day", "top_week", "top_month")
    assert list(found) == [(0, 0, 0), (None, 0, 0), (None, None, 0), (None, None, None)]
    assert ranks.sweep(Track, timezone.now()) == 0


def test_sweep_is_of_playlists_too(alice: User, default_playlist: Playlist) -> None:
    Playlist.objects.update(published=timezone.now() - timedelta(days=8))
    age_ranks()
    assert Playlist.objects.values_list("top_day", "top_week", "top_month").get() == (None, None, 0)

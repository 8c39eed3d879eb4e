"""What is in a feed of playlists, and in which order."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from accounts.models import User
from playlists import standing
from playlists.feeds import playlists
from playlists.models import Playlist
from tests import library


def listed(owner: User, title: str, ups: int = 0, downs: int = 0, days: float = 0, description: str = "") -> None:
    made = library.playlist(owner, title, visibility="public")
    made.ups, made.downs, made.description = ups, downs, description
    made.published = timezone.now() - timedelta(days=days)
    standing.place(made)
    made.save()


def titles(**wish: str) -> list[str]:
    return [playlist.title for playlist in playlists(**wish)]  # type: ignore[arg-type]


def test_top_is_the_share_that_is_surely_reached(alice: User) -> None:
    listed(alice, "one vote", 1, 0)
    listed(alice, "well known", 90, 10)
    listed(alice, "argued about", 60, 40)
    listed(alice, "nobody's", 0, 0)
    assert titles(sort="top") == ["well known", "argued about", "one vote", "nobody's"]


def test_hot_is_what_is_up_and_new(alice: User) -> None:
    listed(alice, "down today", 0, 100)
    listed(alice, "up yesterday", 100, 0, days=1)
    listed(alice, "today", 0, 0)
    assert titles(sort="hot") == ["up yesterday", "today", "down today"]


def test_top_of_the_week_ends_after_seven_days(alice: User) -> None:
    listed(alice, "old", 5, 0, days=7)
    listed(alice, "young", 1, 0, days=6.9)
    assert titles(sort="top", period="week") == ["young"]


def test_words_are_of_title_and_description(alice: User) -> None:
    listed(alice, "Rain on the roof")
    listed(alice, "Sunday", description="for when rain falls")
    assert titles(sort="new", q="rain") == ["Sunday", "Rain on the roof"]
    assert titles(sort="new", q="sunday rain") == ["Sunday"]


def test_feeds_hold_public_playlists_alone(alice: User) -> None:
    for visibility in ("unlisted", "private"):
        library.playlist(alice, visibility, visibility=visibility)
    assert (titles(sort="hot"), Playlist.objects.count()) == ([], 2)

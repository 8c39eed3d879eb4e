"""The community top: which likes count, whose tracks are in it, and that a week has one."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.models import User
from generator.models import Held, Like, Track
from playlists import community, features, tasks
from playlists.models import Feature, Playlist
from tests import library

MONDAY = date(2026, 11, 23)
START = datetime(2026, 11, 23, tzinfo=UTC)
DUE = datetime(2026, 11, 30, 6, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small(settings: LazySettings) -> None:
    settings.COMMUNITY_TOP_TRACKS, settings.COMMUNITY_TOP_MIN, settings.COMMUNITY_TOP_PER_MAKER = 3, 1, 2


def maker(name: str) -> User:
    return User.objects.get_or_create(username=name)[0]


def liked(title: str, many: int, *, by: str = "", at: datetime = START, see: str = "public") -> Track:
    """A track of ``by`` (a maker of its own) that so many liked at a moment."""
    track = library.track(maker(by or f"maker-of-{title.lower()}"), title, see)
    for i in range(many):
        like = Like.objects.create(user=maker(f"fan{i}"), track=track)
        Like.objects.filter(pk=like.pk).update(created=at)
    return track


def titles(playlist: Playlist | None) -> list[str]:
    return [entry.track.title for entry in playlist.entries.select_related("track")] if playlist else []


def make(now: datetime = DUE) -> Playlist | None:
    return community.make(monday=MONDAY, now=now)


@pytest.mark.parametrize(
    ("now", "monday"),
    [
        (DUE, MONDAY),
        (DUE - timedelta(seconds=1), MONDAY - timedelta(days=7)),
        (DUE + timedelta(days=6, hours=23), MONDAY),
        (datetime(2027, 1, 4, 6, tzinfo=UTC), date(2026, 12, 28)),
    ],
)
def test_last_week_is_due_at_the_hour(now: datetime, monday: date) -> None:
    assert community.due(now) == monday


def test_hour_and_weekday_are_settings(settings: LazySettings) -> None:
    settings.COMMUNITY_TOP_WEEKDAY, settings.COMMUNITY_TOP_HOUR = 3, 18
    wednesday = datetime(2026, 12, 2, 18, tzinfo=UTC)
    assert [community.due(wednesday), community.due(wednesday - timedelta(seconds=1))] == [MONDAY, date(2026, 11, 16)]


def test_most_liked_come_first_and_the_newer_among_equals() -> None:
    for title, many in (("One", 1), ("Three", 3), ("Two", 2), ("Other one", 1)):
        liked(title, many)
    assert titles(make()) == ["Three", "Two", "Other one"]


def test_likes_of_other_weeks_do_not_count() -> None:
    liked("Before", 3, at=START - timedelta(seconds=1))
    liked("After", 3, at=START + timedelta(days=7))
    liked("First", 1, at=START)
    liked("Last", 2, at=START + timedelta(days=7, seconds=-1))
    assert titles(make()) == ["Last", "First"]


def test_held_likes_do_not_count() -> None:
    Like.objects.filter(track=liked("Of a ring", 3)).update(held=Held.RING)
    Like.objects.filter(track=liked("Both", 2), user__username="fan1").update(held=Held.WAITING)
    liked("Honest", 2)
    assert titles(make()) == ["Honest", "Both"]


def test_what_is_not_public_or_nobodys_is_left_out() -> None:
    liked("Unlisted", 3, see="unlisted")
    liked("Private", 3, see="private")
    Track.objects.filter(pk=liked("Nobody's", 3).pk).update(creator=None)
    liked("Public", 1)
    assert titles(make()) == ["Public"]


def test_maker_has_two_in_it_at_most() -> None:
    for i in range(4):
        liked(f"Bob's {i}", 3, by="bob")
    liked("Alice's", 1, by="alice")
    assert titles(make()) == ["Bob's 3", "Bob's 2", "Alice's"]


def test_too_few_make_no_list(settings: LazySettings) -> None:
    settings.COMMUNITY_TOP_MIN = 2
    liked("One", 9)
    assert (make(), Playlist.objects.count(), Feature.objects.count()) == (None, 0, 0)
    liked("Two", 1)
    assert titles(make()) == ["One", "Two"]


def test_list_is_official_public_and_featured_for_a_week() -> None:
    liked("One", 1)
    made = make()
    assert made
    assert (made.title, made.slug) == ("Community top, week 48 of 2026", "community-top-2026-w48")
    assert (made.official, made.owner, made.visibility) == (True, None, "public")
    assert made.description == "The 1 track that was liked most from 23 November to 29 November 2026."
    top = features.community_top(DUE)
    assert top
    assert (top.playlist, top.ends) == (made, DUE + timedelta(days=7))
    assert Playlist.objects.listed().get() == made


def test_week_has_one_list_however_often_it_is_made() -> None:
    liked("One", 1)
    first, again = make(), make()
    liked("Two", 5)
    later = make(DUE + timedelta(days=2))
    assert (titles(first), again, later) == (["One"], None, None)
    assert (Playlist.objects.count(), Feature.objects.count()) == (1, 1)


def test_one_that_curators_took_off_the_home_page_stays_off() -> None:
    liked("One", 1)
    make()
    Feature.objects.all().delete()
    assert (make(), Feature.objects.count()) == (None, 0)


def test_worker_that_was_down_at_the_hour_makes_it_at_its_next_run() -> None:
    monday = community.due(timezone.now())
    liked("One", 1, at=datetime.combine(monday, datetime.min.time(), UTC))
    tasks.make_community_top()
    tasks.make_community_top()
    assert [made.slug for made in Playlist.objects.all()] == [community.slug_of(monday)]


class TestCommand:
    def test_makes_a_week_by_hand_without_featuring_an_old_one(self, capsys: pytest.CaptureFixture[str]) -> None:
        liked("Old", 1, at=START - timedelta(days=300))
        call_command("make_community_top", "--week", "2026-W05")
        made = Playlist.objects.get()
        told = f"Community top, week 05 of 2026: 1 tracks, at /playlists/{made.public_id}.\n"
        assert (capsys.readouterr().out, Feature.objects.count()) == (told, 0)

    def test_says_when_there_is_nothing_to_make(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("make_community_top", "--week", "2026-W48")
        told = "Nothing made of community-top-2026-w48: it is there, or too little was liked.\n"
        assert capsys.readouterr().out == told

    @pytest.mark.parametrize("week", ["2026-W54", "2026-48", "soon"])
    def test_refuses_what_is_no_week(self, week: str) -> None:
        with pytest.raises(CommandError, match="week"):
            call_command("make_community_top", "--week", week)

"""Cases that the site opens by itself, and what becomes of the votes that are held meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from accounts.models import BlockedWord, User
from generator import likes, tracks
from generator.models import Track
from playlists import votes
from playlists.models import Playlist
from playlists.moderation import alarms, cases, decisions
from playlists.moderation.models import Act, Case, Report
from tests import library
from tests.accounts.people import member
from tests.playlists.moderation import staff


@pytest.fixture
def ring(db: None) -> list[User]:
    return [member(f"ring{i}") for i in range(3)]


@pytest.fixture
def track(alice: User, ring: list[User]) -> Track:
    """With three likes that are held."""
    made = library.track(alice, "A", "public")
    for user in ring:
        likes.like(user=user, track=made)
    likes.hold(track=made, users=ring)
    return made


def like_count(track: Track) -> int:
    return Track.objects.values_list("like_count", flat=True).get(pk=track.pk)


def decide(act: str, moderator: User) -> None:
    decisions.decide(case=cases.queue()[0], moderator=moderator, verdict=staff.verdict(act))


def test_held_likes_open_one_case_which_nobody_reported(track: Track, alice: User) -> None:
    assert [alarms.raise_for_rings() for _ in range(2)] == [1, 1]
    told = Report.objects.get()
    assert (told.case.target, told.case.subject, told.reporter, told.reason) == (track.public_id, alice, None, "rigged")
    assert told.details == "3 likes of new accounts in a short time are held, and not counted meanwhile."


def test_dismissing_counts_what_was_held(track: Track, mara: User) -> None:
    alarms.raise_for_rings()
    assert like_count(track) == 0
    decide(Act.DISMISS, mara)
    assert (like_count(track), alarms.raise_for_rings()) == (3, 0)


def test_discarding_leaves_it_held_and_asks_again_only_for_what_is_new(
    track: Track, mara: User, ring: list[User]
) -> None:
    alarms.raise_for_rings()
    decide(Act.DISCARD, mara)
    assert (like_count(track), alarms.raise_for_rings(), Case.objects.filter(closed=None).count()) == (0, 0, 0)
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        late = member("ring9")
        likes.like(user=late, track=track)
        likes.hold(track=track, users=[*ring, late])
        assert alarms.raise_for_rings() == 1


def test_held_votes_of_a_playlist_are_counted_when_they_are_dismissed(
    alice: User, mara: User, ring: list[User]
) -> None:
    made = library.playlist(alice, "Mine", visibility="public")
    for user in ring:
        votes.vote(user=user, playlist=made, value=1)
    votes.hold(playlist=made, users=ring)
    alarms.raise_for_rings()
    decide(Act.DISMISS, mara)
    assert Playlist.objects.get(pk=made.pk).ups == 3


def test_likes_and_votes_of_a_suspended_member_count_again_when_they_are_back(
    alice: User, bob: User, mara: User
) -> None:
    track = library.track(alice, "A", "public")
    made = library.playlist(alice, "Mine", track, visibility="public")
    likes.like(user=bob, track=track)
    votes.vote(user=bob, playlist=made, value=-1)
    done = staff.decided(bob, Act.SUSPEND, by=mara, reporter=alice)
    assert (like_count(track), Playlist.objects.get(pk=made.pk).downs) == (0, 0)
    decisions.undo(decision=done, moderator=mara)
    assert (like_count(track), Playlist.objects.get(pk=made.pk).downs) == (1, 1)


def test_word_to_be_reviewed_opens_a_case(alice: User, django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    BlockedWord.objects.create(text="marzipan", action="review")
    track = library.track(alice, "A", "public")
    with django_capture_on_commit_callbacks(execute=True):
        tracks.change(track=track, title="Marzipan nights")
    told = Report.objects.get()
    assert (told.case.title, told.reason, told.details) == ("Marzipan nights", "other", "Holds «marzipan» (title).")

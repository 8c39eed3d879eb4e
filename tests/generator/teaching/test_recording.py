"""Signals: each kind of thing once, and what is taken back teaches no more."""

from __future__ import annotations

import pytest

from accounts.models import User
from generator import likes
from generator.teaching import consent, recording
from generator.teaching.models import Kind, Signal
from generator.teaching.recording import Heard
from playlists import editing
from tests.generator.teaching.world import track


def standing(user: User) -> list[tuple[str, str]]:
    return list(Signal.objects.filter(user=user, withdrawn=None).order_by("pk").values_list("kind", "context"))


def test_like_comes_with_where_it_was_heard(alice: User, tom: User) -> None:
    likes.like(user=tom, track=track(alice, 1), context="radio")
    assert standing(tom) == [("like", "radio")]


def test_like_that_is_given_again_takes_the_unlike_away(alice: User, tom: User) -> None:
    rain = track(alice, 1)
    for change in (likes.like, likes.unlike, likes.unlike, likes.like, likes.like):
        change(user=tom, track=rain)
    assert standing(tom) == [("like", "")]


def test_unlike_of_what_was_never_liked_says_nothing(alice: User, tom: User) -> None:
    likes.unlike(user=tom, track=track(alice, 1))
    assert Signal.objects.count() == 0


def test_track_put_into_two_lists_is_one_save_until_it_is_in_none(alice: User, tom: User) -> None:
    rain = track(alice, 1)
    lists = [editing.create(owner=tom, title=title) for title in ("A", "B")]
    for one in lists:
        editing.add(playlist=one, user=tom, tracks=[rain.public_id], context="search")
    assert standing(tom) == [("save", "search")]
    for one, left in zip(lists, ([("save", "search")], []), strict=True):
        editing.remove(playlist=one, entry=one.entries.get().public_id, user=tom)
        assert standing(tom) == left
    editing.add(playlist=lists[0], user=tom, tracks=[rain.public_id])
    assert standing(tom) == [("save", "")]


def test_copied_list_saves_nothing(alice: User, tom: User) -> None:
    source = editing.create(owner=alice, title="A", visibility="public", tracks=[track(alice, 1)])
    editing.fork(playlist=source, user=tom)
    assert standing(tom) == []


def test_listens_and_skips_count_once_however_often_they_are_told(alice: User, tom: User) -> None:
    rain, snow = track(alice, 1), track(alice, 2)
    heard = [Heard(rain.public_id, Kind.LISTEN, "feed"), Heard(rain.public_id, Kind.LISTEN, "radio")]
    heard += [Heard(snow.public_id, Kind.SKIP, "radio")]
    assert [recording.note_heard(user=tom, heard=heard) for _ in range(2)] == [2, 0]
    assert standing(tom) == [("listen", "radio"), ("skip", "radio")]


@pytest.mark.parametrize(("visibility", "many"), [("public", 1), ("unlisted", 1), ("private", 0)])
def test_what_they_can_not_reach_is_left_out(alice: User, tom: User, visibility: str, many: int) -> None:
    rain = track(alice, 1, visibility=visibility)
    told = [Heard(rain.public_id, Kind.LISTEN), Heard("23456789ABC", Kind.LISTEN)]
    assert recording.note_heard(user=tom, heard=told) == many


def test_listening_without_consent_is_refused(alice: User, bob: User) -> None:
    with pytest.raises(consent.NoConsent):
        recording.note_heard(user=bob, heard=[Heard(track(alice, 1).public_id, Kind.LISTEN)])

"""Which of two: one open pair each, each pair once, the first answer stays."""

from __future__ import annotations

import pytest

from accounts.models import User
from generator.models import Track
from generator.teaching import comparisons, consent
from generator.teaching.models import Choice, Signal
from tests.generator.teaching.world import track


def said(user: User) -> dict[int, str]:
    return dict(Signal.objects.filter(user=user).values_list("track", "kind"))


@pytest.mark.parametrize("choice", [Choice.FIRST, Choice.SECOND])
def test_choice_says_something_of_both(alice: User, tom: User, choice: Choice) -> None:
    for place in (1, 2):
        track(alice, place)
    pair = comparisons.offer(user=tom)
    assert pair
    assert comparisons.offer(user=tom) == pair
    won, lost = (pair.first_id, pair.second_id)[:: 1 if choice == Choice.FIRST else -1]
    for wish in (choice, Choice.NEITHER):
        answered = comparisons.answer(user=tom, pair_id=pair.public_id, choice=wish)
        assert answered
        assert answered.choice == choice
    assert said(tom) == {won: "win", lost: "loss"}
    assert comparisons.offer(user=tom) is None


def test_neither_says_nothing_and_is_not_asked_again(alice: User, tom: User) -> None:
    for place in range(3):
        track(alice, place)
    asked = set()
    while pair := comparisons.offer(user=tom):
        asked.add((pair.first_id, pair.second_id))
        comparisons.answer(user=tom, pair_id=pair.public_id, choice=Choice.NEITHER)
    assert (len(asked), said(tom)) == (3, {})


def test_pair_has_no_own_near_or_private_track_and_none_that_is_liked(alice: User, tom: User) -> None:
    track(alice, 1), track(alice, 1, aside=0.5), track(tom, 2), track(alice, 3, visibility="private")
    assert comparisons.offer(user=tom) is None


def test_pair_with_a_track_that_went_is_replaced(alice: User, tom: User) -> None:
    tracks = {track(alice, place).pk for place in range(3)}
    pair = comparisons.offer(user=tom)
    assert pair
    Track.objects.filter(pk=pair.first_id).update(visibility="private")
    other = comparisons.offer(user=tom)
    assert other
    assert {other.first_id, other.second_id} == tracks - {pair.first_id}


def test_pair_of_another_is_none(alice: User, tom: User, tess: User) -> None:
    for place in (1, 2):
        track(alice, place)
    pair = comparisons.offer(user=tom)
    assert pair
    assert comparisons.answer(user=tess, pair_id=pair.public_id, choice=Choice.FIRST) is None


def test_nobody_is_asked_without_consent(bob: User) -> None:
    with pytest.raises(consent.NoConsent):
        comparisons.offer(user=bob)

"""Signals on a real PostgreSQL, by many at once."""

from __future__ import annotations

from contextlib import suppress
from functools import partial

import pytest

from accounts import deletion
from accounts.models import User
from generator import likes, registry
from generator.teaching import comparisons, consent, recording
from generator.teaching.lessons import gather, note_taught, waiting
from generator.teaching.models import Consent, Kind, Pair, Signal
from generator.teaching.recording import Heard
from tests.accounts.people import member
from tests.generator.teaching.world import teacher, track
from tests.postgres import at_once, postgres, postgres_database  # noqa: F401 (fixtures)

WORKERS = 64
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("postgres")]


def test_like_and_signal_of_one_member_in_64_places_are_one_each() -> None:
    rain, tom = track(member("alice"), 1), teacher("tom")
    like = partial(likes.like, user=tom, track=rain)
    hear = partial(recording.note_heard, user=tom, heard=[Heard(rain.public_id, Kind.LISTEN)])
    told = at_once(*([like, hear] * (WORKERS // 2)))
    assert sorted(Signal.objects.values_list("kind", flat=True)) == ["like", "listen"]
    assert sum(told[1::2]) == 1
    found = gather()
    assert (len(found.lessons), found.listeners, len(found.signals), waiting()) == (1, 1, 2, 2)
    note_taught(version=registry.register(registry.active_sampler()), signals=found.signals)
    assert waiting() == 0


def test_answers_and_pairs_of_one_member_in_64_places_are_one_each() -> None:
    alice, tom = member("alice"), member("tom")
    for place in range(4):
        track(alice, place)
    at_once(*(partial(consent.give, user=tom) for _ in range(WORKERS)))
    offered = at_once(*(partial(comparisons.offer, user=tom) for _ in range(WORKERS)))
    assert (Consent.objects.count(), Pair.objects.count(), len({pair.pk for pair in offered})) == (1, 1, 1)


def test_nothing_is_recorded_after_consent_ended_or_its_giver_left() -> None:
    """Whoever likes and hears while they withdraw, or leave, has been recorded before, or not at all."""
    alice = member("alice")
    tracks = [track(alice, place) for place in range(4)]
    quitters, leavers = ([teacher(f"{word}{i}") for i in range(6)] for word in ("quits", "leaves"))
    acts = [partial(likes.like, user=user, track=one) for user in quitters + leavers for one in tracks]
    ends = [partial(consent.refuse, user=user) for user in quitters]
    ends += [partial(deletion.delete, user=user, keep_public=True) for user in leavers]
    at_once(*(partial(_unless_gone, act) for act in acts), *ends)
    signals = Signal.objects.select_related("user")
    assert {signal.user.username[:5] for signal in signals} <= {"quits"}
    for user in quitters:
        ended = Consent.objects.get(user=user).withdrawn
        assert ended
        assert all(signal.created <= ended for signal in signals.filter(user=user))


def _unless_gone(act: partial) -> None:
    with suppress(User.DoesNotExist):
        act()

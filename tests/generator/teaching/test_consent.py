"""Off until it is given, asked once, revocable at any time; and without it no row at all."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from accounts.models import User
from generator import likes
from generator.models import Track
from generator.teaching import comparisons, consent, ledger, recording
from generator.teaching.models import Consent, Kind, Pair, Signal
from generator.teaching.recording import Heard
from playlists import editing
from tests.accounts.people import as_user
from tests.generator.teaching.world import track


def kinds(user: User) -> list[str]:
    return list(Signal.objects.filter(user=user).order_by("pk").values_list("kind", flat=True))


def test_member_was_not_asked_and_has_not_consented(alice: User) -> None:
    assert consent.standing(alice) == consent.Standing(None, False)


def test_not_now_is_an_answer_and_no_consent(alice: User) -> None:
    for _ in range(2):
        consent.refuse(user=alice)
    assert consent.standing(alice) == consent.Standing(None, True)
    assert Consent.objects.count() == 1


def test_old_answers_stay_as_a_proof(alice: User) -> None:
    for answer in (consent.refuse, consent.give, consent.give, consent.refuse, consent.refuse, consent.give):
        answer(user=alice)
    rows = Consent.objects.order_by("pk").values_list("given", "withdrawn", "text_version")
    assert [(bool(given), bool(withdrawn), text) for given, withdrawn, text in rows] == [
        (True, True, consent.TEXT_VERSION),
        (True, False, consent.TEXT_VERSION),
    ]


def test_consent_that_is_given_anew_begins_with_what_is_liked_now(alice: User, tom: User) -> None:
    liked, heard, dropped = (track(alice, place) for place in range(3))
    for one in (liked, dropped):
        likes.like(user=tom, track=one)
    recording.note_heard(user=tom, heard=[Heard(heard.public_id, Kind.LISTEN)])
    ledger.withdraw(user=tom, public_id=Signal.objects.get(track=dropped).public_id)
    consent.refuse(user=tom)
    consent.give(user=tom)
    assert list(ledger.waiting(tom).values_list("track", "kind")) == [(liked.pk, "like")]


def test_what_was_withdrawn_is_deleted_after_a_day(alice: User, tom: User, tess: User) -> None:
    rain, snow = track(alice, 1), track(alice, 2)
    for user in (tom, tess):
        likes.like(user=user, track=rain)
        recording.note_heard(user=user, heard=[Heard(one.public_id, Kind.LISTEN) for one in (rain, snow)])
    ledger.withdraw(user=tess, public_id=Signal.objects.get(user=tess, track=snow).public_id)
    comparisons.offer(user=tom)
    consent.refuse(user=tom)
    assert consent.forget_withdrawn(timezone.now() + timedelta(hours=23)) == 0
    assert consent.forget_withdrawn(timezone.now() + timedelta(hours=25)) == 4
    assert (kinds(tom), kinds(tess), Pair.objects.count()) == ([], ["like", "listen"], 0)


def test_withdrawn_like_is_remembered_while_it_is_a_like(alice: User, tom: User) -> None:
    rain = track(alice, 1)
    likes.like(user=tom, track=rain)
    ledger.withdraw_all(user=tom)
    later = timezone.now() + timedelta(days=2)
    assert consent.forget_withdrawn(later) == 0
    likes.unlike(user=tom, track=rain)
    assert consent.forget_withdrawn(later) == 1


def test_deleting_spares_a_consent_that_is_given_meanwhile(alice: User, tom: User) -> None:
    likes.like(user=tom, track=track(alice, 1))
    consent.refuse(user=tom)
    with time_machine.travel(timezone.now() + timedelta(days=3)):
        consent.give(user=tom)
        consent.forget_withdrawn(timezone.now())
    assert kinds(tom) == ["like"]


def act(what: str, user: User, thing: Track, other: Track, lists: Any) -> None:
    client = as_user(user)
    heard = {"track": thing.public_id, "kind": "listen", "context": "radio"}
    calls: dict[str, Any] = {
        "like": lambda: client.put(f"/api/v1/tracks/{thing.public_id}/like?context=feed"),
        "unlike": lambda: client.delete(f"/api/v1/tracks/{thing.public_id}/like"),
        "save": lambda: client.post(f"/api/v1/playlists/{lists.public_id}/tracks", {"tracks": [other.public_id]}),
        "listen": lambda: client.post("/api/v1/signals", {"signals": [heard]}),
        "skip": lambda: client.post("/api/v1/signals", {"signals": [{**heard, "kind": "skip"}]}),
        "pair": lambda: client.get("/api/v1/pairs"),
        "play": lambda: client.post(f"/api/v1/tracks/{thing.public_id}/play"),
        "ledger": lambda: client.get("/api/v1/me/lessons"),
        "not now": lambda: client.put("/api/v1/me/teaching", {"consent": False}),
    }
    assert calls[what]().status_code < 500


ACTS = ["like", "unlike", "save", "listen", "skip", "pair", "play", "ledger", "not now"]


@pytest.mark.parametrize("asked", [False, True])
def test_whatever_a_member_does_without_consent_nothing_is_written(
    alice: User, bob: User, no_limits: None, asked: bool
) -> None:
    rain, snow = track(alice, 1), track(alice, 2)
    lists = editing.create(owner=bob, title="Mine")
    if asked:
        consent.give(user=bob)
        consent.refuse(user=bob)

    @hypothesis_settings(max_examples=15)
    @given(acts=st.lists(st.sampled_from(ACTS), max_size=12))
    def check(acts: list[str]) -> None:
        for what in acts:
            act(what, bob, rain, snow, lists)
        assert (Signal.objects.count(), Pair.objects.count()) == (0, 0)

    check()

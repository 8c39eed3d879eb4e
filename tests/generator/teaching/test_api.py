"""Consent, signals, pairs and the ledger over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts.models import User
from generator import likes
from generator.models import Like
from generator.teaching.models import Signal
from tests.accounts.people import as_user
from tests.generator.teaching.world import track


def test_consent_is_given_and_taken_back(alice: User) -> None:
    client, address = as_user(alice), "/api/v1/me/teaching"
    states = [client.get(address).json()]
    states += [client.put(address, {"consent": wish}).json() for wish in (True, False)]
    assert [(state["consent"], state["asked"], state["versions"]) for state in states] == [
        (False, False, []), (True, True, []), (False, True, []),
    ]  # fmt: skip


@pytest.mark.parametrize("body", [{}, {"consent": "yes"}, {"consent": 1}, {"consent": None}, {"consent": True, "x": 1}])
def test_answer_that_is_none_names_the_field(alice: User, body: Any) -> None:
    answer = as_user(alice).put("/api/v1/me/teaching", body)
    assert (answer.status_code, list(answer.json())) == (400, ["x" if "x" in body else "consent"])


def test_heard_is_recorded_once(alice: User, tom: User) -> None:
    body = {"signals": [{"track": track(alice, 1).public_id, "kind": "listen", "context": "radio"}]}
    answers = [as_user(tom).post("/api/v1/signals", body).json() for _ in range(2)]
    assert answers == [{"recorded": 1}, {"recorded": 0}]


@pytest.mark.parametrize(
    "body",
    [
        {}, {"signals": []}, {"signals": 1}, {"signals": [1]}, {"signals": [{"track": "x", "kind": "listen"}]},
        {"signals": [{"track": "23456789ABC", "kind": "like"}]}, {"signals": [{"kind": "skip"}]},
        {"signals": [{"track": "23456789ABC", "kind": "skip", "context": "moon"}]},
        {"signals": [{"track": "23456789ABC", "kind": "skip"}] * 51},
    ],
)  # fmt: skip
def test_signal_that_makes_no_sense_is_told(tom: User, body: Any) -> None:
    answer = as_user(tom).post("/api/v1/signals", body)
    assert (answer.status_code, list(answer.json())) == (400, ["signals"])


def test_browser_without_the_token_of_the_page_records_nothing(alice: User, tom: User) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(tom)
    body = {"signals": [{"track": track(alice, 1).public_id, "kind": "listen"}]}
    assert client.post("/api/v1/signals", body, "application/json").status_code == 403
    assert Signal.objects.count() == 0


def test_ledger_lists_what_teaches_and_lets_go_of_it(alice: User, tom: User) -> None:
    rain = track(alice, 1)
    likes.like(user=tom, track=rain, context="feed")
    client = as_user(tom)
    (row,) = client.get("/api/v1/me/lessons").json()["results"]
    assert row["track"] == {"id": rain.public_id, "title": "T1"}
    assert (row["kind"], row["context"], row["taught"]) == ("like", "feed", [])
    assert client.delete(f"/api/v1/me/lessons/{row['id']}").status_code == 204
    assert client.get("/api/v1/me/lessons").json()["results"] == []
    assert Like.objects.count() == 1


def test_pair_is_offered_and_chosen_from(alice: User, tom: User) -> None:
    client = as_user(tom)
    assert client.get("/api/v1/pairs").status_code == 204
    for place in (1, 2):
        track(alice, place)
    pair = client.get("/api/v1/pairs").json()
    assert pair["first"]["id"] != pair["second"]["id"]
    answer = client.post(f"/api/v1/pairs/{pair['id']}", {"choice": "second"})
    assert (answer.status_code, answer.json()) == (200, {"choice": "second"})
    wrong = client.post(f"/api/v1/pairs/{pair['id']}", {"choice": "both"})
    assert (wrong.status_code, list(wrong.json())) == (400, ["choice"])


def test_like_with_a_context_that_is_none_is_told(alice: User, tom: User) -> None:
    address = f"/api/v1/tracks/{track(alice, 1).public_id}/like"
    assert [as_user(tom).put(f"{address}?context={word}").status_code for word in ("moon", "own")] == [400, 200]
    assert Signal.objects.get().context == "own"


class TestPage:
    def test_page_asks_and_then_lists(self, alice: User, bob: User, client: Client) -> None:
        client.force_login(bob)
        likes.like(user=bob, track=track(alice, 1))
        assert b"May your likes teach the model?" in client.get("/account/teaching/").content
        answer = client.post("/account/teaching/", {"consent": "yes"}, follow=True).content.decode()
        assert ("Stop teaching" in answer, "Withdraw: Liked, T1" in answer) == (True, True)

    def test_signal_is_withdrawn_by_its_owner_alone(self, alice: User, tom: User, tess: User, client: Client) -> None:
        likes.like(user=tom, track=track(alice, 1))
        address = f"/account/teaching/{Signal.objects.get().public_id}/withdraw/"
        for user, status, left in ((tess, 404, 1), (tom, 302, 0)):
            client.force_login(user)
            assert client.post(address).status_code == status
            assert Signal.objects.filter(withdrawn=None).count() == left

    def test_all_is_withdrawn(self, alice: User, tom: User, client: Client, settings: LazySettings) -> None:
        likes.like(user=tom, track=track(alice, 1))
        client.force_login(tom)
        client.post("/account/teaching/withdraw/")
        assert b"Withdraw all of it" not in client.get("/account/teaching/").content

    def test_version_that_learned_nothing_from_them_is_not_there(self, tom: User, client: Client) -> None:
        client.force_login(tom)
        assert client.get("/account/teaching/versions/0123456789ab/").status_code == 404

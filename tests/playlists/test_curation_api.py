"""Features over HTTP: what goes in and out, and what is told of what is refused."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from accounts.models import User
from playlists import curation
from playlists.models import Feature
from tests import library
from tests.accounts.people import as_user, staff

FEATURES = "/api/v1/curation/features"
DAY = timedelta(days=1)
pytestmark = pytest.mark.usefixtures("no_limits")


@pytest.fixture
def curator(db: None) -> User:
    return staff("curator", "curator")


@pytest.fixture
def client(curator: User) -> APIClient:
    return as_user(curator)


def feature(curator: User, title: str = "Rain", **fields: Any) -> Feature:
    return curation.create(curator=curator, thing=library.track(curator, title, "public"), **fields)


def titles(client: APIClient, state: str = "shown") -> list[str]:
    return [one["title"] for one in client.get(f"{FEATURES}?state={state}").json()["results"]]


def test_feature_comes_back_as_it_was_made(client: APIClient, alice: User) -> None:
    made = library.playlist(alice, "Rainy ones", visibility="public")
    start = timezone.now().replace(microsecond=0) + DAY
    wish = {"playlist": made.public_id, "text": "For nights", "starts": start.isoformat(), "ends": None}
    answer = client.post(FEATURES, wish)
    stored = Feature.objects.get()
    assert (answer.status_code, stored.starts) == (201, start)
    assert answer.json() == {
        "id": stored.public_id,
        "track": None,
        "playlist": made.public_id,
        "title": "Rainy ones",
        "public": True,
        "text": "For nights",
        "starts": start.isoformat().replace("+00:00", "Z"),
        "ends": None,
        "curator": "curator",
    }


def test_lists_tell_what_is_shown_planned_and_ended(client: APIClient, curator: User) -> None:
    for title in ("First", "Second"):
        feature(curator, title)
    for days in (3, 2):
        feature(curator, f"In {days}", starts=timezone.now() + days * DAY)
    over = feature(curator, "Over")
    Feature.objects.filter(pk=over.pk).update(starts=timezone.now() - 2 * DAY, ends=timezone.now() - DAY)
    found = [titles(client, state) for state in ("shown", "planned", "ended")]
    assert found == [["First", "Second"], ["In 2", "In 3"], ["Over"]]


def test_what_is_private_by_now_is_told_to_curators(client: APIClient, curator: User) -> None:
    made = feature(curator)
    type(made.thing).objects.update(visibility="private")
    assert [one["public"] for one in client.get(FEATURES).json()["results"]] == [False]


def test_change_sets_what_is_said_and_order_all_of_it(client: APIClient, curator: User) -> None:
    first, second = feature(curator, "First"), feature(curator, "Second")
    changed = client.patch(f"{FEATURES}/{first.public_id}", {"text": "Rain"})
    assert (changed.status_code, changed.json()["text"], changed.json()["ends"]) == (200, "Rain", None)
    answer = client.put(f"{FEATURES}/order", {"features": [second.public_id, first.public_id]})
    assert (answer.status_code, titles(client)) == (204, ["Second", "First"])
    assert client.delete(f"{FEATURES}/{first.public_id}").status_code == 204
    assert titles(client) == ["Second"]


def test_order_of_something_else_is_a_conflict(client: APIClient, curator: User) -> None:
    feature(curator)
    answer = client.put(f"{FEATURES}/order", {"features": []})
    told = {"detail": "What is shown was changed meanwhile. Load it again."}
    assert (answer.status_code, answer.json()) == (409, told)


@pytest.mark.parametrize(
    ("wish", "fault"),
    [
        ({}, {"track": ["Send either track or playlist."]}),
        ({"track": "23456789ABC"}, {"track": ["There is no such track."]}),
        ({"playlist": "a\0b"}, {"playlist": ["Null characters are not allowed."]}),
        ({"track": "{track}", "text": 3}, {"text": ["Must be text."]}),
        (
            {"track": "{track}", "text": "x" * 281},
            {"text": ["Ensure this field has no more than 280 characters."]},
        ),
        ({"track": "{track}", "starts": 3}, {"starts": ["Must be text such as 2026-12-01T00:00:00Z."]}),
        ({"track": "{track}", "place": 1}, {"place": ["Unknown; known: text, starts, ends, track, playlist."]}),
    ],
)
def test_fault_names_its_field(client: APIClient, curator: User, wish: dict[str, Any], fault: object) -> None:
    track = library.track(curator, "Rain", "public").public_id
    sent = {name: track if value == "{track}" else value for name, value in wish.items()}
    answer = client.post(FEATURES, sent)
    assert (answer.status_code, answer.json()) == (400, fault)


@pytest.mark.parametrize("state", ["", "x", "Shown"])
def test_state_that_is_none_is_refused(client: APIClient, state: str) -> None:
    answer = client.get(f"{FEATURES}?state={state}")
    assert (answer.status_code, answer.json()) == (400, {"state": ["Must be one of shown, planned, ended."]})


def test_what_is_not_there_is_not_found(client: APIClient) -> None:
    path = f"{FEATURES}/23456789ABC"
    assert [client.patch(path, {}).status_code, client.delete(path).status_code] == [404, 404]

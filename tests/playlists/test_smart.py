"""Smart playlists: looked up at each reading, by a rule whose bounds are told."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from generator import likes, tracks
from generator.models import Track
from playlists import editing
from playlists.models import Playlist
from playlists.smart import Rule
from tests import library
from tests.accounts.people import as_user


def track(owner: User, title: str, *, liked: int = 0, days: int = 0, **columns: Any) -> Track:
    """A public track that was published so many days ago; ``columns``: what its score says."""
    made = library.track(owner, title, "public")
    made.published, made.like_count = timezone.now() - timedelta(days=days), liked
    for name, value in columns.items():
        setattr(made, name, value)
    likes.place(made)
    made.save()
    return made


def smart(owner: User, **rule: Any) -> Playlist:
    return editing.create(owner=owner, title="Smart", visibility="public", rule=Rule.from_json(rule))


def titles(playlist: Playlist, viewer: User) -> list[str]:
    return [entry.track.title for entry in editing.entries(playlist, viewer)]


class TestContents:
    def test_rule_says_what_is_in_it(self, alice: User, bob: User) -> None:
        track(alice, "dorian slow", mode=2, bpm=70, liked=1)
        track(alice, "dorian hit", mode=2, bpm=75, liked=9)
        track(alice, "dorian fast", mode=2, bpm=90)
        track(alice, "ionian", mode=1, bpm=70)
        track(alice, "dorian of old", mode=2, bpm=70, days=31, liked=99)
        made = smart(alice, sort="top", period="month", mode=2, bpm_max=75)
        assert titles(made, bob) == ["dorian hit", "dorian slow"]

    @pytest.mark.parametrize(
        ("rule", "found"),
        [
            ({"key": 4}, ["b"]),
            ({"mood": "bright"}, ["a"]),
            ({"bpm_min": 80}, ["b"]),
            ({"q": "b"}, ["b"]),
            ({"sort": "new", "limit": 1}, ["b"]),
            ({"sort": "new"}, ["b", "a"]),
        ],
    )
    def test_each_wish_is_heard(self, alice: User, rule: dict[str, Any], found: list[str]) -> None:
        track(alice, "a", days=1, mood="bright", key=3, bpm=70)
        track(alice, "b", mood="wistful", key=4, bpm=80)
        assert titles(smart(alice, **rule), alice) == found

    def test_it_renews_itself(self, alice: User, bob: User) -> None:
        made = smart(alice, sort="new")
        first = track(alice, "First")
        assert titles(made, bob) == ["First"]
        track(alice, "Second")
        tracks.change(track=first, visibility="private")
        assert titles(made, bob) == titles(made, alice) == ["Second"]

    def test_a_rule_is_stored_flat_and_what_is_not_known_of_it_is_passed_over(self) -> None:
        flat = {"sort": "top", "period": "month", "mode": 2, "bpm_max": 75, "q": "rain", "limit": 9}
        assert Rule.from_json({**flat, "key": None, "beat": 3}).to_json() == flat

    def test_limit_of_the_site_holds_for_older_rules(self, alice: User, settings: LazySettings) -> None:
        for i in range(3):
            track(alice, f"T{i}")
        made = smart(alice, limit=3)
        settings.MAX_RULE_TRACKS = 2
        assert len(titles(made, alice)) == 2

    def test_reading_costs_the_same_whatever_it_holds(self, alice: User, bob: User) -> None:
        made, client, costs = smart(alice), as_user(bob), {}
        client.get(f"/api/v1/playlists/{made.public_id}")
        for many in (1, 20):
            for i in range(Track.objects.count(), many):
                track(alice, f"T{i}")
            with CaptureQueriesContext(connection) as queries:
                assert client.get(f"/api/v1/playlists/{made.public_id}").json()["count"] == many
            costs[many] = len(queries)
        assert costs[1] == costs[20]


class TestApi:
    def test_rule_is_kept_and_can_be_changed_by_its_owner(self, alice: User, bob: User) -> None:
        track(alice, "A", mode=2)
        body = {"title": "Smart", "visibility": "public", "rule": {"sort": "top", "mode": 2, "key": None, "limit": 9}}
        answer = as_user(alice).post("/api/v1/playlists", body)
        made = answer.json()
        assert (answer.status_code, made["rule"]) == (201, {"sort": "top", "period": "ever", "mode": 2, "limit": 9})
        assert [(entry["entry"], entry["score"]["title"]) for entry in made["results"]] == [(None, "A")]
        path = f"/api/v1/playlists/{made['id']}"
        assert as_user(bob).patch(path, {"rule": {"mode": 1}}).status_code == 403
        changed = as_user(alice).patch(path, {"rule": {"mode": 1}}).json()
        assert (changed["rule"]["mode"], changed["results"]) == (1, [])

    @pytest.mark.parametrize(
        ("rule", "fault"),
        [
            ({"mode": 8}, {"mode": ["Must be a whole number from 1 to 7."]}),
            ({"key": 0}, {"key": ["Must be a whole number from 1 to 12."]}),
            ({"bpm_min": 59}, {"bpm_min": ["Must be a whole number from 60 to 100."]}),
            ({"bpm_min": 80, "bpm_max": 70}, {"bpm_min": ["Must not be above bpm_max, 70."]}),
            ({"limit": 101}, {"limit": ["Must be a whole number from 1 to 100."]}),
            ({"sort": "best"}, {"sort": ['"best" is not a valid choice.']}),
            ({"mood": "blue"}, {"mood": ['"blue" is not a valid choice.']}),
            ({"beat": 1}, None),
            ({"q": "x" * 101}, None),
            ([], None),
            (None, None),
        ],
    )
    def test_broken_rule_names_field_and_bound(self, alice: User, rule: Any, fault: Any) -> None:
        answer = as_user(alice).post("/api/v1/playlists", {"title": "x", "rule": rule})
        assert (answer.status_code, list(answer.json())) == (400, ["rule"])
        assert fault is None or answer.json()["rule"] == fault
        assert not Playlist.objects.exists()

    def test_it_takes_nothing_by_hand(self, alice: User) -> None:
        one = track(alice, "A")
        made, client = smart(alice), as_user(alice)
        path = f"/api/v1/playlists/{made.public_id}"
        answers = [
            client.post(f"{path}/tracks", {"tracks": [one.public_id]}),
            client.put(f"{path}/order", {"entries": []}),
            client.delete(f"{path}/tracks/23456789ABC"),
        ]
        why = "A smart playlist fills itself by its rule. Fork it to get one that you can edit."
        assert [(answer.status_code, answer.json()) for answer in answers] == [(400, {"detail": why})] * 3
        both = client.post("/api/v1/playlists", {"title": "x", "rule": {}, "tracks": [one.public_id]})
        assert (both.status_code, list(both.json())) == (400, ["tracks"])

    def test_plain_list_takes_no_rule(self, alice: User) -> None:
        made = library.playlist(alice, "Plain")
        answer = as_user(alice).patch(f"/api/v1/playlists/{made.public_id}", {"rule": {}})
        assert (answer.status_code, list(answer.json())) == (400, ["rule"])

    def test_fork_holds_what_it_held_then(self, alice: User, bob: User) -> None:
        for title in "AB":
            track(alice, title)
        made = smart(alice, sort="new")
        fork = as_user(bob).post(f"/api/v1/playlists/{made.public_id}/fork").json()
        track(alice, "C")
        again = as_user(bob).get(f"/api/v1/playlists/{fork['id']}").json()
        assert [entry["score"]["title"] for entry in again["results"]] == ["B", "A"]
        assert (again["rule"], again["forked_from"]["id"]) == (None, made.public_id)

    def test_export_holds_what_it_holds_now(self, alice: User) -> None:
        track(alice, "A")
        made = smart(alice)
        file = as_user(alice).get(f"/api/v1/playlists/{made.public_id}/export?format=json").json()
        assert [one["score"]["title"] for one in file["tracks"]] == ["A"]

    def test_it_is_not_counted_in_lists(self, alice: User) -> None:
        track(alice, "A")
        smart(alice)
        assert [one["count"] for one in as_user(alice).get("/api/v1/playlists").json()["results"]] == [None]

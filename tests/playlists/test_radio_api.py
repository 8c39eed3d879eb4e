from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from generator import likes
from generator.moods import STATIONS
from tests import library
from tests.accounts.people import member

pytestmark = pytest.mark.django_db


def test_item_is_a_take_and_the_track_that_it_is() -> None:
    alice, bob = member("alice"), member("bob")
    track = library.track(alice, visibility="public")
    likes.like(user=bob, track=track)
    client = APIClient()
    client.force_login(bob)
    stored, fresh = client.get("/api/v1/radio?count=2&seed=4").json()["results"]
    assert {name: stored[name] for name in ("id", "creator", "likes", "liked", "seed", "mix")} == {
        "id": track.public_id, "creator": "alice", "likes": 1, "liked": True, "seed": None, "mix": None,
    }  # fmt: skip
    assert stored["score"] == track.score
    assert (fresh["id"], fresh["creator"], fresh["likes"], fresh["liked"], fresh["seed"]) == (None, None, 0, False, 4)


def test_station_of_a_mood_plays_it(api: APIClient) -> None:
    (item,) = api.get("/api/v1/radio?mood=sleepy&seed=1").json()["results"]
    assert item["score"]["energy"] <= STATIONS["sleepy"].energy[1]
    assert api.get("/api/v1/radio?mood=sleepy&seed=1").json()["results"] == [item]


def test_station_of_a_playlist_plays_fresh_takes(api: APIClient) -> None:
    alice = member("alice")
    playlist = library.playlist(alice, "Mine", library.track(alice, visibility="public"), visibility="public")
    answer = api.get(f"/api/v1/radio?playlist={playlist.public_id}&count=3&seed=1").json()["results"]
    assert [item["id"] for item in answer] == [None] * 3


def test_private_playlist_is_no_station_of_others(api: APIClient) -> None:
    playlist = library.playlist(member("alice"), "Mine")
    assert api.get(f"/api/v1/radio?playlist={playlist.public_id}").status_code == 404


@pytest.mark.parametrize("many", [1, 8])
def test_queries_do_not_grow_with_what_is_played(api: APIClient, many: int) -> None:
    alice = member("alice")
    for i in range(many):
        library.track(alice, f"{i}", "public")
    with CaptureQueriesContext(connection) as queries:
        api.get(f"/api/v1/radio?count={many}")
    assert sum("generator_track" in query["sql"] for query in queries) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("count=0", "count"), ("count=9", "count"), ("count=x", "count"), ("adventure=2", "adventure"),
        ("adventure=nan", "adventure"), ("seed=-1", "seed"), ("mood=angry", "mood"), ("playlist=x&mood=rainy", "mood"),
        ("station=x", "station"),
    ],
)  # fmt: skip
def test_bad_query_names_the_field(api: APIClient, query: str, field: str) -> None:
    answer = api.get(f"/api/v1/radio?{query}")
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_what_was_heard_is_bounded(api: APIClient, settings: LazySettings) -> None:
    settings.RADIO_EXCLUDED = 2
    answer = api.get("/api/v1/radio?exclude=a,b,c")
    assert answer.json() == {"exclude": ["Must be 2 ids or fewer, not 3."]}


def test_radio_is_limited_as_music_is(api: APIClient, settings: LazySettings) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "music": "1/minute"}
    assert [api.get("/api/v1/radio?mood=rainy").status_code for _ in range(2)] == [200, 429]


def test_moods_are_listed_with_what_they_ask_for(api: APIClient) -> None:
    answer = api.get("/api/v1/moods").json()["results"]
    assert [mood["name"] for mood in answer] == list(STATIONS)
    assert answer[0] == {
        "name": "rainy", "energy": [0.15, 0.4], "valence": [0.2, 0.45], "bpm": [66, 78], "modes": [2, 6],
    }  # fmt: skip

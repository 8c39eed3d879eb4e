from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings
from rest_framework.test import APIClient

from accounts.models import User
from generator import hiding, likes
from generator.taste.models import Nudge
from tests import library
from tests.accounts.people import as_user
from tests.generator.taste.conftest import Maker

LATENT = [0.5] * 100


def like_all(member: User, made: list) -> None:
    for track in made:
        likes.like(user=member, track=track)


def latents(client: APIClient, query: str = "count=8&seed=7") -> np.ndarray:
    answer = client.get(f"/api/v1/me/radio?{query}").json()
    assert answer["known"]
    return np.array([take["latent"] for take in answer["results"]])


def away(client: APIClient, place: np.ndarray) -> float:
    return float(np.mean([np.linalg.norm(latents(client, f"count=8&seed={8 * i}") - place, axis=1) for i in range(4)]))


def test_radio_plays_for_the_taste(alice: User, bob: User, compose: Maker) -> None:
    like_all(bob, compose(alice, 6))
    answer = as_user(bob).get("/api/v1/me/radio?count=8&seed=3&adventure=0.1").json()
    assert (answer["known"], len(answer["results"])) == (True, 8)
    assert {take["id"] for take in answer["results"]} == {None}
    assert np.mean([take["score"]["energy"] for take in answer["results"]]) < 0.4
    assert np.mean([take["score"]["bpm"] for take in answer["results"]]) < 76
    assert as_user(bob).get("/api/v1/me/radio?count=8&seed=3&adventure=0.1").json() == answer


def test_radio_plays_what_is_hot_while_nothing_is_known(alice: User, bob: User) -> None:
    track = library.track(alice, visibility="public")
    answer = as_user(bob).get("/api/v1/me/radio?count=2&seed=1").json()
    assert (answer["known"], [take["id"] for take in answer["results"]]) == (False, [track.public_id, None])
    heard = as_user(bob).get(f"/api/v1/me/radio?count=1&seed=1&exclude={track.public_id}").json()
    assert [take["id"] for take in heard["results"]] == [None]


@pytest.mark.usefixtures("counted_in_database")
def test_radio_asks_as_often_for_many_likes(
    alice: User, bob: User, compose: Maker, django_assert_num_queries: Any
) -> None:
    client = as_user(bob)
    for many in (1, 12):
        like_all(bob, compose(alice, many, seed=100 * many))
        for i in range(many):
            client.post("/api/v1/me/taste", {"latent": [i / 100] * 100, "direction": "more" if i % 2 else "less"})
        client.get("/api/v1/me/radio")
        with django_assert_num_queries(11):
            client.get("/api/v1/me/radio?count=8")


@pytest.mark.parametrize(
    ("query", "field"),
    [("count=9", "count"), ("adventure=nan", "adventure"), ("seed=-1", "seed"), ("mood=rainy", "mood")],
)
def test_bad_query_names_the_field(bob: User, query: str, field: str) -> None:
    answer = as_user(bob).get(f"/api/v1/me/radio?{query}")
    assert (answer.status_code, list(answer.json())) == (400, [field])


@pytest.mark.parametrize(("direction", "nearer"), [("more", True), ("less", False)])
def test_nudge_moves_the_next_takes_and_undone_it_is_as_before(
    alice: User, bob: User, compose: Maker, direction: str, nearer: bool
) -> None:
    like_all(bob, compose(alice, 5))
    client = as_user(bob)
    before = latents(client)
    place = before[3]
    distance = away(client, place)
    said = client.post("/api/v1/me/taste", {"latent": place.tolist(), "direction": direction})
    assert (said.status_code, said.json()["track"]) == (201, None)
    assert (away(client, place) < distance) == nearer
    assert client.delete(f"/api/v1/me/taste/nudges/{said.json()['id']}").status_code == 204
    assert np.array_equal(latents(client), before)


def test_nudge_of_a_track_is_said_once_and_changed(alice: User, bob: User) -> None:
    track, client = library.track(alice, "Rain", "public"), as_user(bob)
    answers = [
        client.post("/api/v1/me/taste", {"track": track.public_id, "direction": direction})
        for direction in ("more", "more", "less")
    ]
    assert [answer.status_code for answer in answers] == [201, 200, 200]
    assert Nudge.objects.count() == 1
    told = answers[2].json()
    assert (told["track"], told["title"], told["direction"]) == (track.public_id, "Rain", "less")
    assert client.get("/api/v1/me/taste").json()["nudges"] == [told]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"direction": "more"}, "track"),
        ({"direction": "more", "track": "x", "latent": LATENT}, "track"),
        ({"direction": "more", "track": "23456789ABC"}, "track"),
        ({"direction": "more", "track": 5}, "track"),
        ({"direction": "more", "track": "x\0"}, "track"),
        ({"direction": "up", "latent": LATENT}, "direction"),
        ({"latent": LATENT}, "direction"),
        ({"direction": "less", "latent": LATENT[1:]}, "latent"),
        ({"direction": "less", "latent": [9.0, *LATENT[1:]]}, "latent"),
        ({"direction": "less", "latent": LATENT, "weight": 5}, "weight"),
    ],
)
def test_bad_nudge_names_the_field(bob: User, body: dict[str, Any], field: str) -> None:
    answer = as_user(bob).post("/api/v1/me/taste", body)
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_private_track_of_another_can_not_be_nudged(alice: User, bob: User) -> None:
    body = {"track": library.track(alice).public_id, "direction": "more"}
    assert as_user(bob).post("/api/v1/me/taste", body).status_code == 400


def test_nudge_of_another_member_can_not_be_undone(alice: User, bob: User) -> None:
    said = as_user(alice).post("/api/v1/me/taste", {"latent": LATENT, "direction": "more"}).json()
    assert as_user(bob).delete(f"/api/v1/me/taste/nudges/{said['id']}").status_code == 404
    assert Nudge.objects.count() == 1


def test_taste_is_told_in_words(alice: User, bob: User, compose: Maker) -> None:
    like_all(bob, compose(alice, 6))
    compose(bob, 1, seed=70)
    told = as_user(bob).get("/api/v1/me/taste").json()
    assert told == {
        "sides": ["dorian, around 66 BPM, calm, wistful"],
        "likes": 6,
        "tracks": 1,
        "nudges": [],
        "since": None,
        "shared": None,
    }


def test_reset_forgets_the_taste_and_keeps_the_likes(alice: User, bob: User, compose: Maker) -> None:
    like_all(bob, compose(alice, 3))
    client = as_user(bob)
    client.post("/api/v1/me/taste", {"latent": LATENT, "direction": "more"})
    assert client.delete("/api/v1/me/taste").status_code == 204
    told = client.get("/api/v1/me/taste").json()
    assert (told["sides"], told["likes"], told["nudges"], told["since"] is None) == ([], 0, [], False)
    assert client.get("/api/v1/me/radio").json()["known"] is False
    assert client.get("/api/v1/me/likes").json()["count"] == 3


class TestLink:
    @pytest.fixture
    def key(self, alice: User, bob: User, compose: Maker) -> str:
        like_all(bob, compose(alice, 5))
        answer = as_user(bob).post("/api/v1/me/taste/link")
        assert answer.status_code == 201
        told = answer.json()
        assert told["url"] == f"http://testserver/taste/{told['key']}"
        return str(told["key"])

    def radio(self, client: APIClient, key: str) -> Any:
        return client.get(f"/api/v1/taste/{key}/radio?count=4&seed=2")

    def test_stranger_hears_that_taste(self, api: APIClient, bob: User, key: str) -> None:
        answer = self.radio(api, key).json()
        assert answer == as_user(bob).get("/api/v1/me/radio?count=4&seed=2").json()

    def test_what_is_liked_later_is_not_told(self, api: APIClient, alice: User, bob: User, key: str, compose: Maker):
        before = self.radio(api, key).json()
        like_all(bob, compose(alice, 2, seed=80))
        as_user(bob).post("/api/v1/me/taste", {"latent": LATENT, "direction": "less"})
        assert self.radio(api, key).json() == before

    def test_new_link_ends_the_old_one(self, api: APIClient, bob: User, key: str) -> None:
        new = as_user(bob).post("/api/v1/me/taste/link").json()["key"]
        assert [self.radio(api, one).status_code for one in (key, new)] == [404, 200]

    def test_withdrawn_link_opens_nothing(self, api: APIClient, bob: User, key: str) -> None:
        client = as_user(bob)
        assert [client.delete("/api/v1/me/taste/link").status_code for _ in range(2)] == [204, 404]
        assert [self.radio(api, key).status_code, api.get(f"/taste/{key}").status_code] == [404, 404]

    @pytest.mark.parametrize("field", ["suspended_until", "profile_hidden", "is_active"])
    def test_link_of_who_is_out_of_sight_opens_nothing(self, api: APIClient, bob: User, key: str, field: str) -> None:
        from django.utils import timezone

        out = {"suspended_until": timezone.now() + timezone.timedelta(days=1), "profile_hidden": True}
        User.objects.filter(pk=bob.pk).update(**{field: out.get(field, False)})
        assert [self.radio(api, key).status_code, api.get(f"/taste/{key}").status_code] == [404, 404]

    def test_silenced_member_shares_nothing(self, bob: User) -> None:
        from django.utils import timezone

        User.objects.filter(pk=bob.pk).update(silenced_until=timezone.now() + timezone.timedelta(days=1))
        assert as_user(User.objects.get(pk=bob.pk)).post("/api/v1/me/taste/link").status_code == 403

    def test_page_names_who_shows_themselves_and_is_in_no_index(self, api: APIClient, bob: User, key: str) -> None:
        page = api.get(f"/taste/{key}")
        assert "the taste of <bdi>bob</bdi>" in page.text
        assert page["X-Robots-Tag"] == "noindex"
        assert '<meta name="robots" content="noindex">' in page.text
        User.objects.update(profile_seen_by="nobody")
        assert "bob" not in api.get(f"/taste/{key}").text

    def test_page_tells_the_taste_and_not_the_likes(self, api: APIClient, alice: User, key: str) -> None:
        text = api.get(f"/taste/{key}").text
        assert "Dorian, around 66 BPM, calm" in text
        assert "/tracks/" not in text


def test_link_is_limited_as_music_is(api: APIClient, alice: User, settings: LazySettings) -> None:
    key = as_user(alice).post("/api/v1/me/taste/link").json()["key"]
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "music": "1/minute"}
    assert [api.get(f"/api/v1/taste/{key}/radio").status_code for _ in range(2)] == [200, 429]


def test_hidden_track_that_was_liked_leaves_the_taste(alice: User, bob: User, compose: Maker) -> None:
    made = compose(alice, 2)
    like_all(bob, made)
    hiding.hide(thing=made[0])
    assert as_user(bob).get("/api/v1/me/taste").json()["likes"] == 1

"""Stored tracks over HTTP: whose they are, who sees them, what may change."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from rest_framework.test import APIClient

from accounts.models import User
from generator.models import Track, Visibility
from generator.registry import active_sampler
from tests import library
from tests.accounts.people import as_user

MIX = {"preset": "rooftop", "filter": 0.25, "muted": ["bass"]}
LATENT = [0.25] * 100


def titles(answer: Any) -> list[str]:
    return [track["title"] for track in answer.json()["results"]]


class TestStore:
    def test_score_is_stored_as_it_is_with_its_latent(self, alice: User) -> None:
        score = library.score("Mine").to_json()
        answer = as_user(alice).post("/api/v1/tracks", {"score": score, "mix": MIX})
        assert answer.status_code == 201
        track = Track.objects.get(public_id=answer.json()["id"])
        assert (track.creator, track.title, track.visibility, track.mix) == (alice, "Mine", "private", MIX)
        assert track.score == score
        assert track.latent == pytest.approx(active_sampler().encode([library.score("Mine")])[0].tolist())
        assert answer.json() | {"created": None} == {
            "id": track.public_id,
            "title": "Mine",
            "visibility": "private",
            "creator": "alice",
            "score": score,
            "latent": track.latent,
            "mix": MIX,
            "model_version": active_sampler().version,
            "parents": [],
            "cross": None,
            "created": None,
            "likes": 0,
            "liked": False,
            "origin": "new",
            "mood": "mellow",
            "published": None,
        }

    def test_latent_is_decoded(self, alice: User, api: APIClient) -> None:
        answer = as_user(alice).post("/api/v1/tracks", {"latent": LATENT, "title": "Chosen"}).json()
        decoded = api.post("/api/v1/decode", {"latents": [LATENT]}).json()["results"][0]
        assert answer["latent"] == decoded["latent"] == LATENT
        assert answer["score"] == {**decoded["score"], "title": "Chosen"}

    def test_score_keeps_the_latent_that_gives_its_notes(self, alice: User, api: APIClient) -> None:
        (take,) = api.post("/api/v1/decode", {"latents": [LATENT]}).json()["results"]
        score = {**take["score"], "title": "Heard", "bpm": 66}
        answer = as_user(alice).post("/api/v1/tracks", {"score": score, "latent": LATENT}).json()
        assert (answer["score"], answer["latent"], answer["title"]) == (score, LATENT, "Heard")

    def test_score_is_stored_as_it_is_beside_a_latent_that_gives_other_notes(self, alice: User) -> None:
        score = library.score("Heard")
        answer = as_user(alice).post("/api/v1/tracks", {"score": score.to_json(), "latent": LATENT}).json()
        assert answer["score"] == score.to_json()
        assert answer["latent"] == pytest.approx(active_sampler().encode([score])[0].tolist())

    def test_legacy_score_is_taken(self, alice: User) -> None:
        answer = as_user(alice).post("/api/v1/tracks", {"score": library.LEGACY})
        assert answer.json()["score"] == library.score().to_json()

    def test_visitor_is_told_to_log_in(self, api: APIClient) -> None:
        answer = api.post("/api/v1/tracks", {"score": library.LEGACY})
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="lofi"')
        assert not Track.objects.exists()

    @pytest.mark.parametrize(
        ("body", "fault"),
        [
            ({}, {"score": ["Send a score, a latent or both."]}),
            ({"score": 7}, {"score": ["score: must be an object."]}),
            ({"latent": [0] * 99}, {"latent": ["Must be a list of 100 numbers, not 99."]}),
            ({"latent": LATENT, "title": ""}, {"title": ["Must be text of 1 to 80 characters."]}),
            ({"latent": LATENT, "title": "a\x00"}, {"title": ["Must not hold control characters."]}),
            ({"latent": LATENT, "title": "x" * 81}, {"title": ["Must be text of 1 to 80 characters."]}),
            ({"latent": LATENT, "mix": {"bpm": 7}}, {"mix": {"bpm": ["Must be a number from 60 to 100."]}}),
            ({"latent": LATENT, "mix": 3}, {"mix": ["Must be an object."]}),
            (
                {"latent": LATENT, "creator": "bob"},
                {"creator": ["Unknown; known: parents, origin, weights, amount, seed, score, latent, title, mix."]},
            ),
            ([], {"detail": "Must be a JSON object."}),
        ],
    )
    def test_broken_body_names_field_and_bound(self, alice: User, body: Any, fault: Any) -> None:
        answer = as_user(alice).post("/api/v1/tracks", body)
        assert (answer.status_code, answer.json()) == (400, fault)
        assert not Track.objects.exists()

    def test_library_has_a_bound(self, alice: User, settings: LazySettings) -> None:
        settings.MAX_TRACKS = 1
        library.track(alice)
        answer = as_user(alice).post("/api/v1/tracks", {"score": library.LEGACY})
        assert (answer.status_code, answer.json()) == (
            400,
            {"detail": "You may store 1 tracks. Delete some first."},
        )
        assert alice.tracks.count() == 1

    def test_writing_has_a_limit_of_its_own(self, alice: User, settings: LazySettings) -> None:
        settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "write": "1/minute", "write_new": "1/minute"}
        client = as_user(alice)
        assert client.post("/api/v1/tracks", {"score": library.LEGACY}).status_code == 201
        assert client.post("/api/v1/tracks", {"score": library.LEGACY}).status_code == 429
        assert client.get("/api/v1/tracks").status_code == 200


class TestList:
    def test_list_has_what_is_public_the_newest_first(self, alice: User, bob: User, api: APIClient) -> None:
        for visibility in Visibility.values:
            library.track(alice, visibility, visibility)
        library.track(bob, "later", "public")
        for client in (api, as_user(bob), as_user(alice)):
            assert titles(client.get("/api/v1/tracks")) == ["later", "public"]

    def test_own_list_has_what_is_private_too(self, alice: User, bob: User, api: APIClient) -> None:
        for visibility in ("public", "unlisted", "private"):
            library.track(alice, visibility, visibility)
        assert titles(as_user(alice).get("/api/v1/tracks?creator=alice")) == ["private", "unlisted", "public"]
        assert titles(as_user(bob).get("/api/v1/tracks?creator=alice")) == ["public"]

    def test_list_is_paged(self, alice: User, api: APIClient, settings: LazySettings) -> None:
        for i in range(31):
            library.track(alice, f"T{i}", "public")
        first = api.get("/api/v1/tracks").json()
        assert (first["count"], len(first["results"]), first["previous"]) == (31, 30, None)
        last = api.get(first["next"]).json()
        assert ([track["title"] for track in last["results"]], last["next"]) == (["T0"], None)
        assert api.get("/api/v1/tracks?page=3").status_code == 404
        assert api.get("/api/v1/tracks?page=x").status_code == 404

    def test_list_of_a_creator(self, alice: User, bob: User, api: APIClient) -> None:
        library.track(alice, "A", "public")
        library.track(bob, "B", "public")
        assert titles(api.get("/api/v1/tracks?creator=alice")) == ["A"]
        assert titles(api.get("/api/v1/tracks?creator=nobody")) == []
        assert titles(api.get("/api/v1/tracks?creator=%00")) == []

    def test_hidden_creator_is_not_named(self, alice: User, api: APIClient) -> None:
        library.track(alice, "A", "public")
        User.objects.filter(pk=alice.pk).update(profile_seen_by="nobody")
        assert api.get("/api/v1/tracks").json()["results"][0]["creator"] is None
        assert titles(api.get("/api/v1/tracks?creator=alice")) == []
        assert titles(as_user(alice).get("/api/v1/tracks?creator=alice")) == ["A"]

    def test_creator_may_keep_the_list_to_themselves(self, alice: User, bob: User) -> None:
        library.track(alice, "A", "public")
        User.objects.filter(pk=alice.pk).update(show_tracks=False)
        assert titles(as_user(bob).get("/api/v1/tracks?creator=alice")) == []
        assert titles(as_user(alice).get("/api/v1/tracks?creator=alice")) == ["A"]


class TestChange:
    def test_owner_changes_title_visibility_and_mix(self, alice: User) -> None:
        track = library.track(alice)
        wish = {"title": "Snow", "visibility": "public", "mix": MIX}
        answer = as_user(alice).patch(f"/api/v1/tracks/{track.public_id}", wish)
        assert answer.status_code == 200
        track.refresh_from_db()
        assert {"title": track.title, "visibility": track.visibility, "mix": track.mix} == wish
        assert track.score == {**library.score().to_json(), "title": "Snow"}

    def test_mix_can_be_taken_off(self, alice: User) -> None:
        track = library.track(alice)
        client = as_user(alice)
        client.patch(f"/api/v1/tracks/{track.public_id}", {"mix": MIX})
        assert client.patch(f"/api/v1/tracks/{track.public_id}", {"mix": None}).json()["mix"] is None

    @pytest.mark.parametrize(
        ("body", "field"), [({"visibility": "secret"}, "visibility"), ({"score": {}}, "score"), ({"title": 3}, "title")]
    )
    def test_broken_change_changes_nothing(self, alice: User, body: Any, field: str) -> None:
        track = library.track(alice)
        answer = as_user(alice).patch(f"/api/v1/tracks/{track.public_id}", body)
        assert (answer.status_code, list(answer.json())) == (400, [field])
        again = Track.objects.get(pk=track.pk)
        assert (again.title, again.visibility) == ("Rain", "private")

    def test_deleted_track_leaves_its_playlists(self, alice: User) -> None:
        one, two = library.track(alice, "One"), library.track(alice, "Two")
        mine = library.playlist(alice, "Mine", one, two)
        assert as_user(alice).delete(f"/api/v1/tracks/{one.public_id}").status_code == 204
        assert [entry.track.title for entry in mine.entries.all()] == ["Two"]

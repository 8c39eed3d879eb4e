from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings
from rest_framework.test import APIClient

from accounts.models import User
from generator import services, tracks
from generator.models import ModelVersion, Origin, Parent, Track, Visibility
from generator.vae.sample import Constraints
from tests import library
from tests.accounts.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    return member("alice")


@pytest.fixture
def client_of_alice(alice: User) -> APIClient:
    client = APIClient()
    client.force_login(alice)
    return client


def grown(creator: User, count: int, visibility: str = Visibility.PUBLIC) -> list[Track]:
    """Tracks that the model drew."""
    takes = services.generate(count=count, seed=5, constraints=Constraints())
    made = tracks.store(creator=creator, tracks=[tracks.NewTrack(take) for take in takes])
    return [tracks.change(track=track, visibility=visibility) for track in made]


def ids(made: list[Track]) -> list[str]:
    return [track.public_id for track in made]


def latent(track: Track) -> np.ndarray:
    return np.array(track.latent)


def test_cross_of_two_is_a_step_of_their_blend(api: APIClient, alice: User) -> None:
    two = grown(alice, 2)
    answer = api.post("/api/v1/cross", {"parents": ids(two), "weights": [3, 1]})
    step = services.blend(start=latent(two[0]), end=latent(two[1]), steps=5)[1]
    assert (answer.status_code, answer.json()["latent"]) == (200, step.latent.tolist())
    assert answer.json()["score"] == step.score.to_json()
    assert Track.objects.count() == 2


def test_cross_with_an_amount_is_varied_by_its_seed(api: APIClient, alice: User) -> None:
    (one,) = grown(alice, 1)
    answer = api.post("/api/v1/cross", {"parents": [one.public_id], "amount": 0.3, "seed": 9}).json()
    (take,) = services.vary(latent=latent(one), amount=0.3, count=1, seed=9)
    assert (answer["latent"], answer["seed"]) == (take.latent.tolist(), 9)


def test_stored_cross_keeps_its_recipe_and_credits_both(client_of_alice: APIClient, alice: User) -> None:
    mine, theirs = grown(alice, 1, Visibility.PRIVATE)[0], grown(member("bob"), 1)[0]
    body = {"parents": ids([mine, theirs]), "weights": [1, 3], "title": "Ours"}
    answer = client_of_alice.post("/api/v1/tracks", body)
    assert answer.status_code == 201
    assert answer.json()["parents"] == ids([mine, theirs])
    assert answer.json()["cross"] == {"weights": [0.25, 0.75], "amount": 0, "seed": None}
    track = Track.objects.get(public_id=answer.json()["id"])
    assert (track.origin, track.title, track.score["title"]) == (Origin.BLEND, "Ours", "Ours")
    links = Parent.objects.filter(child=track).values_list("parent", "position", "weight")
    assert list(links) == [(mine.pk, 0, 0.25), (theirs.pk, 1, 0.75)]


def test_private_parent_is_told_as_null(api: APIClient, client_of_alice: APIClient, alice: User) -> None:
    mine, theirs = grown(alice, 1, Visibility.PRIVATE)[0], grown(member("bob"), 1)[0]
    made = client_of_alice.post("/api/v1/tracks", {"parents": ids([mine, theirs])}).json()
    tracks.change(track=Track.objects.get(public_id=made["id"]), visibility=Visibility.PUBLIC)
    assert api.get(f"/api/v1/tracks/{made['id']}").json()["parents"] == [None, theirs.public_id]


def test_replay_gives_the_same_by_whoever_asks(api: APIClient, client_of_alice: APIClient, alice: User) -> None:
    three = grown(alice, 3)
    made = client_of_alice.post("/api/v1/tracks", {"parents": ids(three), "weights": [1, 2, 3], "amount": 0.2}).json()
    track = Track.objects.get(public_id=made["id"])
    tracks.change(track=track, visibility=Visibility.PUBLIC, title="Named anew")
    answer = api.post(f"/api/v1/tracks/{track.public_id}/replay").json()
    assert (answer["same"], answer["take"]["latent"]) == (True, made["latent"])
    assert answer["take"]["score"] == {**made["score"], "title": "Named anew"}
    assert made["cross"]["seed"] is not None


def replayed(client: APIClient, track: Track) -> tuple[int, dict[str, Any]]:
    answer = client.post(f"/api/v1/tracks/{track.public_id}/replay")
    return answer.status_code, answer.json()


def crossed(client: APIClient, parents: list[Track]) -> Track:
    made = client.post("/api/v1/tracks", {"parents": ids(parents)})
    return Track.objects.get(public_id=made.json()["id"])


def test_replay_says_when_a_parent_plays_something_else(client_of_alice: APIClient, alice: User) -> None:
    two = grown(alice, 2)
    track = crossed(client_of_alice, two)
    Track.objects.filter(pk=two[0].pk).update(latent=[0.5] * 100)
    status, answer = replayed(client_of_alice, track)
    assert (status, answer["same"]) == (200, False)


def test_replay_without_a_parent_is_refused(client_of_alice: APIClient, alice: User) -> None:
    two = grown(alice, 2)
    track = crossed(client_of_alice, two)
    two[1].delete()
    assert replayed(client_of_alice, track) == (409, {"detail": "Parents that were deleted: 1."})
    track.refresh_from_db()
    assert [link.weight for link in track.parent_links.all()] == [0.5, 0.5]


def test_replay_without_its_model_is_refused(client_of_alice: APIClient, alice: User) -> None:
    track = crossed(client_of_alice, grown(alice, 2))
    track.model_version = ModelVersion.objects.create(version="0" * 12, folder="/nowhere")
    track.save()
    assert replayed(client_of_alice, track) == (
        409,
        {"detail": "The model version that made it is not there any more."},
    )


def test_replay_of_what_was_not_crossed_is_refused(client_of_alice: APIClient, alice: User) -> None:
    assert replayed(client_of_alice, grown(alice, 1)[0])[0] == 409


def test_fork_is_its_parent_to_the_last_number(client_of_alice: APIClient, alice: User) -> None:
    theirs = library.track(member("bob"), "Theirs", Visibility.PUBLIC)
    old = ModelVersion.objects.create(version="0" * 12, folder="gone")
    Track.objects.filter(pk=theirs.pk).update(latent=[0.25] * 100, model_version=old, mix={"rain": 0.5})
    answer = client_of_alice.post("/api/v1/tracks", {"parents": [theirs.public_id], "origin": "fork"}).json()
    theirs.refresh_from_db()
    for name in ("score", "latent", "mix", "title"):
        assert answer[name] == getattr(theirs, name)
    track = Track.objects.get(public_id=answer["id"])
    assert (track.creator, track.origin, track.model_version, track.cell) == (alice, Origin.FORK, old, theirs.cell)
    assert [(link.parent, link.weight) for link in track.parent_links.all()] == [(theirs, 1.0)]
    assert answer["cross"] is None


def test_take_of_ones_own_names_its_parents_without_a_recipe(client_of_alice: APIClient, alice: User) -> None:
    (one,) = grown(alice, 1)
    answer = client_of_alice.post("/api/v1/tracks", {"score": library.LEGACY, "parents": [one.public_id]}).json()
    assert (answer["parents"], answer["cross"]) == ([one.public_id], None)
    assert Track.objects.get(public_id=answer["id"]).origin == Origin.VARY


@pytest.mark.parametrize(
    ("body", "field", "why"),
    [
        ({"parents": []}, "parents", "Must be a list of 1 to 8 entries, not 0."),
        ({"parents": ["A"] * 9}, "parents", "Must be a list of 1 to 8 entries, not 9."),
        ({"parents": "A"}, "parents", "Must be a list of 1 to 8 entries."),
        ({"parents": [1]}, "parents", "[0]: must be the id of a track."),
        ({"parents": ["<shown>", "23456789ABC"]}, "parents", "[1]: there is no such track."),
        ({"parents": ["<hidden>"]}, "parents", "[0]: there is no such track."),
        ({"parents": ["<shown>", "<shown>"]}, "parents", "[1]: is named twice."),
        ({"parents": ["<shown>"], "weights": [1, 1]}, "weights", "Must be as many as the parents: 1, not 2."),
        ({"parents": ["<shown>"], "weights": [0]}, "weights", "[0]: must be a number from 0.001 to 1000."),
        ({"parents": ["<shown>"], "weights": [True]}, "weights", "[0]: must be a number from 0.001 to 1000."),
        ({"parents": ["<shown>"], "amount": 2}, "amount", "Must be a number from 0 to 1."),
        ({"parents": ["<shown>"], "origin": "new"}, "origin", '"new" is not a valid choice.'),
        ({"parents": ["<shown>"], "origin": "blend"}, "parents", "A blend has two parents or more."),
        ({"parents": ["<shown>"], "origin": "fork", "amount": 0.5}, "amount", "A copy is its parent as it is."),
        ({"parents": ["<shown>", "<hidden>"], "origin": "fork"}, "parents", "A copy has one parent."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("path", ["cross", "tracks"])
def test_bad_cross_names_the_field(
    client_of_alice: APIClient, path: str, body: dict[str, Any], field: str, why: str
) -> None:
    bob = member("bob")
    known = {"<shown>": library.track(bob, visibility="public").public_id, "<hidden>": library.track(bob).public_id}
    if isinstance(body["parents"], list):
        body = {**body, "parents": [known.get(name, name) for name in body["parents"]]}
    answer = client_of_alice.post(f"/api/v1/{path}", body)
    assert (answer.status_code, answer.json()) == (400, {field: [why]})
    assert Parent.objects.count() == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"score": library.LEGACY, "weights": [1]}, "weights"),
        ({"score": library.LEGACY, "origin": "fork"}, "origin"),
        ({"score": library.LEGACY, "parents": ["2" * 11], "seed": 1}, "seed"),
        ({"title": "x"}, "score"),
    ],
)
def test_what_goes_with_parents_alone_is_told(client_of_alice: APIClient, body: dict[str, Any], field: str) -> None:
    answer = client_of_alice.post("/api/v1/tracks", body)
    assert (answer.status_code, list(answer.json())) == (400, [field])


def test_number_of_parents_is_a_setting(client_of_alice: APIClient, alice: User, settings: LazySettings) -> None:
    settings.MAX_PARENTS = 1
    answer = client_of_alice.post("/api/v1/cross", {"parents": ids(grown(alice, 2))})
    assert answer.json() == {"parents": ["Must be a list of 1 to 1 entries, not 2."]}

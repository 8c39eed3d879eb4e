"""What a visitor made becomes the member's: once, in order, and for nobody else to see."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from rest_framework.test import APIClient

from accounts.models import User
from generator.models import Track
from generator.registry import active_sampler
from playlists.models import Playlist
from tests import library
from tests.accounts.people import member

pytestmark = pytest.mark.usefixtures("no_limits")


def claim(user: User | None, takes: Any) -> Any:
    client = APIClient()
    if user:
        client.force_login(user)
    return client.post("/api/v1/me/claim", {"takes": takes})


def takes(*titles: str) -> list[dict[str, Any]]:
    return [{"score": library.score(title).to_json()} for title in titles]


def in_playlist(user: User) -> list[str]:
    return [entry.track.title for entry in Playlist.objects.get(owner=user, claimed=True).entries.all()]


def test_takes_become_private_tracks_in_a_private_playlist(alice: User) -> None:
    answer = claim(alice, takes("B", "A", "C"))
    playlist = Playlist.objects.get(owner=alice)
    assert (answer.status_code, answer.json()) == (200, {"stored": 3, "known": 0, "playlist": playlist.public_id})
    assert playlist.visibility == "private"
    assert in_playlist(alice) == ["B", "A", "C"]
    assert set(Track.objects.values_list("creator", "visibility")) == {(alice.pk, "private")}
    assert Track.objects.get(title="A").score == library.score("A").to_json()


def test_same_take_twice_is_stored_once(alice: User) -> None:
    claim(alice, takes("A", "B"))
    answer = claim(alice, takes("B", "C", "C", "A"))
    assert (answer.json()["stored"], answer.json()["known"]) == (1, 2)
    assert sorted(Track.objects.values_list("title", flat=True)) == ["A", "B", "C"]
    assert in_playlist(alice) == ["A", "B", "C"]


def test_claim_again_changes_nothing(alice: User) -> None:
    claim(alice, takes("A"))
    before = list(Track.objects.values()), list(Playlist.objects.values())
    assert claim(alice, takes("A")).json()["stored"] == 0
    assert (list(Track.objects.values()), list(Playlist.objects.values())) == before


def test_two_members_may_claim_the_same(alice: User) -> None:
    """They sat at one browser."""
    bob = member("bob")
    assert [claim(user, takes("A")).json()["stored"] for user in (alice, bob)] == [1, 1]
    assert (alice.tracks.count(), bob.tracks.count()) == (1, 1)


def test_playlist_that_was_deleted_stays_so_until_there_is_something_new(alice: User) -> None:
    claim(alice, takes("A"))
    Playlist.objects.all().delete()
    assert claim(alice, takes("A")).json() == {"stored": 0, "known": 1, "playlist": None}
    claim(alice, takes("B"))
    assert in_playlist(alice) == ["B"]


def test_take_as_the_interface_gave_it_keeps_its_latent_and_mix(alice: User, api: APIClient) -> None:
    (take,) = api.post("/api/v1/generate", {"count": 1, "seed": 7}).json()["results"]
    rounded = [round(value, 4) for value in take["latent"]]
    assert claim(alice, [{**take, "latent": rounded, "mix": {"bpm": 66}}]).json()["stored"] == 1
    track = Track.objects.get()
    assert (track.score, track.latent, track.mix) == (take["score"], rounded, {"bpm": 66})
    assert track.model_version.version == take["model_version"]


def test_latent_that_gives_other_notes_is_not_believed(alice: User) -> None:
    claim(alice, [{**takes("A")[0], "latent": [3.0] * 100}])
    heard = active_sampler().encode([library.score("A")])[0]
    assert Track.objects.get().latent == pytest.approx(heard.tolist())


def test_visitor_claims_nothing(db: None) -> None:
    assert claim(None, takes("A")).status_code == 401
    assert not Track.objects.exists()


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        (7, "Must be a list of 1 to 3 takes."),
        ([], "Must be a list of 1 to 3 takes, not 0."),
        (takes("A", "B", "C", "D"), "Must be a list of 1 to 3 takes, not 4."),
        ([7], "[0].detail: Must be a JSON object."),
        ([*takes("A"), {}], "[1].score: This field is required."),
        ([{"score": {**library.LEGACY, "bpm": 7}}], "[0].score: bpm: must be a whole number from 60 to 100."),
        ([{**takes("A")[0], "latent": [9] * 100}], "[0].latent: [0]: must be a number from -8 to 8."),
        ([{**takes("A")[0], "mix": {"rain": 2}}], "[0].mix.rain: Must be a number from 0 to 1."),
        ([{**takes("A")[0], "seed": -1}], "[0].seed: Must be a whole number from 0 to 4294967295."),
        ([{**takes("A")[0], "id": "x"}], "[0].id: Unknown; known: score, latent, mix, seed, model_version."),
    ],
)
def test_one_broken_take_stores_none_and_is_named(alice: User, settings: LazySettings, sent: Any, fault: str) -> None:
    settings.MAX_CLAIM_TAKES = 3
    answer = claim(alice, sent)
    assert (answer.status_code, answer.json()) == (400, {"takes": [fault]})
    assert not Track.objects.exists()


def test_claims_have_a_limit_of_their_own(alice: User, settings: LazySettings) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "claim": "1/hour"}
    assert [claim(alice, takes(title)).status_code for title in "AB"] == [200, 429]


def test_library_that_is_full_takes_none(alice: User, settings: LazySettings) -> None:
    settings.MAX_TRACKS = 1
    answer = claim(alice, takes("A", "B"))
    assert (answer.status_code, answer.json()) == (400, {"detail": "You may store 1 tracks. Delete some first."})
    assert (Track.objects.count(), Playlist.objects.count()) == (0, 0)


def test_hundred_takes_fit_into_one_call(alice: User) -> None:
    assert claim(alice, takes(*(f"T{i}" for i in range(100)))).json()["stored"] == 100
    assert in_playlist(alice) == [f"T{i}" for i in range(100)]


@pytest.mark.django_db(transaction=True)
def test_two_calls_at_once_store_once() -> None:
    """Two tabs in which somebody said yes."""
    alice = member("alice")
    wanted = takes("A", "B", "C")
    active_sampler()

    def call(i: int) -> Any:
        try:
            return claim(alice, wanted).json()["stored"]
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        stored = list(pool.map(call, range(4)))
    assert sorted(stored) == [0, 0, 0, 3]
    assert (alice.tracks.count(), in_playlist(alice)) == (3, ["A", "B", "C"])

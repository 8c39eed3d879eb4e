"""Playlists as files: what goes out comes back the same, and what strangers send is told by its place."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import mido
import numpy as np
import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from generator import tracks
from generator.models import Track
from generator.tracks import NewTrack
from generator.vae.legacy import decode_link, encode_link, to_legacy
from generator.vae.score import Score
from playlists import editing, exchange
from playlists.models import Playlist
from tests import library
from tests.accounts.people import as_user

MIX = {"preset": "rooftop", "filter": 0.25}
GONE = "23456789ABC"


@pytest.fixture
def made(alice: User) -> Playlist:
    """Two public tracks of the model's own."""
    latents = np.random.default_rng(7).normal(size=(2, 100)).round(6)
    takes = [tracks.take_of(latent=latent) for latent in latents]
    stored = tracks.store(creator=alice, tracks=[NewTrack(take, f"T{i}", MIX) for i, take in enumerate(takes)])
    for track in stored:
        tracks.change(track=track, visibility="public")
    return editing.create(owner=alice, title="Mine / Löwe", description="Of rain", visibility="public", tracks=stored)


def exported(client: APIClient, playlist: Playlist, wanted: str) -> Any:
    return client.get(f"/api/v1/playlists/{playlist.public_id}/export?format={wanted}")


def take_in(client: APIClient, **body: Any) -> Any:
    return client.post("/api/v1/playlists/import", body)


def essence(playlist: Playlist) -> list[Any]:
    """All that its tracks sound like."""
    return list(playlist.entries.order_by("position").values_list("track__score", "track__latent", "track__mix"))


class TestRoundTrip:
    @pytest.mark.parametrize("form", ["json", "jspf"])
    def test_file_makes_the_same_list_again(self, bob: User, made: Playlist, form: str) -> None:
        file = exported(as_user(bob), made, form).json()
        answer = take_in(as_user(bob), **{form: file})
        assert (answer.status_code, answer.json()["left_out"]) == (201, [])
        again = Playlist.objects.get(public_id=answer.json()["id"])
        assert (again.owner, again.visibility, again.title) == (bob, "private", "Mine / Löwe")
        assert again.description == "Of rain"
        assert essence(again) == essence(made)
        assert set(again.tracks.values_list("creator", "visibility")) == {(bob.pk, "private")}

    def test_link_carries_what_the_original_knows(self, bob: User, made: Playlist) -> None:
        link = exported(as_user(bob), made, "legacy").json()
        assert link["url"] == f"http://testserver/{link['query']}"
        answer = take_in(as_user(bob), link=link["url"], title="Theirs")
        again = Playlist.objects.get(public_id=answer.json()["id"])
        scores = [Score.from_json(score) for score, _, _ in essence(made)]
        assert again.title == "Theirs"
        assert decode_link(link["query"]) == [Score.from_json(score) for score, _, _ in essence(again)]
        assert [to_legacy(score) for score in decode_link(link["query"])] == [to_legacy(score) for score in scores]

    def test_file_of_an_empty_list_is_an_empty_list(self, alice: User) -> None:
        empty = editing.create(owner=alice, title="Empty")
        for form in ("json", "jspf"):
            answer = take_in(as_user(alice), **{form: exported(as_user(alice), empty, form).json()})
            assert (answer.status_code, answer.json()["results"]) == (201, [])
        assert exported(as_user(alice), empty, "legacy").status_code == 400


class TestExport:
    def test_json_is_ours(self, bob: User, made: Playlist) -> None:
        answer = exported(as_user(bob), made, "json")
        name = "attachment; filename*=UTF-8''Mine%20L%C3%B6we.json"
        assert (answer["Content-Type"], answer["Content-Disposition"]) == ("application/json", name)
        file = answer.json()
        assert {name: file[name] for name in ("format", "version", "title", "description")} == {
            "format": "lofi-playlist",
            "version": 1,
            "title": "Mine / Löwe",
            "description": "Of rain",
        }
        track = made.tracks.order_by("pk").first()
        assert track
        assert file["tracks"][0] == {
            "id": track.public_id,
            "score": track.score,
            "latent": track.latent,
            "model_version": track.model_version.version,
            "mix": MIX,
        }

    def test_jspf_is_read_by_those_who_know_nothing_of_us(self, bob: User, made: Playlist) -> None:
        answer = exported(as_user(bob), made, "jspf")
        assert answer["Content-Type"] == "application/jspf+json"
        file = answer.json()["playlist"]
        address = f"http://testserver/playlists/{made.public_id}"
        assert (file["title"], file["creator"], file["location"]) == ("Mine / Löwe", "alice", address)
        track = made.tracks.order_by("pk").first()
        assert track
        first = file["track"][0]
        location = f"http://testserver/tracks/{track.public_id}"
        found = [first[name] for name in ("location", "identifier", "title", "creator", "trackNum")]
        assert found == [[location], [location], "T0", "alice", 1]
        assert list(first["extension"]) == [exchange.EXTENSION]

    def test_hidden_people_are_not_named(self, bob: User, alice: User, made: Playlist) -> None:
        User.objects.filter(pk=alice.pk).update(profile_seen_by="nobody")
        assert "alice" not in exported(as_user(bob), made, "jspf").content.decode()

    def test_midi_is_a_zip_of_lead_sheets_in_order(self, bob: User, made: Playlist) -> None:
        answer = exported(as_user(bob), made, "midi")
        assert answer["Content-Type"] == "application/zip"
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.namelist() == ["001 T0.mid", "002 T1.mid"]
            first = mido.MidiFile(file=io.BytesIO(archive.read("001 T0.mid")))
        assert round(mido.tempo2bpm(first.tracks[0][2].tempo)) == essence(made)[0][0]["bpm"]
        assert exported(as_user(bob), made, "midi").content == answer.content

    @pytest.mark.parametrize("form", ["legacy", "json", "jspf", "midi"])
    def test_what_is_private_to_others_is_not_in_it(self, bob: User, made: Playlist, form: str) -> None:
        Track.objects.filter(title="T0").update(visibility="private")
        answer = exported(as_user(bob), made, form)
        if form == "legacy":
            assert [score.title for score in decode_link(answer.json()["query"])] == ["T1"]
        else:
            assert (b'"T0"' in answer.content, b"T0.mid" in answer.content) == (False, False)

    @pytest.mark.parametrize("form", ["", "xml", "api"])
    def test_unknown_format_is_refused_by_name(self, bob: User, made: Playlist, form: str) -> None:
        answer = exported(as_user(bob), made, form)
        assert (answer.status_code, answer.json()) == (
            400,
            {"format": ["Must be one of legacy, json, jspf, midi."]},
        )

    def test_export_costs_the_same_whatever_it_holds(self, bob: User, made: Playlist) -> None:
        client, costs = as_user(bob), {}
        exported(client, made, "json")
        for many in (2, 12):
            for i in range(made.entries.count(), many):
                made.entries.create(track=library.track(bob, f"X{i}", "public"), position=i)
            with CaptureQueriesContext(connection) as queries:
                exported(client, made, "jspf")
            costs[many] = len(queries)
        assert costs[2] == costs[12]

    @pytest.mark.parametrize(
        ("title", "name"),
        [("a/b:c", "a b c"), ("..", "lofi"), ("\u202eabc", "abc"), ("x" * 80, "x" * 60), ("Löwe ♭", "Löwe ♭")],
    )
    def test_file_names_are_fit_for_all_systems(self, title: str, name: str) -> None:
        assert exchange.file_name(title) == name


class TestImport:
    def test_foreign_jspf_gives_what_is_here_and_names_the_rest(self, alice: User, bob: User, made: Playlist) -> None:
        here = made.tracks.order_by("pk").first()
        hidden = library.track(alice, "Hidden")
        assert here
        at = "http://testserver/tracks/"
        file = {
            "playlist": {
                "title": "Found",
                "annotation": "a\x00b",
                "track": [
                    {"title": "Billie", "location": ["http://example.com/1.mp3"]},
                    {"location": ["http://example.com/2.mp3", f"{at}{here.public_id}"]},
                    {"title": "Elsewhere", "location": f"http://example.com/tracks/{here.public_id}"},
                    {"title": "bad\x00name"},
                    {"location": f"{at}{hidden.public_id}", "extension": {"http://example.com": [1]}},
                ],
            }
        }
        answer = take_in(as_user(bob), jspf=file).json()
        assert (answer["title"], answer["description"]) == ("Found", "ab")
        assert [entry["id"] for entry in answer["results"]] == [here.public_id]
        gone = f"{hidden.public_id}: there is no such track"
        assert answer["left_out"] == ["[0] Billie", "[2] Elsewhere", "[3]", gone]
        assert bob.tracks.count() == 0

    def test_latent_that_gives_other_notes_is_not_believed(self, bob: User, made: Playlist) -> None:
        file = exported(as_user(bob), made, "json").json()
        file["tracks"][0]["latent"] = [0.5] * 100
        answer = take_in(as_user(bob), json=file).json()
        assert answer["results"][0]["score"] == essence(made)[0][0]
        assert answer["results"][0]["latent"] != [0.5] * 100

    @pytest.mark.parametrize(
        ("body", "fault"),
        [
            ({}, {"link": ["Send one of link, json and jspf."]}),
            ({"json": library.FILE, "link": "x"}, {"link": ["the link is not base64."]}),
            (
                {"json": library.FILE, "jspf": {"playlist": {"track": []}}},
                {"link": ["Send one of link, json and jspf."]},
            ),
            ({"json": 3}, {"json": ["detail: Must be a JSON object."]}),
            ({"json": {**library.FILE, "format": "x"}}, {"json": ['format: "x" is not a valid choice.']}),
            ({"json": {**library.FILE, "version": 2}}, {"json": ["version: Must be a whole number from 1 to 1."]}),
            ({"json": {**library.FILE, "tracks": {}}}, {"json": ["tracks: Must be a list of 0 to 200 entries."]}),
            (
                {"json": {**library.FILE, "tracks": [{}] * 201}},
                {"json": ["tracks: Must be a list of 0 to 200 entries, not 201."]},
            ),
            (
                {
                    "json": {
                        **library.FILE,
                        "tracks": [{"score": library.LEGACY}, {"score": {**library.LEGACY, "key": 13}}],
                    }
                },
                {"json": ["tracks[1].score: key: must be a whole number from 1 to 12."]},
            ),
            (
                {"json": {**library.FILE, "tracks": [{"score": library.LEGACY, "mix": {"bpm": 7}}]}},
                {"json": ["tracks[0].mix.bpm: Must be a number from 60 to 100."]},
            ),
            (
                {"json": {**library.FILE, "tracks": [{"score": library.LEGACY, "latent": [0] * 99}]}},
                {"json": ["tracks[0].latent: Must be a list of 100 numbers, not 99."]},
            ),
            ({"jspf": {}}, {"jspf": ["playlist: Must be an object."]}),
            ({"jspf": {"playlist": {}}}, {"jspf": ["playlist.track: Must be a list of 0 to 200 entries."]}),
            ({"jspf": {"playlist": {"track": [3]}}}, {"jspf": ["playlist.track[0]: Must be an object."]}),
            (
                {"jspf": {"playlist": {"track": [{"extension": {exchange.EXTENSION: [{}]}}]}}},
                {"jspf": ["playlist.track[0].extension[0].score: This field is required."]},
            ),
            (
                {"jspf": {"playlist": {"track": [{"extension": {exchange.EXTENSION: []}}]}}},
                {"jspf": ["playlist.track[0].extension: Must be a list of 1 to 200 entries, not 0."]},
            ),
        ],
        ids=lambda value: json.dumps(value)[:40],
    )
    def test_broken_file_is_told_by_its_place(self, bob: User, body: Any, fault: Any) -> None:
        answer = take_in(as_user(bob), **body)
        assert (answer.status_code, answer.json()) == (400, fault)
        assert (Playlist.objects.count(), Track.objects.count()) == (0, 0)

    def test_what_does_not_fit_is_not_stored_by_half(self, bob: User, settings: LazySettings) -> None:
        settings.MAX_PLAYLISTS = 0
        answer = take_in(as_user(bob), json=library.FILE)
        assert (answer.status_code, "0 playlists" in answer.json()["detail"]) == (400, True)
        assert Track.objects.count() == 0
        settings.MAX_PLAYLISTS, settings.MAX_TRACKS = 1, 0
        assert take_in(as_user(bob), json=library.FILE).status_code == 400
        assert Playlist.objects.count() == 0

    def test_link_is_bounded_like_a_list(self, bob: User, settings: LazySettings) -> None:
        settings.MAX_PLAYLIST_TRACKS = 1
        link = encode_link([library.score("A"), library.score("B")])
        answer = take_in(as_user(bob), link=link)
        assert (answer.status_code, answer.json()) == (400, {"link": ["the link must hold 1 to 1 tracks, not 2."]})

    def test_imports_are_limited_with_claims(self, bob: User, settings: LazySettings) -> None:
        settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "claim": "1/hour"}
        statuses = [take_in(as_user(bob), json=library.FILE).status_code for _ in range(2)]
        assert statuses == [201, 429]

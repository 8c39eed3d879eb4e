"""The default playlist and share links over HTTP."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

import pytest
from django.conf import LazySettings
from rest_framework.test import APIClient

from generator.registry import active_sampler
from generator.vae.legacy import decode_link, encode_link, to_legacy
from generator.vae.score import Score
from playlists.models import Playlist

TRACK: dict[str, Any] = {
    "title": "Rain", "key": 3, "mode": 2, "bpm": 75, "energy": 0.4, "valence": 0.6,
    "chords": [1, 4], "melodies": [[1, 1, 3, 0, 5, 5, 8, 14]] * 2,
}  # fmt: skip


def link_of(content: object) -> str:
    return "?" + base64.b64encode(zlib.compress(json.dumps(content).encode())).decode()


def take_in(api: APIClient, link: object) -> Any:
    return api.post("/api/v1/import", json.dumps({"link": link}), content_type="application/json")


class TestDefaultPlaylist:
    def test_default_playlist_holds_the_nine_tracks_in_order(
        self, api: APIClient, default_playlist: Playlist, default_link: str
    ) -> None:
        answer = api.get("/api/v1/playlists/default").json()
        assert answer["title"] == default_playlist.title
        nameless = [{**take["score"], "title": ""} for take in answer["results"]]
        assert nameless == [{**score.to_json(), "title": ""} for score in decode_link(default_link)]
        assert len(answer["results"]) == 9

    def test_default_playlist_gives_each_track_a_latent(self, api: APIClient, default_playlist: Playlist) -> None:
        for take in api.get("/api/v1/playlists/default").json()["results"]:
            assert len(take["latent"]) == 100
            assert (take["seed"], take["model_version"]) == (None, active_sampler().version)

    def test_default_playlist_is_a_404_before_it_is_loaded(self, api: APIClient) -> None:
        assert api.get("/api/v1/playlists/default").status_code == 404

    @pytest.mark.usefixtures("counted_in_database")
    def test_default_playlist_costs_the_same_queries_for_one_and_nine_tracks(
        self, api: APIClient, default_playlist: Playlist, django_assert_num_queries: Any
    ) -> None:
        with django_assert_num_queries(4):
            api.get("/api/v1/playlists/default")
        default_playlist.entries.exclude(position=0).delete()
        with django_assert_num_queries(4):
            api.get("/api/v1/playlists/default")

    def test_default_playlist_has_an_id_like_any_other(self, api: APIClient, default_playlist: Playlist) -> None:
        answer = api.get("/api/v1/playlists/default").json()
        assert (answer["slug"], answer["owner"]) == ("default", None)
        assert api.get(f"/api/v1/playlists/{answer['id']}").json() == answer


class TestImport:
    def test_import_reads_the_original_systems_playlist_whole(self, api: APIClient, default_link: str) -> None:
        takes = take_in(api, f"https://example.org/?{default_link}").json()["results"]
        scores = [Score.from_json(take["score"]) for take in takes]
        assert scores == decode_link(default_link)
        assert [to_legacy(score) for score in scores] == json.loads(zlib.decompress(base64.b64decode(default_link)))

    @pytest.mark.parametrize("form", ["{}", "?{}", "http://localhost:8000/?{}", " {}\n"])
    def test_import_takes_url_query_and_bare_text(self, api: APIClient, default_link: str, form: str) -> None:
        assert len(take_in(api, form.format(default_link)).json()["results"]) == 9

    @pytest.mark.parametrize("link", ["default", "?default", "https://example.org/?default"])
    def test_import_of_default_gives_the_default_playlist(
        self, api: APIClient, default_playlist: Playlist, link: str
    ) -> None:
        takes = take_in(api, link).json()["results"]
        entries = api.get("/api/v1/playlists/default").json()["results"]
        assert takes == [{name: entry[name] for name in takes[0]} for entry in entries]

    def test_import_of_default_is_a_404_before_it_is_loaded(self, api: APIClient) -> None:
        assert take_in(api, "?default").status_code == 404

    def test_import_then_export_is_the_same_link(self, api: APIClient) -> None:
        (take,) = take_in(api, link_of([TRACK])).json()["results"]
        assert decode_link(encode_link([Score.from_json(take["score"])])) == [Score.from_json(TRACK)]

    @pytest.mark.parametrize(
        ("link", "why"),
        [
            (link_of([TRACK | {"chords": []}]), "track 1: chords: must have 1 to 50 entries, not 0."),
            (link_of([{}]), "track 1: mode: is missing."),
            (link_of([TRACK, TRACK | {"mode": 9}]), "track 2: mode: must be a whole number from 1 to 7."),
            (link_of([TRACK | {"energy": 1.5}]), "track 1: energy: must be a number from 0 to 1."),
            (link_of([TRACK | {"key": 99}]), "track 1: key: must be a whole number from 1 to 12."),
            (link_of([TRACK | {"energy": float("nan")}]), "track 1: energy: must be a number from 0 to 1."),
            (link_of([TRACK | {"title": "\ud800"}]), "track 1: title: must not hold control characters."),
            (link_of([TRACK] * 201), "the link must hold 1 to 200 tracks, not 201."),
            (link_of([TRACK] * 2500), "the link must hold 1 to 200 tracks, not 2500."),
            (link_of([]), "the link must hold 1 to 200 tracks, not 0."),
            (link_of({}), "the link must hold a list of tracks."),
            (link_of("x" * 1_000_001), "the link inflates to more than 1000000 bytes."),
            ("?" + base64.b64encode(zlib.compress(b"[" * 90_000)).decode(), "the link does not hold JSON."),
            ("?" + base64.b64encode(zlib.compress(b"\xff")).decode(), "the link does not hold JSON."),
            ("?" + base64.b64encode(zlib.compress(b"[" + b"9" * 5000 + b"]")).decode(), "the link does not hold JSON."),
            (link_of([TRACK])[:40], "the link is cut off."),
            ("?AAAA", "the link is not zlib-compressed."),
            ("?%%%", "the link is not base64."),
            ("\ud800", "Surrogate characters are not allowed: U+D800."),
            ("http://[::1", "the link is not base64."),
        ],
        ids=lambda value: value[:24].encode("ascii", "replace").decode(),
    )
    def test_import_refuses_what_is_no_playlist(self, api: APIClient, link: str, why: str) -> None:
        response = take_in(api, link)
        assert (response.status_code, response.json()) == (400, {"link": [why]})

    @pytest.mark.parametrize("link", ["", None, 5, True, [], {}, "a\x00b"])
    def test_import_refuses_what_is_no_text(self, api: APIClient, link: object) -> None:
        response = take_in(api, link)
        assert (response.status_code, list(response.json())) == (400, ["link"])

    def test_import_refuses_a_zip_bomb_without_inflating_it(self, api: APIClient) -> None:
        packer = zlib.compressobj(9)
        bomb = b"".join(packer.compress(b" " * 1_000_000) for _ in range(100)) + packer.flush()
        response = take_in(api, "?" + base64.b64encode(bomb).decode())
        assert (response.status_code, response.json()) == (
            400,
            {"link": ["the link inflates to more than 1000000 bytes."]},
        )

    def test_import_bounds_the_links_text(self, api: APIClient) -> None:
        response = take_in(api, "?" + "A" * 200_000)
        assert response.status_code == 400
        assert "200000 characters" in response.json()["link"][0]

    def test_import_follows_the_settings(self, api: APIClient, settings: LazySettings) -> None:
        settings.MAX_LINK_TRACKS = 2
        assert take_in(api, link_of([TRACK] * 2)).status_code == 200
        assert take_in(api, link_of([TRACK] * 3)).json() == {"link": ["the link must hold 1 to 2 tracks, not 3."]}

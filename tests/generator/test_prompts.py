"""Music from words over HTTP: what is understood is told, and is in the takes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.conf import LazySettings
from rest_framework.test import APIClient

from generator.mix import PRESETS, parse_mix
from generator.vae.language.bands import BANDS

RAINY = "rainy night, slow, D minor, melancholic"


def post(api: APIClient, **body: Any) -> Any:
    return api.post("/api/v1/generate", {"count": 1, "seed": 5, **body}, format="json")


def test_bands_have_the_names_of_the_presets() -> None:
    assert tuple(BANDS) == PRESETS


def test_prompt_is_answered_with_what_was_understood(api: APIClient) -> None:
    answer = post(api, prompt=RAINY).json()
    understood = answer["understood"]
    assert understood["constraints"] == {"key": 3, "mode": 6, "bpm": [60, 70], "bars": None, "density": None}
    assert understood["mix"] == {"rain": 0.65}
    assert understood["mood"]["name"] == "wistful"
    assert understood["heard"] == [
        {"words": "rainy", "field": "rain", "meaning": "rain"},
        {"words": "slow", "field": "bpm", "meaning": "60 to 70 BPM"},
        {"words": "D minor", "field": "key", "meaning": "D aeolian"},
    ]
    assert understood["notes"] == []
    score = answer["results"][0]["score"]
    assert (score["key"], score["mode"]) == (3, 6)
    assert score["bpm"] <= 70


def test_without_a_prompt_nothing_is_said_to_be_understood(api: APIClient) -> None:
    assert set(post(api).json()) == set(post(api, prompt=None).json()) == {"results"}


def test_own_constraints_win_and_are_not_said_to_come_from_the_words(api: APIClient) -> None:
    answer = post(api, prompt=RAINY, constraints={"bpm": 90, "key": 1}).json()
    assert (answer["results"][0]["score"]["bpm"], answer["results"][0]["score"]["key"]) == (90, 1)
    assert answer["understood"]["constraints"] == {"key": None, "mode": 6, "bpm": None, "bars": None, "density": None}
    assert [heard["field"] for heard in answer["understood"]["heard"]] == ["rain"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "雨の夜、ゆっくり",
        "asdf qwer zxcv",
        "\0\0",
        "🌧️🎹",
        "ليلة ممطرة",
        "'; DROP TABLE tracks; --",
        "#" * 1000,
        "\u202e",
    ],
    ids=ascii,
)
def test_prompt_of_any_kind_makes_a_track(api: APIClient, text: str) -> None:
    response = post(api, prompt=text)
    assert response.status_code == 200
    assert len(response.json()["results"]) == 1


def test_prompt_with_half_a_character_makes_a_track(api: APIClient) -> None:
    body = r'{"count": 1, "prompt": "rain \ud800 \udc00 rain"}'
    assert api.post("/api/v1/generate", body, content_type="application/json").status_code == 200


@pytest.mark.parametrize(
    ("prompt", "why"),
    [("x" * 1001, "Must have 1000 characters or fewer, not 1001."), (7, "Must be text."), (["rain"], "Must be text.")],
)
def test_prompt_that_breaks_its_bound_is_told(api: APIClient, prompt: object, why: str) -> None:
    response = post(api, prompt=prompt)
    assert (response.status_code, response.json()) == (400, {"prompt": [why]})


def test_bound_of_a_prompt_is_a_setting(api: APIClient, settings: LazySettings) -> None:
    settings.MAX_PROMPT = 5
    assert post(api, prompt="too long").json() == {"prompt": ["Must have 5 characters or fewer, not 8."]}


@pytest.mark.parametrize(
    ("text", "mix"),
    [
        ("with rain, no drums", {"rain": 0.65, "muted": ["drums"]}),
        ("no rain, vinyl crackle", {"rain": 0, "vinyl": 0.65}),
        ("night drive", {"preset": "night drive"}),
        ("jazz guitar and piano", {"preset": "corner cafe"}),
        ("no piano, no guitar, upright bass", {"preset": "deep focus"}),
        ("only drums and bass", {"soloed": ["bass", "drums"]}),
        ("just harp", {"preset": "rainy window", "soloed": ["colour"]}),
    ],
)
def test_words_about_sound_are_a_mix_that_can_be_stored(api: APIClient, text: str, mix: dict[str, Any]) -> None:
    understood = post(api, prompt=text).json()["understood"]
    assert understood["mix"] == mix == parse_mix(mix)


def test_instrument_that_is_not_there_is_told(api: APIClient) -> None:
    assert post(api, prompt="a saxophone solo").json()["understood"]["notes"] == ["There is no saxophone in the band."]


class TestPredict:
    def test_predict_answers_a_json_string_that_holds_a_legacy_score(self, api: APIClient) -> None:
        response = api.get("/predict", {"input": "72 bpm, E dorian"})
        score = json.loads(response.json())
        assert sorted(score) == ["bpm", "chords", "energy", "key", "melodies", "mode", "title", "valence"]
        assert (score["bpm"], score["key"], score["mode"]) == (72, 5, 2)
        assert response["Access-Control-Allow-Origin"] == "*"

    def test_predict_plays_the_same_for_the_same_words(self, api: APIClient) -> None:
        answers = [api.get("/predict", {"input": text}).json() for text in ("snow", "snow", "sand")]
        assert answers[0] == answers[1] != answers[2]

    @pytest.mark.parametrize("query", [{}, {"input": "x" * 1001}])
    def test_predict_refuses_what_it_cannot_take(self, api: APIClient, query: dict[str, str]) -> None:
        response = api.get("/predict", query)
        assert (response.status_code, set(response.json())) == (400, {"input"})
        assert response["Access-Control-Allow-Origin"] == "*"


@pytest.mark.django_db
def test_radio_plays_takes_for_words(api: APIClient) -> None:
    items = api.get("/api/v1/radio", {"words": "G major, 66 bpm", "count": 3, "seed": 4}).json()["results"]
    assert [(item["score"]["key"], item["score"]["mode"], item["score"]["bpm"]) for item in items] == [(8, 1, 66)] * 3


def test_radio_takes_one_station_at_a_time(api: APIClient) -> None:
    response = api.get("/api/v1/radio", {"words": "rain", "mood": "rainy"})
    assert (response.status_code, response.json()) == (400, {"words": ["Send either mood or words."]})

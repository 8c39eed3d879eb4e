"""Making music over HTTP: what is answered, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from generator.registry import active_sampler
from generator.vae.legacy import to_legacy
from generator.vae.score import Score

LATENT = [0.25] * 100
LEGACY: dict[str, Any] = {
    "title": "Rain", "key": 3, "mode": 2, "bpm": 75, "energy": 0.4, "valence": 0.6,
    "chords": [1, 4, 5, 1], "melodies": [[1, 1, 3, 0, 5, 5, 8, 14]] * 4,
}  # fmt: skip
WISH = {"key": 5, "mode": 2, "bpm": 80, "energy": 0.2, "valence": 0.7, "bars": 8, "density": 0.5}


def post(api: APIClient, call: str, body: object) -> Any:
    return api.post(f"/api/v1/{call}", body, format="json")


def raw(api: APIClient, call: str, body: bytes | str) -> Any:
    return api.post(f"/api/v1/{call}", body, content_type="application/json")


class TestGenerate:
    def test_generate_answers_valid_takes(self, api: APIClient) -> None:
        takes = post(api, "generate", {"count": 3, "seed": 10}).json()["results"]
        assert [take["seed"] for take in takes] == [10, 11, 12]
        for take in takes:
            assert set(take) == {"score", "latent", "seed", "model_version"}
            assert Score.from_json(take["score"]).to_json() == take["score"]
            assert len(take["latent"]) == 100
            assert take["model_version"] == active_sampler().version

    def test_generate_with_a_seed_repeats_itself(self, api: APIClient) -> None:
        first, again = (post(api, "generate", {"count": 2, "seed": 5}).json() for _ in range(2))
        assert first == again

    def test_generate_without_a_seed_tells_the_one_it_drew(self, api: APIClient) -> None:
        take = post(api, "generate", {"count": 1}).json()["results"][0]
        assert post(api, "generate", {"count": 1, "seed": take["seed"]}).json()["results"] == [take]

    def test_generate_does_not_depend_on_what_is_beside_it(self, api: APIClient) -> None:
        pair = post(api, "generate", {"count": 2, "seed": 5}).json()["results"]
        assert post(api, "generate", {"count": 1, "seed": 6}).json()["results"] == pair[1:]

    def test_generate_follows_the_constraints(self, api: APIClient) -> None:
        score = post(api, "generate", {"count": 1, "seed": 5, "constraints": WISH}).json()["results"][0]["score"]
        assert (score["key"], score["mode"], score["bpm"]) == (5, 2, 80)
        assert score["energy"] == pytest.approx(0.2, abs=0.01)
        assert score["valence"] == pytest.approx(0.7, abs=0.01)
        assert len(score["harmony"]) == 8

    @pytest.mark.parametrize(
        ("body", "field", "bound"),
        [
            ({}, "count", "required"),
            ({"count": 0}, "count", "1 to 16"),
            ({"count": 17}, "count", "1 to 16"),
            ({"count": "3"}, "count", "1 to 16"),
            ({"count": True}, "count", "1 to 16"),
            ({"count": 1.0}, "count", "1 to 16"),
            ({"count": None}, "count", "null"),
            ({"count": 10**4000}, "count", "1 to 16"),
            ({"count": 1, "seed": -1}, "seed", "0 to 4294967295"),
            ({"count": 1, "seed": 2**32}, "seed", "0 to 4294967295"),
            ({"count": 1, "seed": False}, "seed", "0 to 4294967295"),
            ({"count": 1, "sede": 3}, "sede", "known: count, seed, prompt, constraints"),
            ({"count": 1, "\x00\ud800": 3}, "\\x00\\ud800", "Unknown"),
            ([], "detail", "JSON object"),
            ("generate", "detail", "JSON object"),
        ],
    )
    def test_generate_refuses_what_breaks_a_bound(self, api: APIClient, body: Any, field: str, bound: str) -> None:
        response = raw(api, "generate", json.dumps(body))
        assert response.status_code == 400
        assert list(response.json()) == [field]
        assert bound in str(response.json()[field])

    def test_detail_is_text_even_where_a_field_of_that_name_is_unknown(self, api: APIClient) -> None:
        response = raw(api, "generate", json.dumps({"count": 1, "detail": {"a": 1}}))
        told = "detail: Unknown; known: count, seed, prompt, constraints."
        assert (response.status_code, response.json()) == (400, {"detail": told})
        told = "detail: Unknown; known: sort, period, mode, key, bpm_min, bpm_max, mood, q, creator, liked_by."
        assert api.get("/api/v1/tracks?detail=1").json() == {"detail": told}

    @pytest.mark.parametrize(
        ("name", "value", "bound"),
        [
            ("key", 99, "1 to 12"),
            ("key", 0, "1 to 12"),
            ("key", "C", "1 to 12"),
            ("mode", 9, "1 to 7"),
            ("mode", [1], "1 to 7"),
            ("bpm", 101, "60 to 100"),
            ("bpm", 80.5, "60 to 100"),
            ("energy", 1.5, "0 to 1"),
            ("energy", True, "0 to 1"),
            ("valence", -0.1, "0 to 1"),
            ("valence", "0.5", "0 to 1"),
            ("bars", 51, "4 to 16"),
            ("density", 10**400, "0 to 1"),
        ],
    )
    def test_generate_refuses_a_constraint_out_of_range(
        self, api: APIClient, name: str, value: Any, bound: str
    ) -> None:
        response = raw(api, "generate", json.dumps({"count": 1, "constraints": {name: value}}))
        assert response.status_code == 400
        assert list(response.json()["constraints"]) == [name]
        assert bound in response.json()["constraints"][name][0]

    def test_generate_refuses_constraints_that_are_no_object(self, api: APIClient) -> None:
        response = post(api, "generate", {"count": 1, "constraints": [1]})
        assert (response.status_code, response.json()) == (400, {"constraints": ["Must be an object."]})


class TestBodies:
    """Bytes that are no request."""

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (b"{", "JSON parse error"),
            (b"", "required"),
            (b'{"count": NaN}', "NaN"),
            (b'{"count": 1, "seed": Infinity}', "Infinity"),
            (b'{"count": 1, "seed": -Infinity}', "Infinity"),
            (b'{"count": 1, "seed": 1e400}', "0 to 4294967295"),
            (b'{"count": 1' + b"0" * 5000 + b"}", "4300 digits"),
            (b"[" * 100_000, "nested too deeply"),
            (b'{"a":' * 50_000, "nested too deeply"),
            (b'{"count": "\xff\xfe"}', "utf-8"),
            (b"\xef\xbb\xbf{}", "JSON parse error"),
            (b"null", "No data"),
            (b"1e999", "JSON object"),
        ],
        ids=lambda value: repr(value[:20]),
    )
    def test_body_that_can_not_be_read_is_a_400(self, api: APIClient, body: bytes, why: str) -> None:
        response = raw(api, "generate", body)
        assert response.status_code == 400
        assert why in response.content.decode()

    @pytest.mark.parametrize("call", ["generate", "decode", "encode", "blend", "vary", "import"])
    def test_body_of_ten_megabytes_is_a_413_that_names_the_bound(self, api: APIClient, call: str) -> None:
        response = raw(api, call, b"[" + b" " * 10_000_000)
        assert response.status_code == 413
        assert json.loads(response.getvalue()) == {"detail": "The body must not be larger than 1000000 bytes."}

    @pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])
    def test_body_that_is_no_json_is_a_415(self, api: APIClient, kind: str) -> None:
        assert api.post("/api/v1/generate", "count=1", content_type=kind).status_code == 415

    @pytest.mark.parametrize("call", ["generate", "decode", "encode", "blend", "vary", "import"])
    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_method_of_another_kind_is_a_405(self, api: APIClient, call: str, method: str) -> None:
        assert getattr(api, method)(f"/api/v1/{call}").status_code == 405


class TestDecode:
    def test_decode_gives_the_generated_track_back(self, api: APIClient) -> None:
        take = post(api, "generate", {"count": 1, "seed": 3}).json()["results"][0]
        (decoded,) = post(api, "decode", {"latents": [take["latent"]]}).json()["results"]
        assert decoded == {**take, "seed": None}

    def test_decode_answers_in_order(self, api: APIClient) -> None:
        latents = [[step / 10] * 100 for step in range(16)]
        assert [take["latent"] for take in post(api, "decode", {"latents": latents}).json()["results"]] == latents

    @pytest.mark.parametrize(
        ("latents", "why"),
        [
            (None, "null"),
            ([], "1 to 16 entries, not 0"),
            ([LATENT] * 17, "1 to 16 entries, not 17"),
            (LATENT[:16], "[0]: must be a list of 100 numbers"),
            ([LATENT[:99]], "[0]: must be a list of 100 numbers, not 99"),
            ([LATENT, [*LATENT, 0]], "[1]: must be a list of 100 numbers, not 101"),
            ([[*LATENT[:57], True, *LATENT[58:]]], "[0][57]: must be a number from -8 to 8"),
            ([[*LATENT[:57], "0", *LATENT[58:]]], "[0][57]: must be a number from -8 to 8"),
            ([[*LATENT[:57], None, *LATENT[58:]]], "[0][57]: must be a number from -8 to 8"),
            ([[*LATENT[:57], 8.01, *LATENT[58:]]], "[0][57]: must be a number from -8 to 8"),
            ([[*LATENT[:57], 10**4000, *LATENT[58:]]], "[0][57]: must be a number from -8 to 8"),
            ({"0": LATENT}, "1 to 16 entries"),
        ],
    )
    def test_decode_refuses_what_is_no_latent(self, api: APIClient, latents: Any, why: str) -> None:
        response = raw(api, "decode", json.dumps({"latents": latents}))
        assert response.status_code == 400
        assert why in response.json()["latents"][0]

    def test_decode_refuses_a_number_that_overflows(self, api: APIClient) -> None:
        body = json.dumps({"latents": [LATENT]}).replace("0.25", "1e400", 1)
        response = raw(api, "decode", body)
        assert (response.status_code, response.json()) == (400, {"latents": ["[0][0]: must be a number from -8 to 8."]})

    def test_decode_takes_the_bound_itself(self, api: APIClient) -> None:
        assert post(api, "decode", {"latents": [[8] * 100, [-8.0] * 100]}).status_code == 200


class TestEncode:
    def test_encode_reads_legacy_and_version_2_alike(self, api: APIClient) -> None:
        upgraded = Score.from_json(LEGACY).to_json()
        latents = post(api, "encode", {"scores": [LEGACY, upgraded]}).json()["latents"]
        assert [len(latent) for latent in latents] == [100, 100]
        assert latents[0] == latents[1]

    @pytest.mark.parametrize(
        ("change", "why"),
        [
            ({"chords": []}, "[0].chords: must have 1 to 50 entries"),
            ({"chords": [1] * 51}, "[0].chords: must have 1 to 50 entries"),
            ({"chords": [8, 1, 1, 1]}, "[0].chords[0]: must be a whole number from 0 to 7"),
            ({"melodies": [[1] * 8] * 3}, "[0].melody: must have 4 entries"),
            ({"melodies": [[15] * 8] * 4}, "[0].melodies[0][0]: must be a whole number from 0 to 14"),
            ({"mode": 9}, "[0].mode: must be a whole number from 1 to 7"),
            ({"key": 99}, "[0].key: must be a whole number from 1 to 12"),
            ({"key": True}, "[0].key: must be a whole number from 1 to 12"),
            ({"energy": 1.5}, "[0].energy: must be a number from 0 to 1"),
            ({"bpm": 10**4000}, "[0].bpm: must be a whole number from 60 to 100"),
            ({"title": ""}, "[0].title: must be text of 1 to 80 characters"),
            ({"title": "x" * 81}, "[0].title: must be text of 1 to 80 characters"),
            ({"title": "a\x00b"}, "[0].title: must not hold control characters"),
            ({"title": "a\ud800"}, "[0].title: must not hold control characters"),
            ({"version": 3}, "[0].version: must be 2"),
        ],
    )
    def test_encode_refuses_a_broken_score(self, api: APIClient, change: dict[str, Any], why: str) -> None:
        response = raw(api, "encode", json.dumps({"scores": [LEGACY | change]}))
        assert response.status_code == 400
        assert why in response.json()["scores"][0]

    def test_encode_refuses_more_scores_than_its_bound(self, api: APIClient) -> None:
        response = post(api, "encode", {"scores": [LEGACY] * 17})
        assert response.json() == {"scores": ["Must be a list of 1 to 16 entries, not 17."]}


class TestBlendAndVary:
    def test_blend_includes_both_ends(self, api: APIClient) -> None:
        end = [-0.5] * 99 + [1.0]
        takes = post(api, "blend", {"from": LATENT, "to": end, "steps": 4}).json()["results"]
        assert len(takes) == 4
        assert (takes[0]["latent"], takes[-1]["latent"]) == (LATENT, end)

    @pytest.mark.parametrize("steps", [1, 17, 2.5, None])
    def test_blend_refuses_steps_out_of_range(self, api: APIClient, steps: Any) -> None:
        response = post(api, "blend", {"from": LATENT, "to": LATENT, "steps": steps})
        assert (response.status_code, list(response.json())) == (400, ["steps"])

    def test_blend_names_both_missing_ends(self, api: APIClient) -> None:
        assert set(post(api, "blend", {"steps": 3}).json()) == {"from", "to"}

    def test_vary_by_nothing_is_the_track_itself(self, api: APIClient) -> None:
        take = post(api, "vary", {"latent": LATENT, "amount": 0, "count": 1, "seed": 1}).json()["results"][0]
        assert take["latent"] == LATENT

    def test_vary_repeats_itself_under_a_seed(self, api: APIClient) -> None:
        body = {"latent": LATENT, "amount": 0.5, "count": 3, "seed": 1}
        first, again = (post(api, "vary", body).json()["results"] for _ in range(2))
        assert first == again
        assert len({tuple(take["latent"]) for take in first}) == 3

    @pytest.mark.parametrize("amount", [-0.1, 1.1, "1", None, True])
    def test_vary_refuses_an_amount_out_of_range(self, api: APIClient, amount: Any) -> None:
        response = post(api, "vary", {"latent": LATENT, "amount": amount, "count": 1})
        assert (response.status_code, list(response.json())) == (400, ["amount"])


class TestModel:
    def test_model_describes_six_directions(self, api: APIClient) -> None:
        model = api.get("/api/v1/model").json()
        assert model["features"] == 100
        assert model["version"] == active_sampler().version
        names = ["energy", "valence", "tempo", "density", "brightness", "tension"]
        assert [direction["name"] for direction in model["directions"]] == names
        for direction in model["directions"]:
            assert (len(direction["weight"]), len(direction["direction"])) == (100, 100)
            assert (direction["low"], direction["high"]) == (-2.5, 2.5)

    def test_model_direction_moves_its_own_quantity_alone(self, api: APIClient) -> None:
        directions = api.get("/api/v1/model").json()["directions"]
        for i, moved in enumerate(directions):
            steps = [sum(w * d for w, d in zip(each["weight"], moved["direction"], strict=True)) for each in directions]
            assert steps == pytest.approx([float(i == j) for j in range(6)], abs=1e-4)


class TestLegacyDecode:
    def test_decode_answers_a_json_string_that_holds_a_legacy_score(self, api: APIClient) -> None:
        response = api.get("/decode", {"input": json.dumps(LATENT)})
        score = json.loads(response.json())
        assert set(score) == set(LEGACY)
        (take,) = post(api, "decode", {"latents": [LATENT]}).json()["results"]
        assert score == to_legacy(Score.from_json(take["score"]))

    def test_decode_is_the_only_call_open_to_other_sites(self, api: APIClient) -> None:
        assert api.get("/decode", {"input": json.dumps(LATENT)})["Access-Control-Allow-Origin"] == "*"
        assert api.get("/decode")["Access-Control-Allow-Origin"] == "*"
        for path in ("/", "/api/v1/model", "/api/v1/generate", "/api/schema"):
            assert "Access-Control-Allow-Origin" not in api.get(path)

    @pytest.mark.parametrize(
        "text",
        ["", "[", "[1, 2]", "[NaN]", json.dumps([None] * 100), "1" * 5000, "[" * 2000, json.dumps([*LATENT, 0]),
         json.dumps(LATENT).replace("0.25", "NaN"), json.dumps(LATENT).replace("0.25", "1e400", 1)],
        ids=lambda text: text[:12],
    )  # fmt: skip
    def test_decode_refuses_what_is_no_latent(self, api: APIClient, text: str) -> None:
        response = api.get("/decode", {"input": text})
        assert (response.status_code, list(response.json())) == (400, ["input"])

    def test_decode_without_input_says_so(self, api: APIClient) -> None:
        assert api.get("/decode").json() == {"input": ["Is missing: a JSON list of 100 numbers."]}

    def test_decode_refuses_bytes_that_are_no_text(self, api: APIClient) -> None:
        assert api.get("/decode?input=%ff%fe").status_code == 400


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=10,
)
FIELDS = ["count", "seed", "constraints", "latents", "scores", "from", "to", "steps", "latent", "amount", "link"]


@pytest.mark.slow
@pytest.mark.parametrize("call", ["generate", "decode", "encode", "blend", "vary", "import"])
@hypothesis_settings(max_examples=40)
@given(body=st.dictionaries(st.sampled_from(FIELDS), json_values, max_size=4) | json_values)
def test_any_json_is_answered_without_a_500(no_limits: None, api: APIClient, call: str, body: Any) -> None:
    response = raw(api, call, json.dumps(body))
    assert response.status_code in (200, 400)
    response.json()


@hypothesis_settings(max_examples=25)
@given(latent=st.lists(st.floats(-8, 8), min_size=100, max_size=100))
def test_any_latent_within_bounds_decodes_to_a_valid_score(
    no_limits: None, api: APIClient, latent: list[float]
) -> None:
    (take,) = post(api, "decode", {"latents": [latent]}).json()["results"]
    assert Score.from_json(take["score"]).to_json() == take["score"]

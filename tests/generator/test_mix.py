"""The mix, as the server takes it: the same fields and bounds as in the browser."""

from __future__ import annotations

import re
from typing import Any

import pytest

from generator.mix import PARTS, PRESETS, MixError, parse_mix
from tests.conftest import ROOT

MUSIC = ROOT / "frontend" / "src" / "music"
FULL: dict[str, Any] = {
    "preset": "night drive", "bpm": 70, "filter": 0.5, "vinyl": 0, "rain": 1,
    "muted": ["bass"], "soloed": ["keys", "drums"], "seed": 4294967295,
}  # fmt: skip


def test_presets_and_parts_are_those_of_the_browser() -> None:
    presets = re.findall(r'^    name: "([^"]+)"', (MUSIC / "presets.ts").read_text(encoding="utf-8"), re.M)
    assert list(PRESETS) == presets
    line = re.search(r"PARTS: readonly PartName\[\] = \[(.*?)\]", (MUSIC / "mix.ts").read_text(encoding="utf-8"))
    assert line
    assert list(PARTS) == re.findall(r'"(\w+)"', line[1])


def test_fields_are_those_of_the_browser() -> None:
    body = re.search(r"PLAIN: Mix = \{(.*?)\}", (MUSIC / "mix.ts").read_text(encoding="utf-8"), re.S)
    assert body
    assert sorted(FULL) == sorted(re.findall(r"(\w+):", body[1]))


def test_full_mix_stays_as_it_is() -> None:
    assert parse_mix(FULL) == FULL


@pytest.mark.parametrize("data", [None, {}, {"preset": None, "bpm": None, "seed": None}])
def test_mix_that_sets_nothing_is_none(data: object) -> None:
    assert parse_mix(data) is None


@pytest.mark.parametrize(
    ("data", "field", "bound"),
    [
        ([], "mix", "object"),
        ("loud", "mix", "object"),
        ({"volume": 1}, "volume", "known: preset, bpm"),
        ({"\ud800": 1}, "\\ud800", "Unknown"),
        ({"preset": "disco"}, "preset", "one of rainy window"),
        ({"preset": ["rooftop"]}, "preset", "one of rainy window"),
        ({"bpm": 59.9}, "bpm", "60 to 100"),
        ({"bpm": 101}, "bpm", "60 to 100"),
        ({"bpm": True}, "bpm", "60 to 100"),
        ({"bpm": "80"}, "bpm", "60 to 100"),
        ({"filter": 1.01}, "filter", "0 to 1"),
        ({"filter": float("nan")}, "filter", "0 to 1"),
        ({"vinyl": -0.1}, "vinyl", "0 to 1"),
        ({"rain": 10**400}, "rain", "0 to 1"),
        ({"muted": "bass"}, "muted", "different parts of keys"),
        ({"muted": ["bass", "bass"]}, "muted", "different parts of keys"),
        ({"muted": [["bass"]]}, "muted", "different parts of keys"),
        ({"soloed": ["voice"]}, "soloed", "different parts of keys"),
        ({"seed": -1}, "seed", "0 to 4294967295"),
        ({"seed": 1.0}, "seed", "0 to 4294967295"),
        ({"seed": 2**32}, "seed", "0 to 4294967295"),
    ],
)
def test_broken_mix_names_field_and_bound(data: object, field: str, bound: str) -> None:
    with pytest.raises(MixError) as caught:
        parse_mix(data)
    assert caught.value.field == field
    assert bound in caught.value.message

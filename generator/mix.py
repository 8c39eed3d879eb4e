"""The mix: what a listener has set about a track's sound. ``docs/track-format.md`` describes its fields."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from generator.vae.sample import SEEDS
from generator.vae.score import MAX_BPM, MIN_BPM

PRESETS = (
    "rainy window",
    "attic tape",
    "last train",
    "sunday record",
    "corner cafe",
    "night drive",
    "rooftop",
    "deep focus",
)
"""Those of ``frontend/src/music/presets.ts`` (a test compares them)."""
PARTS = ("keys", "colour", "pad", "melody", "bass", "drums")


class MixError(ValueError):
    """A mix that breaks the format. ``field`` names the offender, ``message`` the bound."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def parse_mix(data: object) -> dict[str, Any] | None:
    """The fields that are set; None when none is. Raises MixError."""
    if data is None:
        return None
    if not isinstance(data, dict):
        raise MixError("mix", "Must be an object.")
    for name in data:
        if name not in _CHECKS:
            raise MixError(ascii(name)[1:-1], f"Unknown; known: {', '.join(_CHECKS)}.")
    given = {name: value for name, value in data.items() if value is not None}
    for name, value in given.items():
        if fault := _CHECKS[name](value):
            raise MixError(name, fault)
    return given or None


def _number(low: float, high: float) -> Callable[[Any], str | None]:
    def check(value: Any) -> str | None:
        good = isinstance(value, int | float) and not isinstance(value, bool) and low <= value <= high
        return None if good and math.isfinite(value) else f"Must be a number from {low:g} to {high:g}."

    return check


def _preset(value: Any) -> str | None:
    return None if value in PRESETS else f"Must be one of {', '.join(PRESETS)}."


def _parts(value: Any) -> str | None:
    known = isinstance(value, list) and all(isinstance(name, str) and name in PARTS for name in value)
    return (
        None if known and len(set(value)) == len(value) else f"Must be a list of different parts of {', '.join(PARTS)}."
    )


def _seed(value: Any) -> str | None:
    good = isinstance(value, int) and not isinstance(value, bool) and 0 <= value < SEEDS
    return None if good else f"Must be a whole number from 0 to {SEEDS - 1}."


_CHECKS: dict[str, Callable[[Any], str | None]] = {
    "preset": _preset,
    "bpm": _number(MIN_BPM, MAX_BPM),
    "filter": _number(0, 1),
    "vinyl": _number(0, 1),
    "rain": _number(0, 1),
    "muted": _parts,
    "soloed": _parts,
    "seed": _seed,
}

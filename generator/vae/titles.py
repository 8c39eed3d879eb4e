"""Names a person can read and say, drawn from key, mood and a word list, seeded by the latent."""

from __future__ import annotations

import numpy as np

from generator.vae.score import KEYS, MODES

_QUIET = ("Slow", "Soft", "Sleepy", "Hushed", "Drifting", "Folded", "Still", "Hazy")
_LIVELY = ("Walking", "Passing", "Restless", "Turning", "Skipping", "Swaying", "Running", "Open")
_DARK = ("Rain", "Smoke", "Static", "Fog", "Midnight", "Shadows", "Ashes", "Winter", "Streetlights", "Undertow")
_BRIGHT = ("Sunday", "Oranges", "Kites", "Balconies", "Tea", "Postcards", "Ferns", "Linen", "Lanterns", "Honey")
_PLACES = (
    "on the Last Train",
    "in the Stairwell",
    "by the Window",
    "under the Awning",
    "after Closing Time",
    "at the Corner Shop",
    "on the Rooftop",
    "between Stations",
    "in the Spare Room",
    "before the Alarm",
    "across the River",
    "behind the Cinema",
)
_BARE = 0.45
"""Share of titles that end in the key instead of a place."""


def title_of(generator: np.random.Generator, key: int, mode: int, energy: float, valence: float) -> str:
    """A title of at most 80 characters; key and mode from 1, energy and valence 0..1."""
    first = _pick(generator, _QUIET if energy < 0.5 else _LIVELY)
    noun = _pick(generator, _DARK if valence < 0.5 else _BRIGHT)
    place = _pick(generator, _PLACES)
    if generator.random() < _BARE:
        return f"{first} {noun} in {KEYS[key - 1]} {MODES[mode - 1].capitalize()}"
    return f"{first} {noun} {place}"


def _pick(generator: np.random.Generator, words: tuple[str, ...]) -> str:
    return words[int(generator.integers(len(words)))]

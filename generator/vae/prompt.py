"""Words -> constraints, mood and mix. Explicit words are read by rules, what is left of the prompt by its mood."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from generator.vae.language import bands, keys, size, sound, tempo
from generator.vae.language.mood import Mood, mood_reader, says_something
from generator.vae.language.text import Heard, Reading, tidy
from generator.vae.sample import Constraints

Bounds = tuple[int, int]
_WAVER = 0.04
"""How far energy and valence vary from take to take."""
_EDGE = 0.02
"""Takes keep at least so far from the edge of their quadrant."""
_LOWEST, _SPAN, _SPREAD = 62, 34, 4
"""Where words name no tempo, the mood's: BPM of energy 0, up to energy 1, and how far it varies."""
_BRIGHT, _DARK = (1, 4, 5, 2), (6, 2, 3)
"""Modes for a mood that names none, the likeliest first."""
_DENSITIES = {"sparse": 0.12, "busy": 0.99}
_SILENT = ("key", "mode", "bars", "density", "band", "preset", "muted", "soloed")
"""Fields whose words tell nothing about the mood."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What was understood. ``bpm`` and ``bars`` are bounds, both included; ``density`` is "sparse" or "busy"."""

    text: str
    key: int | None = None
    mode: int | None = None
    bpm: Bounds | None = None
    bars: Bounds | None = None
    density: str | None = None
    mood: Mood | None = None
    mix: dict[str, Any] = field(default_factory=dict)
    heard: tuple[Heard, ...] = ()
    notes: tuple[str, ...] = ()


def read(text: str) -> Prompt:
    """Understand any text; what can't be understood is left to chance."""
    text = tidy(text)
    readings = [reader.read(text) for reader in (keys, tempo, size, sound)]
    values = {name: value for reading in readings[:-1] for name, value in reading.values.items()}
    heard = sorted((one for reading in readings for one in reading.heard), key=lambda one: one.start)
    mood = mood_reader()(_unheard(text, heard, _SILENT)) if says_something(_unheard(text, heard)) else None
    mix = _mix(readings[-1], mood)
    notes = tuple(note for reading in readings for note in reading.notes)
    return Prompt(text=text, **values, mood=mood, mix=mix, heard=tuple(heard), notes=notes)


def constraints_of(prompt: Prompt, own: Constraints, seed: int) -> Constraints:
    """What one take is asked to be. ``own`` wins; within bounds, and where only a mood speaks, the seed decides."""
    chance = np.random.default_rng([seed, 2])
    drawn: dict[str, Any] = {"key": prompt.key, "mode": prompt.mode, "density": _DENSITIES.get(prompt.density or "")}
    for name in ("bpm", "bars"):
        bounds = getattr(prompt, name)
        drawn[name] = None if bounds is None else int(chance.integers(bounds[0], bounds[1] + 1))
    if prompt.mood:
        drawn |= _of_mood(prompt.mood, drawn, chance)
    told = {name: getattr(own, name) for name in drawn if getattr(own, name) is not None}
    return Constraints(**{**drawn, **told})


def noise_of(prompt: Prompt, seed: int, attempt: int) -> np.random.Generator:
    """Chance for one take: the same for the same text, seed and attempt; another text plays another tune."""
    words = int.from_bytes(hashlib.sha256(prompt.text.casefold().encode()).digest()[:8], "little")
    return np.random.default_rng([seed, words, attempt])


def _unheard(text: str, heard: list[Heard], fields: Collection[str] | None = None) -> str:
    """The text without what was taken for something else than a mood: all of it, or what is of these fields.

    Figures go, and what is not to be there.
    """
    letters = list(text)
    for one in heard:
        figures = any(letter.isdigit() for letter in text[one.start : one.end])
        if fields is None or one.field in fields or figures or one.meaning.startswith("no "):
            letters[one.start : one.end] = ", " + " " * (one.end - one.start - 2)
    return "".join(letters)


def _of_mood(mood: Mood, drawn: dict[str, Any], chance: np.random.Generator) -> dict[str, Any]:
    energy, valence = (_waver(value, chance) for value in (mood.energy, mood.valence))
    bpm = round(_LOWEST + _SPAN * energy + _SPREAD * float(chance.uniform(-1, 1)))
    modes = _BRIGHT if valence >= 0.5 else _DARK
    likely = modes[min(int(chance.geometric(0.5)), len(modes)) - 1]
    soft = {"bpm": bpm, "mode": likely}
    return {"energy": energy, "valence": valence} | {name: soft[name] for name in soft if drawn[name] is None}


def _waver(value: float, chance: np.random.Generator) -> float:
    low, high = (0.5 + _EDGE, 0.97) if value >= 0.5 else (0.03, 0.5 - _EDGE)
    return float(np.clip(value + chance.uniform(-_WAVER, _WAVER), low, high))


def _mix(reading: Reading, mood: Mood | None) -> dict[str, Any]:
    values = reading.values
    mix = {name: values[name] for name in ("preset", "filter", "vinyl", "rain") if name in values}
    wanted, unwanted = values["wanted"], values["unwanted"]
    if "preset" not in mix and (wanted or unwanted):
        energy, valence = (mood.energy, mood.valence) if mood else (0.5, 0.5)
        preset = bands.choose(wanted, unwanted, energy, valence)
        if preset is None:
            reading.notes.append("Every band has one of those.")
        else:
            mix["preset"] = preset
    if "preset" in mix:
        _tell_missing(mix["preset"], wanted, reading)
        values["soloed"] += [part for one in sorted(values["alone"]) for part in bands.parts_of(mix["preset"], one)]
    return mix | {name: sorted(set(values[name])) for name in ("muted", "soloed") if values[name]}


def _tell_missing(preset: str, wanted: set[str], reading: Reading) -> None:
    missing = sorted(sound.NAMES.get(one, one) for one in wanted if not bands.parts_of(preset, one))
    if missing:
        reading.notes.append(f"No band has all of that: {', '.join(missing)} is left out.")

"""Scores and encodings built by hand or at random, for the tests of the model."""

from __future__ import annotations

import numpy as np

from generator.vae.codec import CHORDS, decode_bar
from generator.vae.score import HOLD, REST, SLOTS, Chord, Score


def score_with(**changes: object) -> Score:
    """A valid two-bar score in D dorian, changed as told."""
    fields: dict[str, object] = {
        "title": "Slow Rain by the Window",
        "key": 3,
        "mode": 2,
        "bpm": 74,
        "energy": 0.25,
        "valence": 0.5,
        "harmony": ((Chord(1, "min7"),), (Chord(4, "dom7"), Chord(5, "min9"))),
        "melody": ((1, HOLD, HOLD, 3, *[REST] * 12), (0, 5, HOLD, HOLD, 8, *[HOLD] * 11)),
        "swing": 0.58,
    }
    return Score(**{**fields, **changes})  # type: ignore[arg-type]


def random_score(generator: np.random.Generator, bars: int) -> Score:
    """Any valid score of ``bars`` bars: every symbol that the format allows can occur."""
    return Score(
        title=f"Take {generator.integers(1_000_000)}",
        key=int(generator.integers(1, 13)),
        mode=int(generator.integers(1, 8)),
        bpm=int(generator.integers(60, 101)),
        energy=round(float(generator.random()), 3),
        valence=round(float(generator.random()), 3),
        swing=0.6,
        harmony=tuple(decode_bar(*map(int, generator.integers(0, CHORDS, 2))) for _ in range(bars)),
        melody=_random_melody(generator, bars),
    )


def _random_melody(generator: np.random.Generator, bars: int) -> tuple[tuple[int, ...], ...]:
    sounding, line = False, []
    for symbol in generator.integers(REST, HOLD + 1, bars * SLOTS).tolist():
        symbol = REST if symbol == HOLD and not sounding else symbol
        sounding = symbol != REST
        line.append(symbol)
    return tuple(tuple(line[i : i + SLOTS]) for i in range(0, len(line), SLOTS))

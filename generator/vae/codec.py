"""Score <-> arrays, both ways.

A chord is one of 113 symbols: 0 for a rest, else a degree with a quality. A bar has two chord slots and sixteen melody
symbols. Quantities (energy, valence, tempo, density) are written as z-scores: a share p of 0..1 is Phi^-1(p), so that
a standard normal latent meets a standard normal target and a linear head is enough to read them.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, fields
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from generator.vae.score import (
    HOLD,
    MAX_BPM,
    MIN_BPM,
    QUALITIES,
    REST,
    REST_CHORD,
    SLOTS,
    Bar,
    Chord,
    Score,
)

QUALITY_NAMES = tuple(QUALITIES)
CHORDS = 1 + 7 * len(QUALITY_NAMES)
SYMBOLS = HOLD + 1
PITCHES = HOLD
"""Rest and the fourteen degrees: what can sound at the end of a bar."""
QUANTITIES = ("energy", "valence", "tempo", "density")
RANGE = 2.5
"""Quantities are clipped to this many standard deviations."""
MEAN_DENSITY, DENSITY_SPREAD = 4.8, 2.0
"""Attacks a bar over the training corpus: mean and standard deviation."""

Ints = NDArray[np.int64]
Floats = NDArray[np.float32]
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Encoded:
    """``n`` scores padded to ``T`` bars.

    chords (n, T, 2) in 0..112; melody (n, T, 16) in 0..15; bars, key, mode (n,), key and mode from 0;
    quantities (n, 4) as z-scores.
    """

    chords: Ints
    melody: Ints
    bars: Ints
    key: Ints
    mode: Ints
    quantities: Floats

    def __len__(self) -> int:
        return len(self.bars)

    def take(self, rows: Ints | slice) -> Encoded:
        """The chosen rows, padding cut to their longest."""
        longest = int(self.bars[rows].max())
        cut = {"chords": self.chords[rows][:, :longest], "melody": self.melody[rows][:, :longest]}
        rest = {name: getattr(self, name)[rows] for name in ("bars", "key", "mode", "quantities")}
        return Encoded(**cut, **rest)

    def arrays(self) -> dict[str, NDArray[np.generic]]:
        return {field.name: getattr(self, field.name) for field in fields(self)}


def encode_scores(scores: Sequence[Score]) -> Encoded:
    """Scores -> arrays padded with rests to the longest."""
    longest = max(score.bars for score in scores)
    chords = np.zeros((len(scores), longest, 2), np.int64)
    melody = np.zeros((len(scores), longest, SLOTS), np.int64)
    for i, score in enumerate(scores):
        chords[i, : score.bars] = [(chord_symbol(bar[0]), chord_symbol(bar[-1])) for bar in score.harmony]
        melody[i, : score.bars] = score.melody
    return Encoded(
        chords=chords,
        melody=melody,
        bars=np.array([score.bars for score in scores], np.int64),
        key=np.array([score.key - 1 for score in scores], np.int64),
        mode=np.array([score.mode - 1 for score in scores], np.int64),
        quantities=np.array([quantities(score) for score in scores], np.float32),
    )


def chord_symbol(chord: Chord) -> int:
    """0 for a rest, else 1 + (degree - 1) * qualities + quality."""
    if chord.quality is None:
        return 0
    return 1 + (chord.degree - 1) * len(QUALITY_NAMES) + QUALITY_NAMES.index(chord.quality)


def symbol_chord(symbol: int) -> Chord:
    """The inverse of ``chord_symbol``."""
    if symbol == 0:
        return REST_CHORD
    degree, quality = divmod(symbol - 1, len(QUALITY_NAMES))
    return Chord(degree + 1, QUALITY_NAMES[quality])


def decode_bar(first: int, second: int) -> Bar:
    """Two chord slots -> a bar: equal slots are one chord that lasts."""
    return (symbol_chord(first),) if first == second else (symbol_chord(first), symbol_chord(second))


def quantities(score: Score) -> tuple[float, float, float, float]:
    """Energy, valence, tempo and density of a score as z-scores, clipped to +-2.5."""
    tempo = (score.bpm - MIN_BPM) / (MAX_BPM - MIN_BPM)
    density = (attacks_a_bar(score) - MEAN_DENSITY) / DENSITY_SPREAD
    clipped = max(-RANGE, min(RANGE, density))
    return to_z(score.energy), to_z(score.valence), to_z(tempo), clipped


def attacks_a_bar(score: Score) -> float:
    """Melody notes begun in a bar, on average."""
    return sum(symbol not in (REST, HOLD) for bar in score.melody for symbol in bar) / score.bars


def to_z(share: float) -> float:
    """Phi^-1 of a share in 0..1, clipped to +-2.5."""
    edge = _NORMAL.cdf(-RANGE)
    return _NORMAL.inv_cdf(min(max(share, edge), 1 - edge))


def to_share(z: float) -> float:
    """Phi(z): the share in 0..1 of a z-score."""
    return 0.5 * (1 + math.erf(z / math.sqrt(2)))


def to_bpm(z: float) -> int:
    """The tempo in BPM, 60 to 100, of a z-score."""
    return round(MIN_BPM + (MAX_BPM - MIN_BPM) * to_share(z))

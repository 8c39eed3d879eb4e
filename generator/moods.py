"""Words that listeners say, as wishes to the model: stations of the radio."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from generator.vae.sample import Constraints

Range = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Station:
    """What all takes of a word have: energy and valence as shares of the corpus, tempo in BPM, one of the modes."""

    name: str
    energy: Range
    valence: Range
    bpm: tuple[int, int]
    modes: tuple[int, ...]


STATIONS = {
    station.name: station
    for station in (
        Station("rainy", (0.15, 0.4), (0.2, 0.45), (66, 78), (2, 6)),
        Station("sleepy", (0.02, 0.2), (0.35, 0.6), (60, 68), (1, 4)),
        Station("dreamy", (0.15, 0.4), (0.5, 0.8), (64, 76), (1, 4)),
        Station("late-night", (0.2, 0.45), (0.3, 0.55), (68, 80), (2, 6)),
        Station("melancholic", (0.1, 0.35), (0.03, 0.25), (62, 74), (3, 6)),
        Station("focus", (0.3, 0.5), (0.45, 0.65), (72, 84), (2, 5)),
        Station("cozy", (0.25, 0.5), (0.6, 0.85), (70, 82), (1, 5)),
        Station("hopeful", (0.45, 0.7), (0.65, 0.9), (74, 88), (1, 4)),
        Station("sunny", (0.5, 0.8), (0.7, 0.95), (78, 92), (1, 5)),
        Station("restless", (0.7, 0.95), (0.2, 0.45), (84, 98), (3, 6)),
    )
}


def wish(*, station: Station, seed: int, adventure: float) -> Constraints:
    """What one take is asked to be: drawn from the station's ranges, from their middles alone if ``adventure`` is 0."""
    chance = np.random.default_rng([seed, 1])

    def draw(low: float, high: float) -> float:
        return (low + high) / 2 + adventure * (high - low) * (chance.random() - 0.5)

    energy, valence, bpm = (draw(*bounds) for bounds in (station.energy, station.valence, station.bpm))
    mode = station.modes[int(chance.integers(len(station.modes)))]
    return Constraints(mode=mode, bpm=round(bpm), energy=energy, valence=valence)

"""The presets' bands, as far as words name them: those of ``frontend/src/music/presets.ts`` (a test compares them)."""

from __future__ import annotations

from typing import NamedTuple


class Band(NamedTuple):
    """Where a preset is at home, and what each part is played on; pad and drums are the same everywhere."""

    energy: float
    valence: float
    keys: str
    colour: str
    melody: str
    bass: str


PITCHED = ("keys", "colour", "melody", "bass")
BANDS = {
    "rainy window": Band(0.2, 0.2, "rhodes", "harp", "piano", "upright"),
    "attic tape": Band(0.2, 0.7, "piano", "nylon", "vibraphone", "upright"),
    "last train": Band(0.42, 0.35, "epiano", "guitar", "vibraphone", "upright"),
    "sunday record": Band(0.48, 0.78, "nylon", "rhodes", "vibraphone", "finger"),
    "corner cafe": Band(0.6, 0.55, "guitar", "epiano", "piano", "upright"),
    "night drive": Band(0.72, 0.22, "rhodes", "guitar", "epiano", "finger"),
    "rooftop": Band(0.8, 0.75, "epiano", "nylon", "rhodes", "finger"),
    "deep focus": Band(0.5, 0.05, "rhodes", "vibraphone", "harp", "upright"),
}


def parts_of(preset: str, instrument: str) -> list[str]:
    """The parts that an instrument plays in a preset."""
    return [part for part in PITCHED if getattr(BANDS[preset], part) == instrument]


def choose(wanted: set[str], unwanted: set[str], energy: float, valence: float) -> str | None:
    """The preset with the most of the wanted instruments and none of the unwanted; then the nearest in mood.

    None if every band has something unwanted.
    """
    allowed = [name for name, band in BANDS.items() if not unwanted & set(band[2:])]
    if not allowed:
        return None

    def badness(name: str) -> tuple[int, float]:
        band = BANDS[name]
        return len(wanted - set(band[2:])), (band.energy - energy) ** 2 + (band.valence - valence) ** 2

    return min(allowed, key=badness)

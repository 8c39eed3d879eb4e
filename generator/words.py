"""A score's numbers as a listener would say them; the same names as the page writes (frontend/src/music/chords.ts)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from generator.vae.score import MODES, scale

_SHARP = ("C", "C♯", "D", "D♯", "E", "F", "F♯", "G", "G♯", "A", "A♯", "B")
_FLAT = ("C", "D♭", "D", "E♭", "E", "F", "G♭", "G", "A♭", "A", "B♭", "B")
_FLAT_MAJORS = {1, 3, 5, 8, 10}
"""Pitch classes whose major key signature has flats; F♯ major is written with sharps."""
_MAJOR = (0, 2, 4, 5, 7, 9, 11)
_SUFFIXES = {
    "maj": "", "min": "m", "dim": "°", "aug": "+", "sus2": "sus2", "sus4": "sus4", "maj6": "6", "min6": "m6",
    "maj7": "maj7", "min7": "m7", "dom7": "7", "hdim7": "m7♭5", "dim7": "°7", "maj9": "maj9", "min9": "m9", "dom9": "9",
}  # fmt: skip
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII")
_SMALL = {"min", "min6", "min7", "min9", "dim", "hdim7", "dim7"}
"""Qualities with a minor third: their degree is written small."""


@dataclass(frozen=True, slots=True)
class NamedChord:
    """``degree`` "ii" and ``name`` "Em7"; a rest has "" and "rest"."""

    degree: str
    name: str


@dataclass(frozen=True, slots=True)
class NamedBars:
    """The chords of a bar, and how many bars on end have the same."""

    chords: tuple[NamedChord, ...]
    many: int


def note_name(key: int, mode: int, pitch_class: int) -> str:
    """A pitch class (0 is C) in a key (1 is C) and mode (1 is ionian), spelled by its relative major's signature."""
    relative_major = (key - 1 - _MAJOR[mode - 1]) % 12
    return (_FLAT if relative_major in _FLAT_MAJORS else _SHARP)[pitch_class % 12]


def key_name(key: int, mode: int) -> str:
    """ "D dorian"."""
    return f"{note_name(key, mode, key - 1)} {MODES[mode - 1]}"


def bars(score: Mapping[str, Any]) -> list[NamedBars]:
    """The harmony of a score (version 2, as stored) in order, bars that repeat the one before put together."""
    named = [tuple(_named(score["key"], score["mode"], chord) for chord in bar) for bar in score["harmony"]]
    return [NamedBars(chords, len(list(same))) for chords, same in groupby(named)]


def seconds(score: Mapping[str, Any]) -> float:
    """How long the written bars last, once through: four quarters each."""
    return len(score["harmony"]) * 4 * 60 / int(score["bpm"])


def _named(key: int, mode: int, chord: Mapping[str, Any]) -> NamedChord:
    degree, quality = chord["degree"], chord["quality"]
    if not degree:
        return NamedChord("", "rest")
    root = note_name(key, mode, key - 1 + scale(mode)[degree - 1])
    roman = _ROMAN[degree - 1].lower() if quality in _SMALL else _ROMAN[degree - 1]
    return NamedChord(roman, root + _SUFFIXES[quality])


def shares(weights: Sequence[float]) -> list[int]:
    """Weights as whole percents that add up to 100 (largest remainders); none of them may be negative."""
    total = sum(weights) or 1
    exact = [100 * weight / total for weight in weights]
    whole = [int(share) for share in exact]
    by_rest = sorted(range(len(exact)), key=lambda i: whole[i] - exact[i])
    for i in by_rest[: (100 if sum(weights) else 0) - sum(whole)]:
        whole[i] += 1
    return whole

"""The score: what the model writes and the player plays.

Version 2 is a superset of the original system's eight fields (the *legacy* score): it adds chord qualities, two
chords a bar, a melody in sixteenths in which a hold is apart from a new attack, and swing. Metre is always 4/4.
``docs/track-format.md`` describes every field and its range.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

VERSION = 2
MAX_BARS = 50
MAX_TITLE = 80
SLOTS = 16
"""Sixteenth notes in a bar."""
REST = 0
HOLD = 15
"""Melody symbol that prolongs the sounding note; 1 to 14 attack a scale degree, 0 is silence."""
TOP_DEGREE = 14
EIGHTHS = 8
MIN_BPM, MAX_BPM = 60, 100
MIN_SWING, MAX_SWING = 0.5, 0.67
MODES = ("ionian", "dorian", "phrygian", "lydian", "mixolydian", "aeolian", "locrian")
KEYS = ("C", "D♭", "D", "E♭", "E", "F", "F♯", "G", "A♭", "A", "B♭", "B")

QUALITIES: dict[str, tuple[int, ...]] = {
    "maj": (0, 4, 7),
    "min": (0, 3, 7),
    "dim": (0, 3, 6),
    "aug": (0, 4, 8),
    "sus2": (0, 2, 7),
    "sus4": (0, 5, 7),
    "maj6": (0, 4, 7, 9),
    "min6": (0, 3, 7, 9),
    "maj7": (0, 4, 7, 11),
    "min7": (0, 3, 7, 10),
    "dom7": (0, 4, 7, 10),
    "hdim7": (0, 3, 6, 10),
    "dim7": (0, 3, 6, 9),
    "maj9": (0, 4, 7, 11, 14),
    "min9": (0, 3, 7, 10, 14),
    "dom9": (0, 4, 7, 10, 14),
}
"""Chord qualities by name, as semitones above the root."""

_IONIAN = (0, 2, 4, 5, 7, 9, 11)


class ScoreError(ValueError):
    """A score that breaks the format. ``field`` names the offender, ``str()`` adds the bound it broke."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(f"{field}: {message}")
        self.field = field
        self.message = message


def scale(mode: int) -> tuple[int, ...]:
    """Semitones of the seven degrees above the tonic: rotations of the major scale, ``mode`` 1 (ionian) to 7."""
    start = _IONIAN[mode - 1]
    return tuple((_IONIAN[(mode - 1 + step) % 7] - start) % 12 for step in range(7))


def diatonic_triad(mode: int, degree: int) -> str:
    """Quality of the triad that the mode's own notes build on ``degree`` (1 to 7)."""
    notes = scale(mode)
    root = notes[degree - 1]
    third, fifth = ((notes[(degree - 1 + step) % 7] - root) % 12 for step in (2, 4))
    return {(4, 7): "maj", (3, 7): "min", (3, 6): "dim"}[(third, fifth)]


@dataclass(frozen=True, slots=True)
class Chord:
    """A scale degree, 1 to 7, with an absolute quality; degree 0 is a rest and has none."""

    degree: int
    quality: str | None

    def to_json(self) -> dict[str, Any]:
        return {"degree": self.degree, "quality": self.quality}


REST_CHORD = Chord(0, None)
Bar = tuple[Chord, ...]
"""One chord for the whole bar, or two for half a bar each."""


@dataclass(frozen=True, slots=True)
class Score:
    """A valid track. Building one checks it: ``ScoreError`` names the field and the bound that is broken.

    ``harmony`` and ``melody`` hold one entry a bar, 1 to 50 of them; a melody bar is 16 symbols.
    """

    title: str
    key: int
    mode: int
    bpm: int
    energy: float
    valence: float
    harmony: tuple[Bar, ...]
    melody: tuple[tuple[int, ...], ...]
    swing: float = MIN_SWING

    def __post_init__(self) -> None:
        check_title(self.title)
        check_integer("key", self.key, 1, 12)
        check_integer("mode", self.mode, 1, 7)
        check_integer("bpm", self.bpm, MIN_BPM, MAX_BPM)
        check_number("energy", self.energy, 0, 1)
        check_number("valence", self.valence, 0, 1)
        check_number("swing", self.swing, MIN_SWING, MAX_SWING)
        check_length("harmony", self.harmony, 1, MAX_BARS)
        check_length("melody", self.melody, len(self.harmony), len(self.harmony))
        _check_harmony(self.harmony)
        _check_melody(self.melody)

    @property
    def bars(self) -> int:
        return len(self.harmony)

    @property
    def chords(self) -> list[int]:
        """The legacy grid's chords: the degree that opens each bar."""
        return [bar[0].degree for bar in self.harmony]

    @property
    def melodies(self) -> list[list[int]]:
        """The legacy grid's notes: what sounds in each eighth, an attack on its second half included."""
        return _project_melody(self.melody)

    def to_json(self) -> dict[str, Any]:
        """The version 2 object, legacy projection included, ready for ``json.dumps``."""
        return {
            "version": VERSION,
            "title": self.title,
            "key": self.key,
            "mode": self.mode,
            "bpm": self.bpm,
            "energy": self.energy,
            "valence": self.valence,
            "swing": self.swing,
            "harmony": [[chord.to_json() for chord in bar] for bar in self.harmony],
            "melody": [list(bar) for bar in self.melody],
            "chords": self.chords,
            "melodies": self.melodies,
        }

    @classmethod
    def from_json(cls, data: object) -> Score:
        """Read version 2, or a legacy score when there is no ``version``.

        In version 2, ``chords`` and ``melodies`` may be left out; where they are given they must be the projection of
        ``harmony`` and ``melody``, so that no edit is lost in silence.
        """
        fields = require_object("score", data)
        if fields.get("version") is None:
            from generator.vae.legacy import from_legacy

            return from_legacy(fields)
        check_integer("version", fields["version"], VERSION, VERSION)
        score = cls(
            **_scalars(fields),
            swing=require(fields, "swing"),
            harmony=tuple(_read_bar(i, bar) for i, bar in _numbered(fields, "harmony")),
            melody=tuple(tuple(require_list(f"melody[{i}]", bar)) for i, bar in _numbered(fields, "melody")),
        )
        for name, projection in (("chords", score.chords), ("melodies", score.melodies)):
            if fields.get(name, projection) != projection:
                raise ScoreError(name, "must be the projection of harmony and melody, or be left out")
        return score


def _scalars(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: require(fields, name) for name in ("title", "key", "mode", "bpm", "energy", "valence")}


def _numbered(fields: dict[str, Any], name: str) -> Iterator[tuple[int, Any]]:
    bars = require_list(name, require(fields, name))
    check_length(name, bars, 1, MAX_BARS)
    return iter(enumerate(bars))


def _read_bar(index: int, bar: object) -> Bar:
    return tuple(_read_chord(f"harmony[{index}]", chord) for chord in require_list(f"harmony[{index}]", bar))


def _read_chord(field: str, chord: object) -> Chord:
    fields = require_object(field, chord)
    return Chord(require(fields, "degree", field), fields.get("quality"))


def _check_harmony(harmony: Sequence[Bar]) -> None:
    for i, bar in enumerate(harmony):
        check_length(f"harmony[{i}]", bar, 1, 2)
        for chord in bar:
            _check_chord(f"harmony[{i}]", chord)


def _check_chord(field: str, chord: Chord) -> None:
    check_integer(f"{field}.degree", chord.degree, 0, 7)
    if chord.degree == 0 and chord.quality is not None:
        raise ScoreError(f"{field}.quality", "must be null for a rest (degree 0)")
    if chord.degree and not (isinstance(chord.quality, str) and chord.quality in QUALITIES):
        raise ScoreError(f"{field}.quality", f"must be one of {', '.join(QUALITIES)}")


def _check_melody(melody: Sequence[Sequence[int]]) -> None:
    sounding = False
    for i, bar in enumerate(melody):
        check_length(f"melody[{i}]", bar, SLOTS, SLOTS)
        _check_symbols(f"melody[{i}]", bar)
        for j, symbol in enumerate(bar):
            if symbol == HOLD and not sounding:
                raise ScoreError(f"melody[{i}][{j}]", f"must not be a hold ({HOLD}) while no note sounds")
            sounding = symbol != REST


def _check_symbols(field: str, bar: Sequence[int]) -> None:
    if set(map(type, bar)) == {int} and min(bar) >= REST and max(bar) <= HOLD:
        return  # one by one takes five times as long, and is only needed to name the offender
    for j, symbol in enumerate(bar):
        check_integer(f"{field}[{j}]", symbol, REST, HOLD)


def _project_melody(melody: Sequence[Sequence[int]]) -> list[list[int]]:
    sounding, rows = REST, []
    for bar in melody:
        heard = []
        for symbol in bar:
            sounding = sounding if symbol == HOLD else symbol
            heard.append(sounding)
        rows.append([heard[i] or heard[i + 1] for i in range(0, SLOTS, 2)])
    return rows


def require_object(field: str, value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise ScoreError(field, "must be an object")
    return value


def require_list(field: str, value: object) -> list[Any]:
    if not isinstance(value, list):
        raise ScoreError(field, "must be a list")
    return value


def require(fields: dict[str, Any], name: str, parent: str = "") -> Any:
    if fields.get(name) is None:
        raise ScoreError(f"{parent}.{name}" if parent else name, "is missing")
    return fields[name]


def check_integer(field: str, value: object, low: int, high: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        wanted = str(low) if low == high else f"a whole number from {low} to {high}"
        raise ScoreError(field, f"must be {wanted}")


def check_number(field: str, value: object, low: float, high: float) -> None:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    if not number or not (low <= value <= high) or not math.isfinite(value):  # type: ignore[operator, arg-type]
        raise ScoreError(field, f"must be a number from {low:g} to {high:g}")


def check_length(field: str, value: Sequence[object], low: int, high: int) -> None:
    if not low <= len(value) <= high:
        wanted = str(low) if low == high else f"{low} to {high}"
        raise ScoreError(field, f"must have {wanted} entries, not {len(value)}")


def check_title(title: object) -> None:
    """1 to 80 characters, none of them a control, surrogate or bidi override: titles are shown to strangers."""
    if not isinstance(title, str) or not 1 <= len(title) <= MAX_TITLE or not title.strip():
        raise ScoreError("title", f"must be text of 1 to {MAX_TITLE} characters")
    if any(unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp") or char in BIDI for char in title):
        raise ScoreError("title", "must not hold control characters")


BIDI = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

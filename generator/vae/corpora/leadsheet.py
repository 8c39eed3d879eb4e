"""A song as every reader hands it over: one tonic, 4/4, times counted in sixteenth notes from the first bar line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from generator.vae.score import QUALITIES, SLOTS


class CorpusError(ValueError):
    """A file that can't be used; ``str()`` says why. It is counted and named, the rest of the corpus goes on."""


@dataclass(frozen=True, slots=True)
class ChordSpan:
    """A chord that sounds from ``start`` for ``length`` sixteenths; ``root`` is a pitch class, 0 (C) to 11."""

    start: int
    length: int
    root: int
    quality: str


@dataclass(frozen=True, slots=True)
class Note:
    """A melody note, MIDI ``pitch``, from ``start`` for ``length`` sixteenths. Notes are sorted and don't overlap."""

    start: int
    length: int
    pitch: int


@dataclass(frozen=True, slots=True)
class LeadSheet:
    """One song.

    ``song`` is the key of the split: two readings of a song share it. ``tonic`` is a pitch class. ``minor`` tells the
    family of modes where the source knows it. ``sections`` are (first bar, number of bars) by human labels; without
    them windows are cut. ``bpm``, ``energy`` and ``valence`` (both 0..1) are None where the source has none.
    ``notes_per_second`` counts all parts, where the source has them.
    """

    song: str
    source: str
    tonic: int
    bars: int
    chords: tuple[ChordSpan, ...]
    notes: tuple[Note, ...]
    minor: bool | None = None
    mode: int | None = None
    bpm: float | None = None
    energy: float | None = None
    valence: float | None = None
    notes_per_second: float | None = None
    sections: tuple[tuple[int, int], ...] = field(default=())

    def __post_init__(self) -> None:
        if self.bars < 1 or not self.chords:
            raise CorpusError("no bars with chords")
        if max(span.start for span in self.chords) >= self.bars * SLOTS:
            raise CorpusError("chords run past the last bar")


def nearest_quality(intervals: Iterable[int]) -> str:
    """The quality whose pitch classes agree best (Jaccard index) with ``intervals``, semitones above the root."""
    wanted = {interval % 12 for interval in intervals} | {0}

    def agreement(name: str) -> float:
        have = {interval % 12 for interval in QUALITIES[name]}
        return len(have & wanted) / len(have | wanted)

    return max(QUALITIES, key=agreement)


def monophonic(notes: Iterable[Note]) -> tuple[Note, ...]:
    """Sort the notes and cut each where the next begins; of two that begin together the higher one stays."""
    ordered = sorted(notes, key=lambda note: (note.start, -note.pitch))
    line: list[Note] = []
    for note in ordered:
        if line and note.start == line[-1].start:
            continue
        if line and note.start < line[-1].start + line[-1].length:
            line[-1] = Note(line[-1].start, note.start - line[-1].start, line[-1].pitch)
        line.append(note)
    return tuple(note for note in line if note.length > 0)

"""Lead sheet -> sections of 4 to 16 bars, written on the score's grid and in its vocabulary of scale degrees."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from generator.vae.corpora.leadsheet import ChordSpan, LeadSheet, Note
from generator.vae.score import (
    HOLD,
    MAX_BPM,
    MIN_BPM,
    QUALITIES,
    REST,
    REST_CHORD,
    SLOTS,
    TOP_DEGREE,
    Bar,
    Chord,
    Score,
    diatonic_triad,
    scale,
)

MIN_WINDOW, MAX_WINDOW = 4, 16
_UNLABELLED = ((8, 4), (16, 8))
"""(bars, hop) of the windows cut where no human labelled phrases."""
_SONG_WEIGHT = 0.2
_HALF = SLOTS // 2
_MIN_CHORD_SHARE = 0.75
_MIN_MELODY_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Window:
    """A section of a song: its score (energy and valence not yet ranked) and what the proxies need."""

    sheet: LeadSheet
    score: Score
    start: int


def windows(sheet: LeadSheet) -> Iterator[Window]:
    """Every section of ``sheet`` that has chords over most of its time, a melody in half its bars and two chords."""
    bpm = fold_tempo(sheet.bpm)
    heard, halves = _heard(sheet, 0, sheet.bars), _half_bars(sheet)
    for start, bars in _spans(sheet):
        mode = sheet.mode or infer_mode(heard, _heard(sheet, start, bars), sheet.minor)
        harmony = tuple(_bar(halves[2 * bar : 2 * bar + 2], sheet.tonic, mode) for bar in range(start, start + bars))
        melody = _melody(sheet, mode, start, bars)
        if _is_usable(harmony, melody):
            title = f"{sheet.source} {sheet.song} {start + 1}"[:80]
            score = Score(title, sheet.tonic + 1, mode, bpm, 0.5, 0.5, harmony, melody)
            yield Window(sheet, score, start)


def _spans(sheet: LeadSheet) -> list[tuple[int, int]]:
    if not sheet.sections:
        return [(start, bars) for bars, hop in _UNLABELLED for start in range(0, sheet.bars - bars + 1, hop)] or [
            (0, min(sheet.bars, MAX_WINDOW))
        ]
    spans = []
    for first, (start, _) in enumerate(sheet.sections):
        bars = 0
        for _, length in sheet.sections[first:]:
            bars += length
            if bars > MAX_WINDOW:
                break
            spans.append((start, bars))
    return [span for span in spans if span[1] >= MIN_WINDOW]


def infer_mode(song: Counter[int], section: Counter[int], minor: bool | None) -> int:
    """The mode whose scale covers most of what a section sounds, given the tonic; plain major or minor wins ties.

    ``song`` and ``section`` are sounding times by semitone above the tonic; the song decides what the section leaves
    open. Where the source tells major from minor, only that family is weighed.
    """
    if minor is None and song[3] != song[4]:
        minor = song[3] > song[4]
    family = {None: (1, 6, 5, 2, 4, 3, 7), True: (6, 2, 3, 7), False: (1, 5, 4)}[minor]

    def cover(mode: int) -> float:
        notes = scale(mode)
        return sum(section[pitch] + _SONG_WEIGHT * song[pitch] for pitch in notes)

    return max(family, key=cover)


def _heard(sheet: LeadSheet, start: int, bars: int) -> Counter[int]:
    """Sounding time of notes and of chords' triads by semitone above the tonic, as shares."""
    first, last = start * SLOTS, (start + bars) * SLOTS
    weights: Counter[int] = Counter()
    for note in sheet.notes:
        if first <= note.start < last:
            weights[(note.pitch - sheet.tonic) % 12] += note.length
    for span in sheet.chords:
        length = max(0, min(last, span.start + span.length) - max(first, span.start))
        for interval in QUALITIES[span.quality][:3]:
            weights[(span.root + interval - sheet.tonic) % 12] += length / 3
    total = sum(weights.values()) or 1
    return Counter({pitch: weight / total for pitch, weight in weights.items()})


def fold_tempo(bpm: float | None) -> int:
    """A tempo between 60 and 100: halves fast ones, doubles slow ones, and slows what lies between by a quarter."""
    tempo = bpm or 80.0
    while tempo > 2 * MIN_BPM:
        tempo /= 2
    while tempo < MIN_BPM:
        tempo *= 2
    return round(tempo * 0.75 if tempo > MAX_BPM else tempo)


def _half_bars(sheet: LeadSheet) -> list[ChordSpan | None]:
    """The chord that sounds longest in each half bar of the song."""
    longest: list[tuple[int, ChordSpan | None]] = [(0, None)] * (2 * sheet.bars)
    for span in sheet.chords:
        end = min(span.start + span.length, sheet.bars * SLOTS)
        for half in range(span.start // _HALF, -(-end // _HALF)):
            overlap = min(end, (half + 1) * _HALF) - max(span.start, half * _HALF)
            if overlap > longest[half][0]:
                longest[half] = overlap, span
    return [span for _, span in longest]


def _bar(halves: list[ChordSpan | None], tonic: int, mode: int) -> Bar:
    first, second = (_degree(span, tonic, mode) for span in halves)
    return (first,) if first == second else (first, second)


def _degree(span: ChordSpan | None, tonic: int, mode: int) -> Chord:
    if span is None:
        return REST_CHORD
    root = (span.root - tonic) % 12
    notes = scale(mode)
    if root in notes:
        return Chord(notes.index(root) + 1, span.quality)
    return _substitute({(root + interval) % 12 for interval in QUALITIES[span.quality]}, root, mode)


def _substitute(pitches: set[int], root: int, mode: int) -> Chord:
    """For a root outside the mode: the diatonic triad that shares most notes; a stable, then a near one of equals."""
    notes = scale(mode)

    def likeness(degree: int) -> tuple[int, bool, int]:
        base, quality = notes[degree - 1], diatonic_triad(mode, degree)
        triad = {(base + interval) % 12 for interval in QUALITIES[quality]}
        return len(triad & pitches), quality != "dim", -min((base - root) % 12, (root - base) % 12)

    degree = max(range(1, 8), key=likeness)
    return Chord(degree, diatonic_triad(mode, degree))


def _melody(sheet: LeadSheet, mode: int, start: int, bars: int) -> tuple[tuple[int, ...], ...]:
    first, last = start * SLOTS, (start + bars) * SLOTS
    notes = [note for note in sheet.notes if first <= note.start < last]
    line = [REST] * (bars * SLOTS)
    if notes:
        base = _lowest_tonic(notes, sheet.tonic)
        for note in notes:
            at = note.start - first
            line[at] = _melody_degree(note.pitch - base, mode)
            line[at + 1 : at + note.length] = [HOLD] * min(note.length - 1, len(line) - at - 1)
    _close_gaps(line)
    return tuple(tuple(line[i : i + SLOTS]) for i in range(0, len(line), SLOTS))


def _close_gaps(line: list[int]) -> None:
    """Sing on over a single sixteenth of silence between two notes: it is articulation, not a rest."""
    for i in range(1, len(line) - 1):
        if line[i] == REST and line[i - 1] != REST and line[i + 1] not in (REST, HOLD):
            line[i] = HOLD


def _lowest_tonic(notes: list[Note], tonic: int) -> int:
    """The octave of the tonic from which two octaves hold the most sounding time."""

    def held(base: int) -> int:
        return sum(note.length for note in notes if 0 <= note.pitch - base < 24)

    return max((tonic + 12 * octave for octave in range(2, 9)), key=held)


def _melody_degree(interval: int, mode: int) -> int:
    octave, semitone = divmod(interval, 12)
    notes = scale(mode)
    degree = max(i for i, pitch in enumerate(notes) if pitch <= semitone) + 1
    return min(max(octave, 0), TOP_DEGREE // 7 - 1) * 7 + degree


def _is_usable(harmony: tuple[Bar, ...], melody: tuple[tuple[int, ...], ...]) -> bool:
    sounding = [chord for bar in harmony for chord in bar if chord.degree]
    chord_bars = sum(any(chord.degree for chord in bar) for bar in harmony)
    melody_bars = sum(any(bar) for bar in melody)
    return (
        chord_bars >= _MIN_CHORD_SHARE * len(harmony)
        and melody_bars >= _MIN_MELODY_SHARE * len(melody)
        and len({chord.degree for chord in sounding}) >= 2
    )

"""What a score sounds like, in six numbers read from it: the yardsticks of the sliders.

Energy, valence and tempo are the score's own fields as z-scores, density counts attacks a bar. Two are read from chords
and melody, against the track's own key and mode, which count for nothing:

- *Brightness*: listeners call high music bright, whatever its mode (W. Collier and T. Hubbard, Musical scales and
  brightness evaluations, Musicae Scientiae 8, 2004); musicians call bright what lies on the sharp side of the line of
  fifths (of modes: V. Persichetti, Twentieth-Century Harmony, 1961). So it is the height of the melody and, with half
  its spread, the place of the chords' notes on that line.
- *Tension*: how far chords stand from the tonic's triad, and what is dissonant in them (F. Lerdahl, Tonal Pitch Space,
  2001; F. Lerdahl and C. Krumhansl, Modeling tonal tension, Music Perception 24, 2007), without their tree.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from generator.vae.codec import attacks_a_bar, to_z
from generator.vae.score import HOLD, MAX_BPM, MIN_BPM, QUALITIES, REST, TOP_DEGREE, Chord, Score, diatonic_triad, scale

NAMES = ("energy", "valence", "tempo", "density", "brightness", "tension")
_OCTAVE = 12
_DEGREES = (0, 2, 4, -1, 1, 3, 5)
"""Places of the major scale's degrees on the line of fifths; the tonic's is 0."""
_STEPS = {0: 0, 2: 2, 3: -3, 4: 4, 5: -1, 6: -6, 7: 1, 8: 8, 9: 3, 10: -2, 11: 5, 14: 2}
"""Places, counted from a chord's root, of the notes so many semitones above it, as chords are spelt."""
_REGISTER_SPREAD, _FIFTHS_SPREAD = 3.3, 0.8
"""Standard deviations over the tracks of the model that comes along."""
_SUSPENDED = {"sus2", "sus4"}
_SEVENTHS = {9, 10, 11}
"""Semitones above the root; an added sixth counts like the diminished seventh that it sounds as."""
_SEVENTH, _FOREIGN = 1, 3
"""Lerdahl's surface dissonance of a seventh, and of another note that is none of the triad's."""


def measure(score: Score) -> NDArray[np.float64]:
    """The six attributes of a score, (6,), in the order of ``NAMES``; each has a scale of its own."""
    tempo = (score.bpm - MIN_BPM) / (MAX_BPM - MIN_BPM)
    fields = (to_z(score.energy), to_z(score.valence), to_z(tempo))
    return np.array([*fields, attacks_a_bar(score), brightness(score), tension(score)])


def brightness(score: Score) -> float:
    """0 for a melody around the upper tonic over the mode's own chords alike; upwards is brighter."""
    height = (register(score) - _OCTAVE) / _REGISTER_SPREAD
    return height + _mean([_sharpness(chord, score.mode) for chord in _chords(score)]) / (2 * _FIFTHS_SPREAD)


def register(score: Score) -> float:
    """Mean height of the melody while it sounds, in semitones above the lower tonic; 12 where none sounds."""
    heights, sounding, heard = _heights(score.mode), REST, []
    for symbol in (symbol for bar in score.melody for symbol in bar):
        sounding = sounding if symbol == HOLD else symbol
        if sounding != REST:
            heard.append(heights[sounding - 1])
    return _mean(heard) if heard else float(_OCTAVE)


def tension(score: Score) -> float:
    """Mean of the chords' tension, 0 for the tonic's triad; rests count for nothing."""
    return _mean([distance(chord, score.mode) + dissonance(chord) for chord in _chords(score)])


@cache
def distance(chord: Chord, mode: int) -> int:
    """Lerdahl's chord distance j + k from the tonic's triad to the chord's.

    j counts steps on the circle of the mode's fifths, k the notes on each level of the chord's basic space (root,
    fifth, triad, scale) that the tonic's lacks there.
    """
    steps = 2 * (chord.degree - 1) % 7  # a fifth is four degrees up, and 2 is the inverse of 4 modulo 7
    here, home = (_basic_space(each, mode) for each in (chord, Chord(1, diatonic_triad(mode, 1))))
    return min(steps, 7 - steps) + sum(len(level - other) for level, other in zip(here, home, strict=True))


@cache
def dissonance(chord: Chord) -> int:
    """Surface dissonance of the notes that are not a triad's: sevenths and sixths 1, ninths and suspensions 3."""
    added = sum(_SEVENTH if step in _SEVENTHS else _FOREIGN for step in QUALITIES[str(chord.quality)][3:])
    return added + (_FOREIGN if chord.quality in _SUSPENDED else 0)


@cache
def _sharpness(chord: Chord, mode: int) -> float:
    """Mean place of a chord's notes on the line of fifths, counted from the middle of the mode's."""
    root = _DEGREES[(mode + chord.degree - 2) % 7]
    return root - _mean(_DEGREES) + _mean([_STEPS[step] for step in QUALITIES[str(chord.quality)]])


def _basic_space(chord: Chord, mode: int) -> tuple[set[int], ...]:
    root, third, fifth = _notes(chord, mode)[:3]
    return {root}, {root, fifth}, {root, third, fifth}, {root, third, fifth, *scale(mode)}


def _notes(chord: Chord, mode: int) -> list[int]:
    """Pitch classes from the root upwards; 0 is the tonic."""
    root = scale(mode)[chord.degree - 1]
    return [(root + step) % _OCTAVE for step in QUALITIES[str(chord.quality)]]


@cache
def _heights(mode: int) -> list[int]:
    """Semitones above the lower tonic of the melody's fourteen degrees."""
    return [scale(mode)[degree % 7] + _OCTAVE * (degree // 7) for degree in range(TOP_DEGREE)]


def _chords(score: Score) -> list[Chord]:
    """The chord of each half bar; rests are left out."""
    return [chord for bar in score.harmony for chord in (bar[0], bar[-1]) if chord.quality is not None]


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0

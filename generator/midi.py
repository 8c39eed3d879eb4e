"""A score as a MIDI lead sheet: its tune, and its chords voiced plainly.

What the page exports is the whole arrangement; that is made in the browser, and the server has none.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass

from mido import Message, MetaMessage, MidiFile, MidiTrack, bpm2tempo

from generator.vae.score import HOLD, KEYS, MODES, QUALITIES, REST, Chord, Score, scale

PPQ = 480
"""Ticks in a quarter note."""
EIGHTH, BAR = PPQ // 2, 4 * PPQ
TUNE, TUNE_VELOCITY = 60, 90
"""Where the first degree lies for key C: middle C; keys above F♯ go down from there."""
BASS, VOICES, CHORD_VELOCITY = 36, 53, 64
"""The root stands in the octave from C2, the other tones in the one from F3."""
PIANO, VIBRAPHONE = 0, 11
"""General MIDI programs, counted from 0."""
SUFFIXES = {
    "maj": "", "min": "m", "dim": "dim", "aug": "+", "sus2": "sus2", "sus4": "sus4",
    "maj6": "6", "min6": "m6", "maj7": "maj7", "min7": "m7", "dom7": "7", "hdim7": "m7b5", "dim7": "dim7",
    "maj9": "maj9", "min9": "m9", "dom9": "9",
}  # fmt: skip
_MAJORS = ("Db", "Ab", "Eb", "Bb", "F", "C", "G", "D", "A", "E", "B", "F#")
_MINORS = ("Bbm", "Fm", "Cm", "Gm", "Dm", "Am", "Em", "Bm", "F#m", "C#m", "G#m", "D#m")
"""Key signatures from five flats to six sharps."""


@dataclass(frozen=True, slots=True)
class Note:
    """``start`` and ``end`` in ticks, ``pitch`` 0..127 with 60 as middle C."""

    start: int
    end: int
    pitch: int


def lead_sheet(score: Score) -> bytes:
    """A file of format 1: tempo, metre, key and chord names (as markers); the tune; the chords. Text is UTF-8."""
    file = MidiFile(type=1, ticks_per_beat=PPQ, charset="utf-8")
    file.tracks.append(_conductor(score))
    file.tracks.append(_part(score, "Melody", 0, VIBRAPHONE, TUNE_VELOCITY, tune(score)))
    file.tracks.append(_part(score, "Chords", 1, PIANO, CHORD_VELOCITY, harmony(score)))
    out = io.BytesIO()
    file.save(file=out)
    return out.getvalue()


def tune(score: Score) -> list[Note]:
    """The melody, swung as the score says."""
    notes: list[Note] = []
    sounding: tuple[int, int] | None = None
    for step, symbol in enumerate(symbol for bar in score.melody for symbol in bar):
        if symbol == HOLD:
            continue
        tick = step_tick(step, score.swing)
        if sounding:
            notes.append(Note(sounding[0], tick, sounding[1]))
        sounding = None if symbol == REST else (tick, tune_pitch(score, symbol))
    if sounding:
        notes.append(Note(sounding[0], score.bars * BAR, sounding[1]))
    return notes


def harmony(score: Score) -> list[Note]:
    """Each chord for its bar, or half of it: the root below, the other tones close together above."""
    return [Note(start, end, pitch) for start, end, chord in _chords(score) for pitch in voiced(score, chord)]


def voiced(score: Score, chord: Chord) -> list[int]:
    """Pitches of a chord, ascending."""
    root = root_of(score, chord)
    others = {VOICES + (root + tone - VOICES) % 12 for tone in QUALITIES[chord.quality or ""] if tone}
    return [BASS + root, *sorted(others)]


def chord_name(score: Score, chord: Chord) -> str:
    """Dm7, Bbmaj9: spelled by the key signature, in ASCII."""
    flat = _signature_index(score) < _MAJORS.index("C")
    names = [name.replace("♭", "b").replace("♯", "#") for name in KEYS]
    sharps = {"Db": "C#", "Eb": "D#", "Ab": "G#", "Bb": "A#"}
    root = names[root_of(score, chord)]
    return ("Gb" if flat and root == "F#" else root if flat else sharps.get(root, root)) + SUFFIXES[chord.quality or ""]


def key_signature(score: Score) -> str:
    """That of the relative major, said as minor where the mode's third is: MIDI has no word for the other modes."""
    names = _MINORS if scale(score.mode)[2] == 3 else _MAJORS
    return names[_signature_index(score)]


def root_of(score: Score, chord: Chord) -> int:
    """Pitch class, 0 is C."""
    return (score.key - 1 + scale(score.mode)[chord.degree - 1]) % 12


def tune_pitch(score: Score, degree: int) -> int:
    octave = 12 * ((degree - 1) // 7) - (12 if score.key > 7 else 0)
    return TUNE + score.key - 1 + scale(score.mode)[(degree - 1) % 7] + octave


def step_tick(step: int, swing: float) -> int:
    """Where sixteenth ``step`` of the track begins; swing moves the second of each pair."""
    return step // 2 * EIGHTH + (round(EIGHTH * swing) if step % 2 else 0)


def _signature_index(score: Score) -> int:
    relative_major = (score.key - 1 - scale(1)[score.mode - 1]) % 12
    fifths = relative_major * 7 % 12
    return (fifths if fifths <= 6 else fifths - 12) + _MAJORS.index("C")


def _chords(score: Score) -> Iterator[tuple[int, int, Chord]]:
    """Start and end in ticks; rests are left out."""
    for i, bar in enumerate(score.harmony):
        length = BAR // len(bar)
        for j, chord in enumerate(bar):
            if chord.degree:
                start = i * BAR + j * length
                yield start, start + length, chord


def _conductor(score: Score) -> MidiTrack:
    mode = f"{KEYS[score.key - 1].replace('♭', 'b').replace('♯', '#')} {MODES[score.mode - 1]}"
    opening = [
        MetaMessage("track_name", name=score.title),
        MetaMessage("text", text=f"Lead sheet in {mode}"),
        MetaMessage("set_tempo", tempo=bpm2tempo(score.bpm)),
        MetaMessage("time_signature", numerator=4, denominator=4),
        MetaMessage("key_signature", key=key_signature(score)),
    ]
    names = [(start, MetaMessage("marker", text=chord_name(score, chord))) for start, _, chord in _chords(score)]
    return _line([*((0, message) for message in opening), *names], score)


def _part(score: Score, name: str, channel: int, program: int, velocity: int, notes: list[Note]) -> MidiTrack:
    struck = [(note.start, Message("note_on", channel=channel, note=note.pitch, velocity=velocity)) for note in notes]
    ended = [(note.end, Message("note_off", channel=channel, note=note.pitch, velocity=0)) for note in notes]
    opening = [MetaMessage("track_name", name=name), Message("program_change", channel=channel, program=program)]
    # a sort keeps the order of equals: what ends comes before what begins
    return _line(
        [*((0, message) for message in opening), *sorted([*ended, *struck], key=lambda event: event[0])], score
    )


def _line(events: list[tuple[int, Message | MetaMessage]], score: Score) -> MidiTrack:
    """Events at ticks from the beginning, as a track of events each timed from the one before."""
    track, now = MidiTrack(), 0
    for tick, message in [*events, (score.bars * BAR, MetaMessage("end_of_track"))]:
        message.time = tick - now
        track.append(message)
        now = tick
    return track

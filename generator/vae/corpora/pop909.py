"""POP909 with its human phrase labels: ``analysis/NNN/*.txt``, ``midi/NNN.mid`` and ``index.csv``.

Sources: Wang et al., POP909 (ISMIR 2020); Dai, Zhang, Dannenberg (MUME 2020). ``docs/corpus.md`` has the layout.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from pathlib import Path

import mido

from generator.vae.corpora.leadsheet import ChordSpan, CorpusError, LeadSheet, Note, monophonic, nearest_quality
from generator.vae.score import SLOTS

_BEAT = 4
"""Sixteenths in a quarter note."""
_LABEL_TOLERANCE_BARS = 1.5
_PITCH_CLASSES = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
_CHORD = re.compile(r"(?P<name>[A-G][b#]*):(?P<quality>\S+)\s+\[(?P<notes>[\d, ]*)\]\s+\S+\s+(?P<beats>\d+)")


def find(root: Path) -> list[Path]:
    """The songs' folders under ``root``, sorted; empty when this is not POP909."""
    return sorted(path for path in (root / "analysis").glob("[0-9]*") if path.is_dir())


def read(path: Path) -> LeadSheet:
    """One song from its ``analysis`` folder. Raises ``CorpusError`` that says why it can't be used."""
    if _quavers_a_beat(path.parent.parent).get(path.name) == 3:
        raise CorpusError("triple or compound time")
    tonic, minor = _key(_text(path / "analyzed_key.txt"))
    chords, end = _chords(_text(path / "finalized_chord.txt"))
    sections = _phrases(_text(path / "human_label1.txt"))
    bars = sum(length for _, length in sections)
    if abs(end / SLOTS - bars) > _LABEL_TOLERANCE_BARS:
        raise CorpusError(f"chords last {end / SLOTS:g} bars, labels {bars}")
    return LeadSheet(
        song=path.name,
        source="pop909",
        tonic=tonic,
        minor=minor,
        bars=bars,
        chords=tuple(span for span in chords if span.start < bars * SLOTS),
        notes=_melody(_text(path / "melody.txt")),
        bpm=float(_text(path / "tempo.txt")),
        notes_per_second=_notes_per_second(path.parent.parent / "midi" / f"{path.name}.mid"),
        sections=sections,
    )


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8").replace("\x01", "").strip()
    except OSError as error:
        raise CorpusError(f"{path.name} can't be read") from error


@lru_cache(maxsize=4)
def _quavers_a_beat(root: Path) -> dict[str, int]:
    with (root / "index.csv").open(encoding="utf-8", newline="") as file:
        return {row["song_id"]: int(row["num_quavers_per_beat"]) for row in csv.DictReader(file)}


def _pitch_class(name: str) -> int:
    return (_PITCH_CLASSES[name[0]] + name.count("#") - name.count("b")) % 12


def _key(text: str) -> tuple[int, bool]:
    keys = text.split()
    if len(keys) != 1:
        raise CorpusError(f"{len(keys)} keys named, their places are not given")
    name, _, family = keys[0].partition(":")
    return _pitch_class(name), family.startswith("min")


def _chords(text: str) -> tuple[list[ChordSpan], int]:
    spans, now = [], 0
    for number, line in enumerate(text.splitlines(), 1):
        length = _beats(line, number) * _BEAT
        match = _CHORD.match(line)
        if match:
            root = _pitch_class(match["name"])
            notes = [int(note) - root for note in match["notes"].split(",") if note.strip()]
            spans.append(ChordSpan(now, length, root, nearest_quality(notes)))
        elif not line.startswith("N"):
            raise CorpusError(f"finalized_chord.txt line {number} is not a chord")
        now += length
    return spans, now


def _beats(line: str, number: int) -> int:
    last = line.split()[-1]
    if not last.isdigit():
        raise CorpusError(f"finalized_chord.txt line {number} has no duration")
    return int(last)


def _melody(text: str) -> tuple[Note, ...]:
    notes, now = [], 0
    for number, line in enumerate(text.splitlines(), 1):
        fields = line.split()
        if len(fields) != 2 or not all(field.isdigit() for field in fields):
            raise CorpusError(f"melody.txt line {number} is not 'pitch duration'")
        pitch, length = map(int, fields)
        if pitch:
            notes.append(Note(now, length, pitch))
        now += length
    return monophonic(notes)


def _phrases(text: str) -> tuple[tuple[int, int], ...]:
    phrases, bar = [], 0
    for length in re.findall(r"[A-Za-z]'?(\d+)", text):
        phrases.append((bar, int(length)))
        bar += int(length)
    if not phrases:
        raise CorpusError("human_label1.txt has no phrases")
    return tuple(phrases)


def _notes_per_second(path: Path) -> float | None:
    if not path.exists():
        return None
    midi = mido.MidiFile(path)
    notes = sum(message.type == "note_on" and message.velocity > 0 for track in midi.tracks for message in track)
    return notes / midi.length if midi.length else None

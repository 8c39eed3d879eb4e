"""Lead sheets in MusicXML: melody and chord symbols of one part, compressed (``.mxl``) or plain.

Read are the first part's first voice and its ``harmony`` elements; repeats are not expanded. ``docs/corpus.md`` lists
what is ignored and what makes a file unusable. Element names: MusicXML 4.0, https://www.w3.org/2021/06/musicxml40/.
"""

from __future__ import annotations

import io
import math
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree  # nosec B405  # entities, the danger, are refused below
from xml.etree.ElementTree import Element  # nosec B405  # a type

from generator.vae.corpora.harmony import chord_symbol
from generator.vae.corpora.leadsheet import ChordSpan, CorpusError, LeadSheet, Note, monophonic
from generator.vae.corpora.reading import (
    LETTERS,
    MAX_BYTES,
    ChordChange,
    chord_spans,
    read_bounded,
    song_key,
)
from generator.vae.score import SLOTS

SUFFIXES = (".mxl", ".musicxml", ".xml")
FINAL_CHORD_WEIGHT = 0.25
"""What the last chord adds to its tonic, as a share of the time of all candidates' triads."""


def find(root: Path) -> list[Path]:
    """Every MusicXML file under ``root``, sorted; none when there is none."""
    return sorted(path for path in root.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())


def read(path: Path) -> LeadSheet:
    """Read one lead sheet. Raises ``CorpusError`` that names what is wrong with the file or not supported."""
    part = _document(path).find("part")
    if part is None:
        raise CorpusError("part: is missing (only score-partwise is read)")
    song = _Part()
    for measure in part.findall("measure"):
        song.add(measure)
    return song.lead_sheet(song_key(path.stem.split("__")[0]))


def _document(path: Path) -> Element:
    content = read_bounded(path)
    if zipfile.is_zipfile(io.BytesIO(content)):
        content = _unzip(content)
    if b"<!ENTITY" in content.replace(b"\0", b"").upper():
        raise CorpusError("DTD: entity declarations are not read")
    try:
        return ElementTree.fromstring(content)  # noqa: S314  # nosec B314  # entities, the danger, were refused above
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        raise CorpusError(f"XML: {error}") from error


def _unzip(content: bytes) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = [name for name in archive.namelist() if not name.startswith("META-INF/")]
            score = next((name for name in names if name.lower().endswith(SUFFIXES[1:])), None)
            if score is None:
                raise CorpusError("archive: holds no MusicXML file")
            with archive.open(score) as file:
                unpacked = file.read(MAX_BYTES + 1)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise CorpusError(f"archive: {error}") from error
    if len(unpacked) > MAX_BYTES:
        raise CorpusError(f"archive: more than {MAX_BYTES} bytes when unpacked")
    return unpacked


@dataclass(slots=True)
class _Part:
    """The first part as it is read, measure by measure; times in sixteenths from the first bar line."""

    divisions: int = 0
    metre: bool = False
    fifths: int | None = None
    minor: bool = False
    transposition: int = 0
    voice: str | None = None
    bpm: float | None = None
    number: int = 0
    end: int = 0
    changes: list[ChordChange] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    def add(self, measure: Element) -> None:
        """Read a measure. A short one shares its bar with the next if both fit, else the bar is filled up."""
        self.number += 1
        events = list(self._events(measure))
        length = min(self._length(events), SLOTS)
        room = -self.end % SLOTS
        start = self.end if length <= room else self.end + room
        if self.number == 1 and length < SLOTS:
            start = -length
        self.end = start + length
        for event in events:
            self._place(start, *event)

    def _length(self, events: list[tuple[Fraction, Fraction, Element]]) -> int:
        ends = (start + length for start, length, element in events if element.tag != "harmony")
        end = max(ends, default=Fraction(0))
        if end > SLOTS:
            raise CorpusError(f"measure {self.number}: lasts {float(end / 4):g} quarters, not 4")
        return math.ceil(end - Fraction(1, 4)) or SLOTS

    def _events(self, measure: Element) -> Iterator[tuple[Fraction, Fraction, Element]]:
        """(start, length, element) of notes, rests, other voices' too, and chord symbols, in sixteenths."""
        cursor = onset = Fraction(0)
        for element in measure:
            if element.tag == "attributes":
                self._attributes(element)
            elif element.tag == "sound":
                self._tempo(element)
            elif element.tag == "direction":
                self._tempo(element.find("sound"))
            elif element.tag in ("backup", "forward"):
                cursor += self._sixteenths(element, "duration") * (-1 if element.tag == "backup" else 1)
            elif element.tag == "harmony":
                yield cursor + self._sixteenths(element, "offset"), Fraction(0), element
            elif element.tag == "note" and element.find("grace") is None and element.find("cue") is None:
                length = self._sixteenths(element, "duration")
                onset = onset if element.find("chord") is not None else cursor
                cursor = max(cursor, onset + length)
                yield onset, length, element

    def _attributes(self, element: Element) -> None:
        self.divisions = _integer(element, "divisions", 1, 10**6) or self.divisions
        for time in element.findall("time"):
            beats, unit = time.findtext("beats"), time.findtext("beat-type")
            if (beats, unit) not in (("4", "4"), ("2", "2")):
                raise CorpusError(f"time: {beats}/{unit} in measure {self.number} is not 4/4")
            self.metre = True
        for key in element.findall("key"):
            self._key(key)
        transpose = element.find("transpose")
        if transpose is not None:
            octaves = _integer(transpose, "octave-change", -5, 5) or 0
            self.transposition = (_integer(transpose, "chromatic", -36, 36) or 0) + 12 * octaves

    def _key(self, element: Element) -> None:
        fifths = _integer(element, "fifths", -7, 7)
        if fifths is None:
            raise CorpusError("key.fifths: is missing")
        if self.fifths not in (None, fifths):
            raise CorpusError(f"key: changes in measure {self.number}")
        self.fifths = fifths
        self.minor = self.minor or element.findtext("mode", "").strip().lower() == "minor"

    def _tempo(self, sound: Element | None) -> None:
        value = sound.get("tempo") if sound is not None else None
        if value is None or self.bpm is not None:
            return
        try:
            tempo = float(value)
        except ValueError as error:
            raise CorpusError(f"sound.tempo: {value[:20]!r} is no number") from error
        self.bpm = tempo if 20 <= tempo <= 400 else None

    def _sixteenths(self, element: Element, name: str) -> Fraction:
        value = _integer(element, name, -(10**9), 10**9) or 0
        if value and not self.divisions:
            raise CorpusError("divisions: is missing")
        return Fraction(4 * value, self.divisions) if value else Fraction(0)

    def _place(self, bar: int, start: Fraction, length: Fraction, element: Element) -> None:
        first, last = bar + round(start), bar + round(start + length)
        if element.tag == "harmony":
            chord = chord_symbol(element, self.transposition)
            self.changes.append((max(first, 0) if bar < 0 else first, chord))
            return
        voice = element.findtext("voice", "1")
        self.voice = self.voice or voice
        if voice == self.voice and element.find("rest") is None and element.find("unpitched") is None:
            self._add_note(Note(first, last - first, self._pitch(element)), element)

    def _add_note(self, note: Note, element: Element) -> None:
        ties = {tie.get("type") for tie in element.findall("tie")}
        held = self.notes[-1] if self.notes else None
        if "stop" in ties and held and held.pitch == note.pitch and held.start + held.length == note.start:
            self.notes[-1] = Note(held.start, held.length + note.length, held.pitch)
        else:
            self.notes.append(note)

    def _pitch(self, element: Element) -> int:
        pitch = element.find("pitch")
        step = pitch.findtext("step", "") if pitch is not None else ""
        octave = _integer(pitch, "octave", 0, 9) if pitch is not None else None
        if pitch is None or step not in LETTERS or octave is None:
            raise CorpusError(f"pitch: can't be read in measure {self.number}")
        alter = _integer(pitch, "alter", -3, 3) or 0
        return 12 * (octave + 1) + LETTERS[step] + alter + self.transposition

    def lead_sheet(self, song: str) -> LeadSheet:
        """The finished song, from the bar of its first chord: pickup notes and bars before it are left out."""
        if not self.metre:
            raise CorpusError("time: is missing")
        if self.fifths is None:
            raise CorpusError("key: is missing")
        lead_in = min((start for start, chord in self.changes if chord), default=0) // SLOTS * SLOTS
        bars = -(-(self.end - lead_in) // SLOTS)
        chords = chord_spans(((max(start - lead_in, 0), chord) for start, chord in self.changes), bars * SLOTS)
        notes = monophonic(Note(n.start - lead_in, n.length, n.pitch) for n in self.notes if n.start >= lead_in)
        major = (7 * self.fifths + self.transposition) % 12
        tonic, minor = ((major + 9) % 12, True) if self.minor else _tonic(chords, notes, major)
        return LeadSheet(song, "musicxml", tonic, bars, chords, notes, minor=minor, bpm=self.bpm)


def _tonic(chords: tuple[ChordSpan, ...], notes: tuple[Note, ...], major: int) -> tuple[int, bool]:
    """Tonic and whether it is minor, told from the chords, for a signature whose major tonic is ``major``.

    Candidates are that tonic, its relative minor and, because converted files often lost their signature, the last
    chord where the last note is its root. The one whose triads sound longest is it; the last chord counts extra.
    """
    candidates = [(major, False), ((major + 9) % 12, True)]
    last = _family(chords[-1]) if chords and notes and notes[-1].pitch % 12 == chords[-1].root else None
    if last is not None and last not in candidates:
        candidates.append(last)
    weight = {key: sum(span.length for span in chords if _family(span) == key) for key in candidates}
    bonus = FINAL_CHORD_WEIGHT * sum(weight.values())
    final = _family(chords[-1]) if chords else None
    return max(candidates, key=lambda key: weight[key] + (bonus if key == final else 0))


def _family(span: ChordSpan) -> tuple[int, bool] | None:
    """The key whose tonic chord this could be: major with any seventh, or minor; None for other chords."""
    minor = span.quality.startswith("min")
    return (span.root, minor) if minor or span.quality.startswith(("maj", "dom")) else None


def _integer(parent: Element, name: str, low: int, high: int) -> int | None:
    """The whole number in the child ``name``; None without one, ``CorpusError`` when out of range."""
    text = parent.findtext(name)
    if text is None or not text.strip():
        return None
    try:
        value = float(text)
    except ValueError as error:
        raise CorpusError(f"{name}: {text[:20]!r} is no number") from error
    if not low <= value <= high or value != int(value):
        raise CorpusError(f"{name}: must be a whole number from {low} to {high}")
    return int(value)

"""RS200, a corpus study of rock music (de Clercq and Temperley): Roman numerals and scale-degree melodies by ear.

A song is a melody file ``melody/NAME_ANALYST.mel``. It is read with the harmony of the same analyst,
``harmony_exp/NAME_ANALYST.txt`` (the other analyst's where there is none), and with ``timing/NAME.tim`` for the tempo:
one reading a song. ``docs/corpus.md`` describes the notation.

Source: Temperley and de Clercq, Statistical Analysis of Harmony and Melody in Rock Music, Journal of New Music
Research 42(3), 2013.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

from generator.vae.corpora.leadsheet import ChordSpan, CorpusError, LeadSheet, Note, monophonic, nearest_quality
from generator.vae.corpora.reading import (
    MAJOR_SCALE,
    ChordChange,
    chord_spans,
    pitch_class,
    read_text,
    song_key,
)
from generator.vae.score import SLOTS

LONGEST_NOTE = SLOTS // 2
"""The corpus marks onsets only: a note lasts until the next onset or rest, but half a bar at most."""
MAX_BARS = 1000
"""Longest song in bars; a count of rests beyond it is a slip of the pen."""
CLEAR_SHARE = 0.75
"""Share of the tonic chords' time that minor (or major) triads need for ``minor`` to be told."""

_NUMERALS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6, "vii": 7}
_SIGNS = {"b": -1, "#": 1, "n": 0}
_ROMAN = re.compile(r"([b#]?)(VII|VI|V|IV|III|II|I|vii|vi|v|iv|iii|ii|i)(.*)")
_FIGURES = re.compile(r"([dhoxa]?)(7|65|64|6|43|42|9|11|13)?(s4|s2)?((?:[+b#](?:5|9|11|13))*)")
_SEVENTHS = ("7", "65", "43", "42", "9", "11", "13")
_CONTINUATIONS = {"_": "....", "=": "......", "-": "..."}


def find(root: Path) -> list[Path]:
    """The melody files under ``root``, one a song, sorted; none when ``root`` holds no such corpus."""
    return sorted((root / "melody").glob("*.mel"))


def read(path: Path) -> LeadSheet:
    """Read the song of one melody file.

    Raises ``CorpusError`` for a song that changes its tonic, is not in 4/4 throughout, or breaks the notation.
    """
    name, _, _ = path.stem.rpartition("_")
    harmony = _bars(re.sub(r"^Warning:.*$", "", read_text(_harmony_path(path, name)), flags=re.MULTILINE))
    melody = _bars(re.sub(r"%.*", "", read_text(path)))
    tonic = _tonic([*harmony, *melody])
    if len(harmony) != len(melody):
        raise CorpusError(f"harmony has {len(harmony)} bars, melody {len(melody)}")
    chords = chord_spans(_changes(harmony, tonic), len(harmony) * SLOTS)
    return LeadSheet(
        song=song_key(name),
        source="rs200",
        tonic=tonic,
        bars=len(harmony),
        chords=chords,
        notes=_notes(melody, tonic),
        minor=_minor(chords, tonic),
        bpm=_tempo(path.parent.parent / "timing" / f"{name}.tim"),
    )


def _harmony_path(path: Path, name: str) -> Path:
    folder = path.parent.parent / "harmony_exp"
    same = folder / f"{path.stem}.txt"
    if same.is_file():
        return same
    others = sorted(folder.glob(f"{name}_*.txt"))
    if not others:
        raise CorpusError(f"no harmony of {name}")
    return others[0]


def _bars(text: str) -> list[str]:
    """The text of every bar; ``R*3`` is spelt out as three bars of rest."""
    *bars, rest = text.split("|")
    if rest.strip():
        raise CorpusError(f"{rest.strip()[:20]!r} follows the last bar line")
    spelt: list[str] = []
    for bar in bars:
        match = re.search(r"\bR\*(\d{1,4})", bar)
        count = int(match.group(1)) if match else 1
        spelt += [bar[: match.start()] + "R" + bar[match.end() :] if match else bar] + ["R"] * (count - 1)
        if len(spelt) > MAX_BARS:
            raise CorpusError(f"more than {MAX_BARS} bars")
    return spelt


def _tonic(bars: list[str]) -> int:
    """The one tonic that the tags of harmony and melody name; tags of any other metre than 4/4 are refused."""
    tags = [tag for bar in bars for tag in re.findall(r"\[([^]]*)\]", bar)]
    for tag in tags:
        if tag == "0" or ("/" in tag and tag != "4/4"):
            raise CorpusError(f"metre: [{tag}] is not 4/4")
    tonics = {pitch_class(tag, "key") for tag in tags if re.fullmatch(r"[A-G][b#]?", tag)}
    if len(tonics) != 1:
        raise CorpusError(f"key: the song has {len(tonics)} tonics, not one")
    return tonics.pop()


def _changes(bars: list[str], tonic: int) -> Iterator[ChordChange]:
    for number, bar in enumerate(bars):
        symbols = re.sub(r"\[[^]]*\]", " ", bar).split()
        for position, symbol in enumerate(symbols):
            start = number * SLOTS + round(position * SLOTS / len(symbols))
            if symbol == "R":
                yield start, None
            elif symbol != ".":
                root, quality = roman_chord(symbol)
                yield start, ((tonic + root) % 12, quality)


def roman_chord(numeral: str) -> tuple[int, str]:
    """Semitones from the tonic to the root, and the quality, of a numeral such as ``bVII``, ``iih65`` or ``V7/vi``.

    Degrees are those of the major scale. An applied chord counts from the root of the chord it is applied to.
    """
    chord, _, target = numeral.partition("/")
    root, quality = _plain_chord(chord, numeral)
    shift = _plain_chord(target, numeral)[0] if target else 0
    return (root + shift) % 12, quality


def _plain_chord(chord: str, numeral: str) -> tuple[int, str]:
    match = _ROMAN.fullmatch(chord)
    figures = _FIGURES.fullmatch(match.group(3)) if match else None
    if not match or not figures:
        raise CorpusError(f"harmony: {numeral[:20]!r} can't be read")
    sign, roman, _ = match.groups()
    root = (MAJOR_SCALE[_NUMERALS[roman.lower()] - 1] + _SIGNS.get(sign, 0)) % 12
    return root, _quality(root, roman.islower(), *figures.groups())


def _quality(root: int, minor: bool, kind: str, figure: str | None, suspension: str | None, added: str) -> str:
    """A plain 7 adds the seventh of the major scale, d7 a minor one; 11 on a major triad sounds as a suspension."""
    if suspension or (figure == "11" and not minor):
        return "sus2" if suspension == "s2" else "sus4"
    seventh = figure in _SEVENTHS
    fixed = {"o": "dim", "a": "aug", "h": "hdim7", "x": "dim7" if seventh else "dim"}
    if kind in fixed:
        return fixed[kind]
    notes = [0, 3 if minor else 4, 7]
    if seventh or kind == "d":
        lowered = minor or kind == "d" or (root + 11) % 12 not in MAJOR_SCALE
        notes.append(10 if lowered else 11)
    if figure in ("9", "11", "13"):
        notes.append(14)
    return nearest_quality(_alter(notes, added))


def _alter(notes: list[int], added: str) -> list[int]:
    """Added and altered degrees; a raised ninth is left out, as it would pass for a minor third."""
    altered = list(notes)
    for sign, degree in re.findall(r"([+b#])(5|9|11|13)", added.replace("#9", "")):
        interval = MAJOR_SCALE[(int(degree) - 1) % 7] + _SIGNS.get(sign, 0)
        if degree == "5" and sign != "+":
            altered.remove(7)
        altered.append(interval)
    return altered


def _notes(bars: list[str], tonic: int) -> tuple[Note, ...]:
    """Onsets and rests of the melody, each onset held until what follows it, ``LONGEST_NOTE`` sixteenths at most."""
    events = list(_Melody(tonic).events(bars))
    ends = [start for start, _ in events[1:]] + [len(bars) * SLOTS]
    held = ((start, min(end - start, LONGEST_NOTE), pitch) for (start, pitch), end in zip(events, ends, strict=True))
    return monophonic(Note(start, max(length, 1), pitch) for start, length, pitch in held if pitch is not None)


class _Melody:
    """Turns the characters of a melody into (start in sixteenths, MIDI pitch or None for a rest)."""

    def __init__(self, tonic: int) -> None:
        self.tonic = tonic
        self.signature = [0] * 7
        self.octave: int | None = 4
        self.previous = 0
        self.shift = 0
        self.sign: int | None = None

    def events(self, bars: list[str]) -> Iterator[tuple[int, int | None]]:
        for number, bar in enumerate(bars):
            for tag in re.findall(r"\[([^]]*)\]", bar):
                self._tag(tag)
            characters = re.sub(r"\[[^]]*\]|\s", "", bar)
            for sign, spelt in _CONTINUATIONS.items():
                characters = characters.replace(sign, spelt)
            slots = len(re.findall(r"[1-7.R]", characters))
            yield from self._bar(number, characters, slots)

    def _tag(self, tag: str) -> None:
        if re.fullmatch(r"OCT=\d", tag):
            self.octave = int(tag[4:])
        elif re.fullmatch(r"[.b#]{7}", tag):
            self.signature = [_SIGNS.get(sign, 0) for sign in tag]

    def _bar(self, number: int, characters: str, slots: int) -> Iterator[tuple[int, int | None]]:
        slot = 0
        for character in characters:
            start = number * SLOTS + round(slot * SLOTS / max(slots, 1))
            if character in "1234567":
                yield start, self._pitch(int(character))
            elif character == "R":
                yield start, None
            elif character in "^v":
                self.shift += 12 if character == "^" else -12
            elif character in _SIGNS:
                self.sign = _SIGNS[character]
            elif character != ".":
                raise CorpusError(f"melody: {character!r} in bar {number + 1} can't be read")
            slot += character in "1234567R."

    def _pitch(self, degree: int) -> int:
        """The pitch nearest the previous one; of two a tritone away the upper one (else whole songs drift down)."""
        sign = self.signature[degree - 1] if self.sign is None else self.sign
        home = self.tonic + MAJOR_SCALE[degree - 1] + sign
        if self.octave is not None:
            pitch = 12 * (self.octave + 1) + home % 12
        else:
            pitch = min((home + 12 * octave for octave in range(-2, 12)), key=self._distance)
        pitch += self.shift
        if not 0 <= pitch <= 127:
            raise CorpusError(f"melody: pitch {pitch} is not between 0 and 127")
        self.previous, self.octave, self.shift, self.sign = pitch, None, 0, None
        return pitch

    def _distance(self, pitch: int) -> tuple[int, bool]:
        return abs(pitch - self.previous), pitch < self.previous


def _minor(chords: tuple[ChordSpan, ...], tonic: int) -> bool | None:
    """Whether the tonic chord is minor, where ``CLEAR_SHARE`` of its time says so, else None."""
    time = {True: 0, False: 0}
    for span in chords:
        if span.root == tonic and span.quality.startswith(("min", "maj", "dom")):
            time[span.quality.startswith("min")] += span.length
    total = sum(time.values())
    clear = [minor for minor, length in time.items() if total and length >= CLEAR_SHARE * total]
    return clear[0] if clear else None


def _tempo(path: Path) -> float | None:
    """Quarter notes a minute from the median length of a bar; None without timings."""
    if not path.is_file():
        return None
    marks = [line.split() for line in read_text(path).splitlines() if line.strip()]
    try:
        times = [(float(seconds), float(bar)) for seconds, bar, *_ in marks]
    except ValueError as error:
        raise CorpusError(f"timing: {error}") from error
    pairs = pairwise(times)
    lengths = [(late[0] - early[0]) / (late[1] - early[1]) for early, late in pairs if late[1] > early[1]]
    bar = statistics.median(lengths) if lengths else 0.0
    return 240 / bar if bar > 0 else None

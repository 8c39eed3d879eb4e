"""Lead sheets of Hooktheory's TheoryTab, as JSON: one section of a song a file, in Roman or in symbol form.

The Roman form (``NAME_roman.json``) gives scale degrees and figures, the symbol form (``NAME_symbol_key.json``, and
``NAME_symbol_nokey.json`` transposed to C) pitches and chord notes; any other ``.json`` file may be either. Of one
section in several forms the Roman one is read. ``docs/corpus.md`` describes the fields with an example.

The layout is that of the public lead-sheet-dataset: https://github.com/wayne391/lead-sheet-dataset.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

from generator.vae.corpora.leadsheet import ChordSpan, CorpusError, LeadSheet, Note, monophonic, nearest_quality
from generator.vae.corpora.reading import MAJOR_SCALE, chord_spans, pitch_class, read_bounded, song_key
from generator.vae.score import MODES, SLOTS, scale

FORMS = ("_roman", "_symbol_key", "_symbol_nokey")
"""Name endings of the forms, the one to read first."""
MAX_BEATS = 4096
"""Latest beat of an event; a section has some dozens."""
MIN_BPM, MAX_BPM = 20, 400
MIDDLE_C = 60
"""MIDI pitch of degree 1, octave 0, in C."""
UNTITLED = "New Project"
"""TheoryTab's own title of a tab that nobody named; the folder's name stands in for it."""

_SIGNS = {"#": 1, "s": 1, "b": -1, "f": -1}
_SHARPS = (4, 1, 5, 2, 6, 3, 7)
_THIRDS = {"": 3, "6": 3, "64": 3, "5": 3, "7": 4, "65": 4, "43": 4, "42": 4, "9": 5, "11": 6, "13": 7}
_MODE_NAMES = {**{name: number for number, name in enumerate(MODES, 1)}, "major": 1, "minor": 6, "b": 6}

Fields = dict[str, Any]
T = TypeVar("T")


def find(root: Path) -> list[Path]:
    """The section files under ``root``, sorted, each section in one form; features and indexes are no sections."""
    found: dict[Path, Path] = {}
    for path in sorted(root.rglob("*.json"), key=lambda path: (_form(path), path)):
        if not path.name.endswith(("features.json", "song_info.json")):
            found.setdefault(path.with_name(_section(path)), path)
    return sorted(found.values())


def _form(path: Path) -> int:
    return next((i for i, form in enumerate(FORMS) if path.stem.endswith(form)), len(FORMS))


def _section(path: Path) -> str:
    return re.sub(f"({'|'.join(FORMS)})$", "", path.stem)


def read(path: Path) -> LeadSheet:
    """Read one section. Raises ``CorpusError`` that names the field that is missing or can't be read."""
    data = _json(path)
    metadata, tracks = _object(data, "metadata"), _object(data, "tracks")
    if _number(metadata, "metadata", "beats_in_measure") != 4:
        raise CorpusError("metadata.beats_in_measure: must be 4")
    tonic, mode = pitch_class(str(metadata.get("key")), "metadata.key"), _mode(metadata)
    shift = tonic if path.stem.endswith("_nokey") else 0
    chords = list(_events(tracks, "chord", lambda field, event: _chord(field, event, tonic, mode, shift)))
    line = list(_events(tracks, "melody", lambda field, event: _pitch(field, event, tonic, mode, shift)))
    end = max((off for _, off, _ in [*chords, *line]), default=0)
    measures = _number(data, "", "num_measures", 1, MAX_BEATS / 4) if data.get("num_measures") is not None else 0
    bars = max(math.ceil(measures), -(-end // SLOTS))
    features = _features(path, data)
    return LeadSheet(
        song=_song(path, metadata),
        source="theorytab",
        tonic=tonic,
        bars=bars,
        chords=_spans(chords, bars * SLOTS),
        notes=monophonic(Note(on, off - on, pitch) for on, off, pitch in line),
        minor=mode in (2, 3, 6, 7),
        mode=mode,
        bpm=_feature(metadata, "BPM", MIN_BPM, MAX_BPM) or _feature(features, "tempo", MIN_BPM, MAX_BPM),
        energy=_feature(features, "energy", 0, 1),
        valence=_feature(features, "valence", 0, 1),
    )


def _json(path: Path) -> Fields:
    try:
        data = json.loads(read_bounded(path))
    except (ValueError, RecursionError) as error:
        raise CorpusError(f"JSON: {error}") from error
    if not isinstance(data, dict):
        raise CorpusError("JSON: must be an object")
    return data


def _object(fields: Fields, name: str) -> Fields:
    value = fields.get(name)
    if not isinstance(value, dict):
        raise CorpusError(f"{name}: must be an object")
    return value


def _finite(value: object) -> float | None:
    """A number, or text of one, as a float; None for anything else, infinities and NaN included."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _number(fields: Fields, parent: str, name: str, low: float = -MAX_BEATS, high: float = MAX_BEATS) -> float:
    number = _finite(fields.get(name))
    if number is None or not low <= number <= high:
        raise CorpusError(f"{parent}.{name}".lstrip(".") + f": must be a number from {low:g} to {high:g}")
    return number


def _mode(metadata: Fields) -> int:
    """1 (ionian) to 7 from a number or a name; a tab without one is in major, as TheoryTab itself takes it."""
    value = metadata.get("mode")
    number = 1.0 if value is None else _finite(value) or _MODE_NAMES.get(str(value).lower(), 0)
    if number not in range(1, 8):
        raise CorpusError("metadata.mode: must be 1 to 7 or the name of a mode")
    return int(number)


def _song(path: Path, metadata: Fields) -> str:
    title = metadata.get("title")
    named = isinstance(title, str) and title.strip() not in ("", UNTITLED)
    return song_key(str(title) if named else path.parent.name)


def _features(path: Path, data: Fields) -> Fields:
    """Audio features from the file's own ``features``, else from ``NAME.features.json`` beside it."""
    inside = data.get("features")
    beside = path.with_name(f"{path.stem}.features.json")
    if isinstance(inside, dict):
        return inside
    return _json(beside) if beside.is_file() else {}


def _feature(fields: Fields, name: str, low: float, high: float) -> float | None:
    number = _finite(fields.get(name))
    return number if number is not None and low <= number <= high else None


def _events(tracks: Fields, name: str, value: Callable[[str, Fields], T]) -> Iterator[tuple[int, int, T]]:
    """(start, end, value) of the sounding events of a track, times rounded to sixteenths."""
    events = tracks.get(name)
    if not isinstance(events, list):
        raise CorpusError(f"tracks.{name}: must be a list")
    for i, event in enumerate(events):
        field = f"tracks.{name}[{i}]"
        if event is not None and not isinstance(event, dict):
            raise CorpusError(f"{field}: must be an object, or null for a rest")
        if event is not None and not _is_rest(event):
            on, off = _times(field, event)
            start = round(4 * on)
            yield start, max(round(4 * off), start + 1), value(field, event)


def _is_rest(event: Fields) -> bool:
    return event.get("isRest") in (True, 1, "1", "true") or "rest" in (event.get("sd"), event.get("scale_degree"))


def _times(field: str, event: Fields) -> tuple[float, float]:
    """Beats from the section's start: ``event_on`` and ``event_off``, or ``start_beat_abs`` and a length."""
    if event.get("event_on") is not None:
        on = _number(event, field, "event_on", 0)
        off = _number(event, field, "event_off", 0)
    else:
        on = _number(event, field, "start_beat_abs", 0)
        length = "chord_duration" if event.get("chord_duration") is not None else "note_length"
        off = on + _number(event, field, length, 0)
    if off <= on:
        raise CorpusError(f"{field}.event_off: must come after event_on")
    return on, off


def _spans(chords: list[tuple[int, int, tuple[int, str]]], end: int) -> tuple[ChordSpan, ...]:
    changes: dict[int, tuple[int, str] | None] = {}
    for on, off, chord in chords:
        changes[on] = chord
        changes.setdefault(off, None)
    return chord_spans(changes.items(), end)


def _pitch(field: str, event: Fields, tonic: int, mode: int, shift: int) -> int:
    """MIDI pitch of a note: ``pitch`` above middle C, or a scale degree with its octave."""
    if event.get("pitch") is not None:
        pitch = MIDDLE_C + shift + round(_number(event, field, "pitch", -MIDDLE_C, MIDDLE_C))
    else:
        name = "scale_degree" if event.get("scale_degree") is not None else "sd"
        match = re.fullmatch(r"([#b]{0,2})([1-7])([#bsf]{0,2})", str(event.get(name)))
        if not match:
            raise CorpusError(f"{field}.{name}: must be 1 to 7 with an accidental or none")
        before, degree, after = match.groups()
        octave = round(_number(event, field, "octave", -5, 5))
        sign = sum(_SIGNS[char] for char in before + after)
        pitch = MIDDLE_C + tonic + 12 * octave + scale(mode)[int(degree) - 1] + sign
    if not 0 <= pitch <= 127:
        raise CorpusError(f"{field}: pitch {pitch} is not between 0 and 127")
    return pitch


def _chord(field: str, event: Fields, tonic: int, mode: int, shift: int) -> tuple[int, str]:
    """Root pitch class and quality; inversions and pedals are not kept, suspensions count as sus2 or sus4."""
    if event.get("composition") is not None:
        root, notes = _composition(field, event)
        return (root + shift) % 12, _suspended(field, event) or nearest_quality(notes)
    root, notes = _figured(field, event, mode)
    return (root + tonic) % 12, _suspended(field, event) or nearest_quality(notes)


def _suspended(field: str, event: Fields) -> str | None:
    sus = event.get("sus")
    if sus in (None, "", []):
        return None
    if sus not in ("sus2", "sus4", "sus42"):
        raise CorpusError(f"{field}.sus: {str(sus)[:20]!r} is not sus2, sus4 or sus42")
    return "sus2" if sus == "sus2" else "sus4"


def _composition(field: str, event: Fields) -> tuple[int, list[int]]:
    root = round(_number(event, field, "root", -120, 120))
    notes = event["composition"]
    if not isinstance(notes, list) or not notes or not all(_finite(note) is not None for note in notes):
        raise CorpusError(f"{field}.composition: must be a list of numbers")
    return root, [(round(float(note)) - root) % 12 for note in notes]


def _figured(field: str, event: Fields, mode: int) -> tuple[int, list[int]]:
    """Root above the tonic and notes above the root, stacked in thirds on the degree of the chord's own scale.

    The scale is the section's mode, the mode ``borrowed`` from, or for an applied chord (``sec``) the major scale on
    that degree.
    """
    degree = _degree(field, "sd", event.get("sd"))
    base, steps = 0, _borrowed(field, event, mode)
    if event.get("sec") not in (None, ""):
        base, steps = scale(mode)[_degree(field, "sec", event["sec"]) - 1], MAJOR_SCALE
    figure = "" if event.get("fb") is None else str(event["fb"])
    if figure not in _THIRDS:
        raise CorpusError(f"{field}.fb: {figure[:20]!r} is no figure")
    tower = [steps[(degree - 1 + 2 * i) % 7] + 12 * ((degree - 1 + 2 * i) // 7) for i in range(_THIRDS[figure])]
    notes = [note - tower[0] for note in tower]
    return base + tower[0], _altered(field, event, notes)


def _degree(field: str, name: str, value: object) -> int:
    if str(value) not in list("1234567"):
        raise CorpusError(f"{field}.{name}: must be 1 to 7")
    return int(str(value))


def _borrowed(field: str, event: Fields, mode: int) -> tuple[int, ...]:
    """Scale of the borrowed mode: a name, or the number of sharps (flats if negative) against the major scale."""
    value = event.get("borrowed")
    if value in (None, ""):
        return scale(mode)
    name = str(value).lower()
    if name in _MODE_NAMES:
        return scale(_MODE_NAMES[name])
    count = _finite(value)
    if count is None or count not in range(-7, 8):
        raise CorpusError(f"{field}.borrowed: must be -7 to 7 or the name of a mode")
    moved = _SHARPS[: int(count)] if count > 0 else _SHARPS[::-1][: -int(count)]
    return tuple(note + (degree in moved) * (1 if count > 0 else -1) for degree, note in enumerate(MAJOR_SCALE, 1))


def _altered(field: str, event: Fields, notes: list[int]) -> list[int]:
    """The chord after ``alternate`` and ``emb``; a raised ninth is left out, as it would pass for a minor third."""
    for name in ("alternate", "emb"):
        listed = event.get(name) or []
        for text in listed if isinstance(listed, list) else [listed]:
            match = re.fullmatch(r"(add|[#b])(5|9|11|13)", str(text).lower())
            if not match:
                raise CorpusError(f"{field}.{name}: {str(text)[:20]!r} can't be read")
            sign, degree = match.groups()
            plain = MAJOR_SCALE[(int(degree) - 1) % 7]
            notes = [n for n in notes if n % 12 != plain] if sign != "add" else notes
            notes = notes if (sign, degree) == ("#", "9") else [*notes, plain + _SIGNS.get(sign, 0)]
    return notes

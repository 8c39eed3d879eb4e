import json
from pathlib import Path
from typing import Any

import pytest

from generator.vae.corpora import theorytab
from generator.vae.corpora.leadsheet import ChordSpan, CorpusError, LeadSheet, Note

METADATA = {"title": "A Song", "beats_in_measure": "4", "BPM": "84", "key": "D", "mode": "2"}


def chord(on: float, off: float, sd: str = "1", **more: Any) -> dict[str, Any]:
    plain = {"sd": sd, "fb": None, "sec": None, "sus": None, "alternate": None, "borrowed": None, "isRest": False}
    return {**plain, "event_on": on, "event_off": off, **more}


def note(on: float, off: float, degree: str, octave: str = "0") -> dict[str, Any]:
    return {"scale_degree": degree, "octave": octave, "isRest": degree == "rest", "event_on": on, "event_off": off}


def section(
    folder: Path,
    chords: object,
    melody: object = (),
    metadata: dict[str, Any] | None = None,
    name: str = "verse_roman.json",
    **more: Any,
) -> Path:
    tracks = {"chord": chords, "melody": list(melody) if isinstance(melody, tuple) else melody}
    path = folder / name
    path.write_text(json.dumps({"metadata": {**METADATA, **(metadata or {})}, "tracks": tracks, **more}))
    return path


def test_read_gives_the_whole_section(tmp_path: Path) -> None:
    chords = [chord(0, 4, fb="7"), chord(4, 6, "7"), chord(6, 8, "rest", isRest=True), chord(8, 16, "4", fb="9")]
    melody = (note(0, 0.5, "rest"), note(0.5, 1.75, "3", "1"), note(4, 6, "7", "-1"), note(8, 9, "4#"))
    path = section(tmp_path, chords, melody, num_measures=5.0, features={"energy": 0.25, "valence": 0.5, "tempo": 99})
    assert theorytab.read(path) == LeadSheet(
        song="asong",
        source="theorytab",
        tonic=2,
        bars=5,
        chords=(ChordSpan(0, 16, 2, "min7"), ChordSpan(16, 8, 0, "maj"), ChordSpan(32, 32, 7, "dom9")),
        notes=(Note(2, 5, 77), Note(16, 8, 60), Note(32, 4, 68)),
        minor=True,
        mode=2,
        bpm=84.0,
        energy=0.25,
        valence=0.5,
    )


def test_read_gives_the_same_from_both_forms(tmp_path: Path) -> None:
    """Chord and note values as the public data set has them for one section, in D dorian, transposed to C."""
    chords = [
        {"root": 0, "composition": [0, 3, 7], "isRest": False, "event_on": 0.0, "event_off": 4.0, "sus": None},
        {"root": 10, "composition": [10, 14, 17], "isRest": False, "event_on": 4.0, "event_off": 8.0, "sus": None},
        {"root": 8, "composition": [8, 12, 15], "isRest": False, "event_on": 8.0, "event_off": 12.0, "sus": None},
    ]
    symbols = section(
        tmp_path,
        chords,
        (None, {"pitch": 15.0, "isRest": False, "event_on": 1.5, "event_off": 2.0}),
        name="verse_symbol_nokey.json",
    )
    roman = section(
        tmp_path, [chord(0, 4), chord(4, 8, "7"), chord(8, 12, "6", borrowed="-4")], (note(1.5, 2, "3", "1"),)
    )
    assert theorytab.read(symbols) == theorytab.read(roman)
    assert theorytab.find(tmp_path) == [roman]


def test_read_takes_the_tab_s_own_times(tmp_path: Path) -> None:
    raw = {"sd": "1", "fb": None, "isRest": "0", "start_beat_abs": "2", "chord_duration": "4"}
    melody = ({"scale_degree": "5", "octave": "0", "isRest": "0", "start_beat_abs": "2.5", "note_length": "0.5"},)
    sheet = theorytab.read(section(tmp_path, [raw], melody))
    assert (sheet.chords, sheet.notes) == ((ChordSpan(8, 16, 2, "min"),), (Note(10, 2, 69),))


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"sd": "5", "fb": "7", "sec": "5"}, (4, "dom7")),
        ({"sd": "7", "fb": "7", "sec": "5"}, (8, "hdim7")),
        ({"sd": "6", "borrowed": "b"}, (10, "maj")),
        ({"sd": "4", "fb": "7", "borrowed": "minor"}, (7, "min7")),
        ({"sd": "4", "borrowed": "1"}, (8, "dim")),
        ({"sd": "5", "fb": "43"}, (9, "min7")),
        ({"sd": "4", "fb": "7", "sus": "sus4"}, (7, "sus4")),
        ({"sd": "4", "alternate": "#5"}, (7, "aug")),
        ({"sd": "4", "fb": "7", "alternate": ["#9"]}, (7, "dom7")),
    ],
)
def test_read_names_the_chord(tmp_path: Path, fields: dict[str, Any], expected: tuple[int, str]) -> None:
    sheet = theorytab.read(section(tmp_path, [chord(0, 4, **fields)]))
    assert [(span.root, span.quality) for span in sheet.chords] == [expected]


@pytest.mark.parametrize("energy", [1.5, -0.1, float("nan"), float("inf"), "loud", None, True])
def test_read_leaves_out_features_out_of_range(tmp_path: Path, energy: object) -> None:
    sheet = theorytab.read(section(tmp_path, [chord(0, 4)], features={"energy": energy, "valence": 0.75}))
    assert (sheet.energy, sheet.valence) == (None, 0.75)


def test_read_takes_features_from_the_file_beside(tmp_path: Path) -> None:
    path = section(tmp_path, [chord(0, 4)], metadata={"BPM": None})
    (tmp_path / "verse_roman.features.json").write_text('{"tempo": 90.5, "energy": 0, "valence": 1}')
    sheet = theorytab.read(path)
    assert (sheet.bpm, sheet.energy, sheet.valence) == (90.5, 0.0, 1.0)
    assert theorytab.find(tmp_path) == [path]


def test_read_names_an_untitled_song_by_its_folder(tmp_path: Path) -> None:
    folder = tmp_path / "That Song"
    folder.mkdir()
    assert theorytab.read(section(folder, [chord(0, 4)], metadata={"title": "New Project"})).song == "thatsong"


@pytest.mark.parametrize(
    ("metadata", "chords", "melody", "reason"),
    [
        ({"beats_in_measure": "3"}, [chord(0, 4)], (), "metadata.beats_in_measure: must be 4"),
        ({"key": "H"}, [chord(0, 4)], (), "metadata.key: 'H' is no note name"),
        ({"mode": "8"}, [chord(0, 4)], (), "metadata.mode: must be 1 to 7 or the name of a mode"),
        ({}, None, (), "tracks.chord: must be a list"),
        ({}, ["I"], (), "tracks.chord[0]: must be an object, or null for a rest"),
        ({}, [chord(0, 4, "8")], (), "tracks.chord[0].sd: must be 1 to 7"),
        ({}, [chord(0, 4, fb="8")], (), "tracks.chord[0].fb: '8' is no figure"),
        ({}, [chord(0, 4, sec="x")], (), "tracks.chord[0].sec: must be 1 to 7"),
        ({}, [chord(0, 4, sus="sus9")], (), "tracks.chord[0].sus: 'sus9' is not sus2, sus4 or sus42"),
        ({}, [chord(0, 4, borrowed="9")], (), "tracks.chord[0].borrowed: must be -7 to 7 or the name of a mode"),
        ({}, [chord(0, 4, alternate="b6")], (), "tracks.chord[0].alternate: 'b6' can't be read"),
        ({}, [chord(4, 4)], (), "tracks.chord[0].event_off: must come after event_on"),
        ({}, [chord(0, 1e9)], (), "tracks.chord[0].event_off: must be a number from 0 to 4096"),
        ({}, [chord(0, float("nan"))], (), "tracks.chord[0].event_off: must be a number from 0 to 4096"),
        (
            {},
            [chord(0, 4)],
            (note(0, 1, "9"),),
            "tracks.melody[0].scale_degree: must be 1 to 7 with an accidental or none",
        ),
        ({}, [chord(0, 4)], (note(0, 1, "1", "x"),), "tracks.melody[0].octave: must be a number from -5 to 5"),
        ({}, [], (), "no bars with chords"),
    ],
)
def test_read_refuses_and_names_the_field(
    tmp_path: Path, metadata: dict[str, Any], chords: object, melody: tuple[Any, ...], reason: str
) -> None:
    with pytest.raises(CorpusError) as error:
        theorytab.read(section(tmp_path, chords, melody, metadata))
    assert str(error.value) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "JSON: must be an object"),
        ("{", "JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("{}", "metadata: must be an object"),
    ],
)
def test_read_refuses_what_is_no_section(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "verse.json"
    path.write_text(text)
    with pytest.raises(CorpusError) as error:
        theorytab.read(path)
    assert str(error.value) == reason


def test_the_worked_example_of_the_documentation_can_be_read(tmp_path: Path) -> None:
    text = (Path(__file__).parents[4] / "docs" / "corpus.md").read_text(encoding="utf-8")
    path = tmp_path / "my-song.json"
    path.write_text(text.split("```json\n")[1].split("```")[0])
    sheet = theorytab.read(path)
    assert (sheet.song, sheet.tonic, sheet.mode, sheet.bars, sheet.bpm) == ("rainywindow", 2, 2, 2, 78.0)
    assert sheet.chords == (ChordSpan(0, 16, 2, "min7"), ChordSpan(16, 8, 7, "dom7"), ChordSpan(24, 8, 11, "dom7"))
    assert sheet.notes == (Note(0, 4, 69), Note(4, 2, 72), Note(6, 6, 74), Note(16, 8, 71), Note(24, 8, 69))

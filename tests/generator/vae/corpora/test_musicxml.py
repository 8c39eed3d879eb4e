import zipfile
from collections import Counter
from pathlib import Path

import pytest

from generator.vae.corpora import musicxml
from generator.vae.corpora.leadsheet import ChordSpan, CorpusError, LeadSheet, Note

HEAD = """<?xml version="1.0"?>
<!DOCTYPE score-partwise PUBLIC "-//Recordare//DTD MusicXML 2.0 Partwise//EN" "http://www.musicxml.org/dtds/partwise.dtd">
<score-partwise><part id="P1">"""
TAIL = "</part></score-partwise>"
ATTRIBUTES = """<attributes><divisions>4</divisions><key><fifths>{fifths}</fifths><mode>major</mode></key>
<time><beats>{beats}</beats><beat-type>{unit}</beat-type></time>{more}</attributes>"""


def attributes(fifths: int = 0, beats: int = 4, unit: int = 4, more: str = "") -> str:
    return ATTRIBUTES.format(fifths=fifths, beats=beats, unit=unit, more=more)


def note(pitch: str, length: int, more: str = "") -> str:
    step = f"<step>{pitch[0]}</step><octave>{pitch[1]}</octave>"
    sound = "<rest/>" if pitch == "R" else f"<pitch>{step}</pitch>"
    return f"<note>{sound}<duration>{length}</duration>{more}</note>" if pitch != "R" else rest(length)


def rest(length: int) -> str:
    return f"<note><rest/><duration>{length}</duration></note>"


def chord(root: str, kind: str, more: str = "") -> str:
    return f"<harmony><root><root-step>{root}</root-step></root><kind>{kind}</kind>{more}</harmony>"


def measure(*content: str) -> str:
    return f"<measure>{''.join(content)}</measure>"


def write(folder: Path, *measures: str, name: str = "a_song__somebody.musicxml") -> Path:
    path = folder / name
    path.write_text(HEAD + "".join(measures) + TAIL)
    return path


def test_read_gives_the_whole_song(tmp_path: Path) -> None:
    tie, tied = '<tie type="start"/>', '<tie type="stop"/>'
    path = write(
        tmp_path,
        measure(attributes(), '<sound tempo="84"/>', note("G4", 4)),
        measure(
            chord("C", "major-seventh"), note("C5", 8), chord("A", "minor", "<offset>2</offset>"), note("E5", 8, tie)
        ),
        measure(note("E5", 4, tied), rest(4), chord("G", "dominant"), note("D5", 8)),
        measure(chord("C", "major"), note("C5", 12)),
    )
    assert musicxml.read(path) == LeadSheet(
        song="asong",
        source="musicxml",
        tonic=0,
        bars=3,
        chords=(
            ChordSpan(0, 10, 0, "maj7"),
            ChordSpan(10, 14, 9, "min"),
            ChordSpan(24, 8, 7, "dom7"),
            ChordSpan(32, 16, 0, "maj"),
        ),
        notes=(Note(0, 8, 72), Note(8, 12, 76), Note(24, 8, 74), Note(32, 12, 72)),
        minor=False,
        bpm=84.0,
    )


def test_read_tells_minor_from_the_chords(tmp_path: Path) -> None:
    bars = (measure(attributes(1), chord("E", "minor"), note("E4", 16)), measure(chord("G", "major"), note("G4", 16)))
    sheet = musicxml.read(write(tmp_path, *bars, measure(chord("E", "minor"), note("E4", 16))))
    assert (sheet.tonic, sheet.minor) == (4, True)


def test_read_mends_a_lost_signature(tmp_path: Path) -> None:
    bars = (
        measure(attributes(0), chord("F", "major"), note("A4", 16)),
        measure(chord("C", "dominant"), note("G4", 16)),
    )
    sheet = musicxml.read(write(tmp_path, *bars, measure(chord("F", "major"), note("F4", 16))))
    assert (sheet.tonic, sheet.minor) == (5, False)


def test_read_rounds_tuplets_and_ignores_grace_notes_and_other_voices(tmp_path: Path) -> None:
    attribute = attributes().replace("<divisions>4<", "<divisions>12<")
    triplet = "".join(note(pitch, 8) for pitch in ("C4", "D4", "E4"))
    grace = "<note><grace/><pitch><step>B</step><octave>4</octave></pitch></note>"
    second = "<backup><duration>48</duration></backup>" + note("C3", 48, "<voice>2</voice>")
    sheet = musicxml.read(
        write(tmp_path, measure(attribute, chord("C", "major"), grace, triplet, note("F4", 24), second))
    )
    assert sheet.notes == (Note(0, 3, 60), Note(3, 2, 62), Note(5, 3, 64), Note(8, 8, 65))


def test_read_sounds_at_concert_pitch(tmp_path: Path) -> None:
    horn = attributes(2, more="<transpose><chromatic>-2</chromatic></transpose>")
    sheet = musicxml.read(write(tmp_path, measure(horn, chord("D", "major"), note("D5", 16))))
    assert (sheet.tonic, sheet.chords, sheet.notes) == (0, (ChordSpan(0, 16, 0, "maj"),), (Note(0, 16, 72),))


def test_read_leaves_out_bars_before_the_first_chord(tmp_path: Path) -> None:
    first = measure(attributes(), rest(12), note("G4", 4))
    sheet = musicxml.read(write(tmp_path, first, measure(chord("C", "major"), note("C5", 16))))
    assert (sheet.bars, sheet.notes) == (1, (Note(0, 16, 72),))


def test_read_puts_a_split_bar_together(tmp_path: Path) -> None:
    halves = (
        measure(attributes(), chord("C", "major"), note("C5", 16)),
        measure(note("D5", 12)),
        measure(note("E5", 4)),
    )
    sheet = musicxml.read(write(tmp_path, *halves, measure(note("F5", 16))))
    assert (sheet.bars, [n.start for n in sheet.notes]) == (3, [0, 16, 28, 32])


def test_read_takes_altered_degrees(tmp_path: Path) -> None:
    degree = (
        "<degree><degree-value>{}</degree-value><degree-alter>{}</degree-alter><degree-type>{}</degree-type></degree>"
    )
    symbols = [
        chord("C", "dominant", degree.format(5, 1, "alter")),
        chord("C", "dominant", degree.format(9, 1, "add")),
        chord("C", "minor-seventh", degree.format(5, -1, "alter")),
        chord("C", "major", degree.format(6, 0, "add")),
    ]
    sheet = musicxml.read(write(tmp_path, measure(attributes(), *(symbol + note("C4", 4) for symbol in symbols))))
    assert [span.quality for span in sheet.chords] == ["aug", "dom7", "hdim7", "maj6"]


def test_read_opens_compressed_files(tmp_path: Path) -> None:
    plain = write(tmp_path, measure(attributes(), chord("C", "major"), note("C5", 16)))
    packed = tmp_path / "a_song__somebody.mxl"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("META-INF/container.xml", "<container/>")
        archive.write(plain, "score.xml")
    assert musicxml.read(packed) == musicxml.read(plain)
    assert musicxml.find(tmp_path) == [plain, packed]


def test_read_refuses_an_archive_that_unpacks_to_too_much(tmp_path: Path) -> None:
    packed = tmp_path / "bomb.mxl"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("score.xml", b" " * (musicxml.MAX_BYTES + 1))
    with pytest.raises(CorpusError, match="more than 8388608 bytes when unpacked"):
        musicxml.read(packed)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_read_refuses_entities(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.xml"
    path.write_text('<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', encoding=encoding)
    with pytest.raises(CorpusError, match="DTD: entity declarations are not read"):
        musicxml.read(path)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (measure(attributes(beats=3), chord("C", "major")), "time: 3/4 in measure 1 is not 4/4"),
        (measure(attributes(), chord("C", "major"), note("C4", 20)), "measure 1: lasts 5 quarters, not 4"),
        (measure(attributes(), chord("H", "major")), "harmony.root-step: 'H' is no letter from A to G"),
        (measure(attributes(), chord("C", "odd")), "harmony.kind: 'odd' is not known"),
        (measure(attributes(), note("C4", 16)), "no bars with chords"),
        (measure(attributes(), note("H4", 16)), "pitch: can't be read in measure 1"),
        (measure(note("C4", 16)), "divisions: is missing"),
        (measure("<attributes><divisions>4</divisions></attributes>", note("C4", 16)), "time: is missing"),
        (measure(attributes(0)) + measure(attributes(1)), "key: changes in measure 2"),
        (measure(attributes(9)), "fifths: must be a whole number from -7 to 7"),
        (
            measure("<attributes><divisions>0</divisions></attributes>"),
            "divisions: must be a whole number from 1 to 1000000",
        ),
        ("<measure>", "XML: mismatched tag: line 3, column 41"),
    ],
)
def test_read_refuses_and_says_why(tmp_path: Path, content: str, reason: str) -> None:
    with pytest.raises(CorpusError) as error:
        musicxml.read(write(tmp_path, content))
    assert str(error.value) == reason


def test_real_corpus_counts(corpus_root: Path) -> None:
    reasons: Counter[str] = Counter()
    for path in musicxml.find(corpus_root / "openewld-pd"):
        try:
            musicxml.read(path)
            reasons["read"] += 1
        except CorpusError as error:
            reasons[str(error).split(" ")[0]] += 1
    assert reasons == {"read": 164, "time:": 60, "measure": 1}


@pytest.mark.parametrize(
    ("name", "tonic", "minor", "chords"),
    [
        ("s_wonderful", 3, False, [(0, 3, "maj"), (2, 4, "dim"), (4, 5, "min7"), (5, 10, "dom7")]),
        ("tea_for_two", 5, False, [(0, 7, "min"), (0, 0, "dom7"), (1, 7, "min"), (1, 0, "dom7"), (2, 5, "maj")]),
        ("what_shall_we_do_with_a_drunken", 2, True, [(0, 2, "min"), (1, 0, "maj"), (2, 2, "min"), (3, 0, "maj")]),
    ],
)
def test_real_song_has_its_known_chords(
    corpus_root: Path, name: str, tonic: int, minor: bool, chords: list[tuple[int, int, str]]
) -> None:
    path = next(path for path in musicxml.find(corpus_root / "openewld-pd") if path.stem.startswith(name))
    sheet = musicxml.read(path)
    assert (sheet.tonic, sheet.minor) == (tonic, minor)
    assert [(span.start // 16, span.root, span.quality) for span in sheet.chords[: len(chords)]] == chords

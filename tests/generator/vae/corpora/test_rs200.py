from collections import Counter
from pathlib import Path

import pytest

from generator.vae.corpora import rs200
from generator.vae.corpora.leadsheet import ChordSpan, CorpusError, LeadSheet, Note

HARMONY = "[Eb] I IV . V7/vi | vi | R |\n"
TIMING = "1.0\t0\n3.0\t1\n5.0\t2\n9.0\t3\n"


def song(root: Path, harmony: str = HARMONY, melody: str = "", timing: str = TIMING) -> Path:
    for folder, name, text in (
        ("harmony_exp", "a_song_dt.txt", harmony),
        ("melody", "a_song_dt.mel", melody),
        ("timing", "a_song.tim", timing),
    ):
        (root / folder).mkdir(parents=True)
        (root / folder / name).write_text(text)
    return rs200.find(root)[0]


def test_read_gives_the_whole_song(tmp_path: Path) -> None:
    melody = "[Eb] [OCT=4] 1.3. 5... ^5... _ | _ 4... 7... v1... | R |"
    assert rs200.read(song(tmp_path, melody=melody)) == LeadSheet(
        song="asong",
        source="rs200",
        tonic=3,
        bars=3,
        chords=(
            ChordSpan(0, 4, 3, "maj"),
            ChordSpan(4, 8, 8, "maj"),
            ChordSpan(12, 4, 7, "dom7"),
            ChordSpan(16, 16, 0, "min"),
        ),
        notes=(
            Note(0, 2, 63),
            Note(2, 2, 67),
            Note(4, 4, 70),
            Note(8, 8, 82),
            Note(20, 4, 80),
            Note(24, 4, 86),
            Note(28, 4, 75),
        ),
        minor=False,
        bpm=120.0,
    )


def test_find_is_empty_without_the_corpus(tmp_path: Path) -> None:
    assert rs200.find(tmp_path) == []


@pytest.mark.parametrize(
    ("numeral", "chord"),
    [
        ("bVII64", (10, "maj")),
        ("I7", (0, "maj7")),
        ("Id7#9", (0, "dom7")),
        ("V7", (7, "dom7")),
        ("II7", (2, "dom7")),
        ("iih65", (2, "hdim7")),
        ("viix7/V", (6, "dim7")),
        ("V7s4", (7, "sus4")),
        ("V11", (7, "sus4")),
        ("IV9", (5, "maj9")),
        ("Va", (7, "aug")),
        ("iio6", (2, "dim")),
        ("bIII+9", (3, "maj9")),
    ],
)
def test_roman_chord_reads_figures(numeral: str, chord: tuple[int, str]) -> None:
    assert rs200.roman_chord(numeral) == chord


def test_read_holds_a_note_half_a_bar_at_most(tmp_path: Path) -> None:
    sheet = rs200.read(song(tmp_path, "[C] I | | |", "[C] 1 | R*2 |"))
    assert sheet.notes == (Note(0, 8, 60),)


def test_read_puts_a_tritone_above(tmp_path: Path) -> None:
    sheet = rs200.read(song(tmp_path, "[C] I |", "[C] [..b...b] 37b33 |"))
    assert [note.pitch for note in sheet.notes] == [63, 58, 63, 63]
    assert [n.pitch for n in rs200.read(song(tmp_path / "b", "[C] I |", "[C] 4747 |")).notes] == [65, 71, 77, 83]


@pytest.mark.parametrize(
    ("harmony", "melody", "reason"),
    [
        ("[C] I | [D] I |", "[C] 1 | 1 |", "key: the song has 2 tonics, not one"),
        ("I |", "1 |", "key: the song has 0 tonics, not one"),
        ("[C] [3/4] I |", "[C] 1 |", "metre: [3/4] is not 4/4"),
        ("[C] I |", "[C] [12/8] 1 |", "metre: [12/8] is not 4/4"),
        ("[C] [0] I |", "[C] 1 |", "metre: [0] is not 4/4"),
        ("[C] Iq |", "[C] 1 |", "harmony: 'Iq' can't be read"),
        ("[C] I |", "[C] 1 8 |", "melody: '8' in bar 1 can't be read"),
        ("[C] I |", "[C] 1 | 1 |", "harmony has 1 bars, melody 2"),
        ("[C] I | V", "[C] 1 |", "'V' follows the last bar line"),
        ("[C] I |", "[C] R*9999 |", "more than 1000 bars"),
        ("[C] R |", "[C] 1 |", "no bars with chords"),
        ("[C] I |", "[C] vvvvvv1 |", "melody: pitch -12 is not between 0 and 127"),
    ],
)
def test_read_refuses_and_says_why(tmp_path: Path, harmony: str, melody: str, reason: str) -> None:
    path = song(tmp_path, harmony, melody)
    with pytest.raises(CorpusError) as error:
        rs200.read(path)
    assert str(error.value) == reason


def test_real_corpus_counts(corpus_root: Path) -> None:
    reasons: Counter[str] = Counter()
    for path in rs200.find(corpus_root / "rs200"):
        try:
            rs200.read(path)
            reasons["read"] += 1
        except CorpusError as error:
            reasons[str(error).split(":")[0]] += 1
    assert reasons == {"read": 104, "metre": 59, "key": 18}


def test_real_song_has_its_known_chords(corpus_root: Path) -> None:
    """Stand by Me, in A: two bars each of I and vi, one each of IV and V, two of I."""
    path = next(path for path in rs200.find(corpus_root / "rs200") if path.stem.startswith("stand_by_me"))
    sheet = rs200.read(path)
    assert sheet.tonic == 9
    assert [(span.start // 16, span.root, span.quality) for span in sheet.chords[:5]] == [
        (0, 9, "maj"),
        (2, 6, "min"),
        (4, 2, "maj"),
        (5, 4, "maj"),
        (6, 9, "maj"),
    ]

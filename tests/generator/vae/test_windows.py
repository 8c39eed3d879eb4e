"""Lead sheets -> sections on the score's grid."""

from collections import Counter

import pytest

from generator.vae.corpora.leadsheet import ChordSpan, LeadSheet, Note, monophonic, nearest_quality
from generator.vae.score import HOLD, Chord
from generator.vae.windows import fold_tempo, infer_mode, windows

H = HOLD


def sheet_with(**changes):
    """Four bars in D: Em7 A7 | D B-flat | ..., a note in every bar."""
    fields = {
        "song": "example",
        "source": "made",
        "tonic": 2,
        "bars": 4,
        "chords": (
            ChordSpan(0, 8, 4, "min7"),
            ChordSpan(8, 8, 9, "dom7"),
            ChordSpan(16, 16, 2, "maj"),
            ChordSpan(32, 32, 10, "maj"),
        ),
        "notes": (Note(0, 4, 62), Note(16, 3, 66), Note(20, 12, 69), Note(32, 2, 74), Note(48, 1, 61)),
        "minor": False,
        "bpm": 90.0,
        "sections": ((0, 4),),
    }
    return LeadSheet(**{**fields, **changes})


def test_windows_write_degrees_qualities_and_holds():
    (window,) = windows(sheet_with())
    score = window.score
    assert (score.key, score.mode, score.bpm, score.title) == (3, 1, 90, "made example 1")
    assert score.harmony[:2] == ((Chord(2, "min7"), Chord(5, "dom7")), (Chord(1, "maj"),))
    assert score.melody[0] == (1, H, H, H, *[0] * 12)
    assert score.melody[1] == (3, H, H, H, 5, *[H] * 11)


def test_windows_replace_a_root_outside_the_mode_by_what_shares_its_notes():
    (window,) = windows(sheet_with())
    assert window.score.harmony[2] == (Chord(6, "min"),)


def test_windows_snap_and_fold_melody_into_two_octaves():
    sheet = sheet_with(notes=(Note(0, 16, 62), Note(16, 16, 63), Note(32, 16, 85), Note(48, 16, 98)))
    (window,) = windows(sheet)
    assert [bar[0] for bar in window.score.melody] == [1, 1, 14, 8]


@pytest.mark.parametrize(
    "changes",
    [
        {"chords": (ChordSpan(0, 64, 2, "maj"),)},
        {"chords": (ChordSpan(0, 16, 2, "maj"), ChordSpan(16, 16, 7, "maj"))},
        {"notes": (Note(0, 4, 62),)},
    ],
    ids=["one chord", "half of it without chords", "melody in one bar of four"],
)
def test_windows_leave_out_what_teaches_nothing(changes):
    assert list(windows(sheet_with(**changes))) == []


def test_windows_join_labelled_phrases_up_to_sixteen_bars():
    chords = tuple(ChordSpan(16 * bar, 16, (2, 7)[bar % 2], "maj") for bar in range(20))
    notes = tuple(Note(16 * bar, 4, 62) for bar in range(20))
    sheet = sheet_with(bars=20, chords=chords, notes=notes, sections=((0, 4), (4, 8), (12, 8)))
    assert [(window.start, window.score.bars) for window in windows(sheet)] == [
        (0, 4),
        (0, 12),
        (4, 8),
        (4, 16),
        (12, 8),
    ]


def test_windows_without_labels_are_eight_and_sixteen_bars():
    chords = tuple(ChordSpan(16 * bar, 16, (2, 7)[bar % 2], "maj") for bar in range(16))
    notes = tuple(Note(16 * bar, 4, 62) for bar in range(16))
    sheet = sheet_with(bars=16, chords=chords, notes=notes, sections=())
    assert [(window.start, window.score.bars) for window in windows(sheet)] == [(0, 8), (4, 8), (8, 8), (0, 16)]


@pytest.mark.parametrize(
    ("bpm", "folded"),
    [(None, 80), (60, 60), (100, 100), (140, 70), (110, 82), (50, 100), (200, 100), (30, 60), (55, 82)],
)
def test_fold_tempo_lands_between_60_and_100(bpm, folded):
    assert fold_tempo(bpm) == folded


def test_infer_mode_finds_dorian_by_its_major_sixth():
    dorian = Counter({0: 4, 2: 1, 3: 3, 5: 1, 7: 3, 9: 2, 10: 1})
    assert infer_mode(dorian, dorian, None) == 2


def test_infer_mode_prefers_plain_minor_when_the_sixth_is_open():
    open_sixth = Counter({0: 4, 3: 3, 7: 3, 10: 1})
    assert infer_mode(open_sixth, open_sixth, True) == 6


def test_nearest_quality_takes_the_best_agreement():
    assert nearest_quality([0, 4, 7, 11]) == "maj7"
    assert nearest_quality([3, 6, 10]) == "hdim7"
    assert nearest_quality([0, 5, 7]) == "sus4"


def test_monophonic_cuts_a_note_where_the_next_begins_and_keeps_the_higher_of_two():
    notes = [Note(4, 4, 60), Note(0, 8, 62), Note(4, 2, 67)]
    assert monophonic(notes) == (Note(0, 4, 62), Note(4, 2, 67))

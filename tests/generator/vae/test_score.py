"""The score: its bounds, its JSON, its projection onto the legacy grid."""

import math

import pytest

from generator.vae.score import HOLD, QUALITIES, REST, REST_CHORD, Chord, Score, ScoreError, diatonic_triad, scale
from tests.generator.vae.builders import score_with


def test_score_json_round_trip_keeps_every_field():
    score = score_with()
    assert Score.from_json(score.to_json()) == score


def test_score_projects_onto_the_legacy_grid():
    score = score_with()
    assert score.chords == [1, 4]
    assert score.melodies == [[1, 1, 0, 0, 0, 0, 0, 0], [5, 5, 8, 8, 8, 8, 8, 8]]


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"key": 0}, "key: must be a whole number from 1 to 12"),
        ({"key": 99}, "key: must be a whole number from 1 to 12"),
        ({"key": True}, "key: must be a whole number from 1 to 12"),
        ({"mode": 9}, "mode: must be a whole number from 1 to 7"),
        ({"bpm": 59}, "bpm: must be a whole number from 60 to 100"),
        ({"bpm": 10**400}, "bpm: must be a whole number from 60 to 100"),
        ({"energy": 1.5}, "energy: must be a number from 0 to 1"),
        ({"energy": math.nan}, "energy: must be a number from 0 to 1"),
        ({"valence": -math.inf}, "valence: must be a number from 0 to 1"),
        ({"swing": 0.7}, "swing: must be a number from 0.5 to 0.67"),
        ({"title": ""}, "title: must be text of 1 to 80 characters"),
        ({"title": "x" * 81}, "title: must be text of 1 to 80 characters"),
        ({"title": "a\ud800"}, "title: must not hold control characters"),
        ({"title": "a\u202eb"}, "title: must not hold control characters"),
        ({"harmony": ()}, "harmony: must have 1 to 50 entries, not 0"),
        ({"harmony": ((Chord(1, "maj"),),)}, "melody: must have 1 entries, not 2"),
        ({"harmony": ((), (REST_CHORD,))}, "harmony[0]: must have 1 to 2 entries, not 0"),
        ({"harmony": ((Chord(8, "maj"),), (REST_CHORD,))}, "harmony[0].degree: must be a whole number from 0 to 7"),
        ({"harmony": ((REST_CHORD,), (Chord(0, "maj"),))}, "harmony[1].quality: must be null for a rest (degree 0)"),
        (
            {"harmony": ((REST_CHORD,), (Chord(1, "power"),))},
            f"harmony[1].quality: must be one of {', '.join(QUALITIES)}",
        ),
        ({"melody": ((0,) * 16, (0,) * 15)}, "melody[1]: must have 16 entries, not 15"),
        ({"melody": ((16,) + (0,) * 15, (0,) * 16)}, "melody[0][0]: must be a whole number from 0 to 15"),
        ({"melody": ((HOLD,) + (0,) * 15, (0,) * 16)}, "melody[0][0]: must not be a hold (15) while no note sounds"),
    ],
)
def test_score_refuses_what_breaks_a_bound_and_names_it(changes, message):
    with pytest.raises(ScoreError) as caught:
        score_with(**changes)
    assert str(caught.value) == message


def test_score_lets_a_note_sound_over_the_bar_line():
    score = score_with(melody=((REST,) * 15 + (3,), (HOLD,) * 16))
    assert score.melodies == [[0] * 7 + [3], [3] * 8]


@pytest.mark.parametrize("name", ["title", "key", "mode", "bpm", "energy", "valence", "swing", "harmony", "melody"])
def test_score_names_a_missing_field(name):
    fields = {**score_with().to_json(), name: None}
    with pytest.raises(ScoreError) as caught:
        Score.from_json(fields)
    assert str(caught.value) == f"{name}: is missing"


@pytest.mark.parametrize("value", [None, [], "score", 3])
def test_score_must_be_an_object(value):
    with pytest.raises(ScoreError) as caught:
        Score.from_json(value)
    assert str(caught.value) == "score: must be an object"


def test_score_refuses_an_edit_of_the_projection_alone():
    fields = {**score_with().to_json(), "chords": [2, 4]}
    with pytest.raises(ScoreError) as caught:
        Score.from_json(fields)
    assert str(caught.value) == "chords: must be the projection of harmony and melody, or be left out"


def test_score_needs_no_projection():
    fields = score_with().to_json()
    del fields["chords"], fields["melodies"]
    assert Score.from_json(fields) == score_with()


def test_score_refuses_another_version():
    with pytest.raises(ScoreError) as caught:
        Score.from_json({**score_with().to_json(), "version": 3})
    assert str(caught.value) == "version: must be 2"


def test_scale_rotates_the_major_scale():
    assert scale(2) == (0, 2, 3, 5, 7, 9, 10)
    assert scale(6) == (0, 2, 3, 5, 7, 8, 10)


def test_diatonic_triad_is_built_of_the_modes_own_notes():
    assert [diatonic_triad(1, degree) for degree in range(1, 8)] == ["maj", "min", "min", "maj", "maj", "min", "dim"]

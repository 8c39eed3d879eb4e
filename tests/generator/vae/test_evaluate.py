"""The metrics: a perfect copy scores 1, what is missing counts as wrong."""

import numpy as np

from generator.vae.codec import encode_scores
from generator.vae.evaluate import Reconstruction, guess_the_commonest, measure, table
from generator.vae.legacy import from_legacy

TITLE = {"title": "t", "key": 1, "mode": 1, "bpm": 80, "energy": 0.5, "valence": 0.5}
SCORES = [
    from_legacy({**TITLE, "chords": [1, 4], "melodies": [[1, 1, 0, 0, 5, 5, 5, 5], [0] * 8]}),
    from_legacy({**TITLE, "chords": [5, 1, 1, 1], "melodies": [[2] * 8] * 4}),
]
ENCODED = encode_scores(SCORES)


def reconstruction(chords, notes):
    return Reconstruction(
        [np.array(c) for c in chords],
        [np.array(n) for n in notes],
        ENCODED.key,
        ENCODED.mode,
        ENCODED.quantities[:, :3],
    )


def test_measure_of_a_perfect_copy():
    result = measure(ENCODED, reconstruction([s.chords for s in SCORES], [s.melodies for s in SCORES]))
    perfect = {"chords", "notes", "sounding_notes", "length", "key", "mode"}
    assert {name for name, value in result.items() if value == 1.0} == perfect
    assert {name: value for name, value in result.items() if name.endswith("error") or "bpm" in name} == {
        "tempo_error_bpm": 0.0,
        "energy_error": 0.0,
        "valence_error": 0.0,
    }


def test_measure_counts_missing_bars_as_wrong():
    written = reconstruction([[1], [5, 1, 1, 1, 3]], [[[1] * 8], [[2] * 8] * 5])
    result = measure(ENCODED, written)
    assert result["chords"] == 5 / 6
    assert result["notes"] == (2 + 32) / 48
    assert result["length"] == 0.0


def test_guess_the_commonest_is_the_floor():
    assert guess_the_commonest(ENCODED) == {"chords": 4 / 6, "notes": 32 / 48}


def test_table_has_a_row_a_metric_and_a_column_a_model():
    text = table({"lofi": {"chords": 0.5, "notes": 0.25}, "floor": {"chords": 0.125}}, ["chords", "notes"])
    assert text.splitlines() == [
        "                          lofi       floor",
        "chords                  0.5000      0.1250",
        "notes                   0.2500            ",
    ]

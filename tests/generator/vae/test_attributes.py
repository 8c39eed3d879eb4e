"""What is measured in a score: published distances, and what brightens or tightens it."""

from __future__ import annotations

import pytest

from generator.vae.attributes import NAMES, brightness, dissonance, distance, measure, register, tension
from generator.vae.score import HOLD, QUALITIES, REST, REST_CHORD, Chord, diatonic_triad
from tests.generator.vae.builders import score_with

IONIAN, DORIAN = 1, 2
HOME = Chord(1, "maj")
LOW, HIGH = (((degree, *[HOLD] * 15), (HOLD,) * 16) for degree in (1, 8))


@pytest.mark.parametrize(("degree", "expected"), [(1, 0), (2, 8), (3, 7), (4, 5), (5, 5), (6, 7), (7, 8)])
def test_distance_is_that_of_lerdahls_table_for_triads_in_major(degree, expected):
    assert distance(Chord(degree, diatonic_triad(IONIAN, degree)), IONIAN) == expected


def test_distance_counts_notes_that_the_mode_has_not():
    assert distance(Chord(2, "maj"), IONIAN) == distance(Chord(2, "min"), IONIAN) + 1


@pytest.mark.parametrize(
    ("quality", "expected"),
    [("maj", 0), ("dim", 0), ("sus4", 3), ("maj6", 1), ("min7", 1), ("dim7", 1), ("dom9", 4)],
)
def test_dissonance_counts_what_is_no_note_of_the_triad(quality, expected):
    assert dissonance(Chord(1, quality)) == expected


def test_tension_is_none_where_the_tonics_triad_rests_and_is_the_mean_elsewhere():
    home = score_with(mode=IONIAN, harmony=((HOME,), (HOME, REST_CHORD)))
    away = score_with(mode=IONIAN, harmony=((HOME,), (Chord(5, "dom7"), HOME)))
    assert (tension(home), tension(away)) == (0, (0 + 0 + 6 + 0) / 4)


def test_register_weighs_notes_by_how_long_they_sound():
    long_and_short = (1, HOLD, HOLD, 8, *[REST] * 12)
    assert register(score_with(mode=IONIAN, melody=(long_and_short, (REST,) * 16))) == (3 * 0 + 12) / 4


def test_brightness_rises_with_the_melody_and_with_chords_on_the_sharp_side():
    plain = score_with(mode=IONIAN, harmony=((HOME,), (HOME,)), melody=LOW)
    octave = score_with(mode=IONIAN, harmony=plain.harmony, melody=HIGH)
    sharp = score_with(mode=IONIAN, harmony=((Chord(3, "maj"),), (HOME,)), melody=plain.melody)
    flat = score_with(mode=IONIAN, harmony=((Chord(4, "min"),), (HOME,)), melody=plain.melody)
    assert brightness(octave) - brightness(plain) == pytest.approx(12 / 3.3)
    assert brightness(flat) < brightness(plain) < brightness(sharp)


def test_attributes_leave_the_key_out():
    assert measure(score_with(key=1)).tolist() == measure(score_with(key=12)).tolist()


def test_attributes_know_every_chord_and_silence():
    rests = ((REST,) * 16,) * 2
    silent = score_with(harmony=((REST_CHORD,), (REST_CHORD,)), melody=rests)
    assert dict(zip(NAMES, measure(silent), strict=True))["density"] == 0
    assert (brightness(silent), tension(silent)) == (0, 0)
    for mode in range(1, 8):
        for degree in range(1, 8):
            for quality in QUALITIES:
                assert distance(Chord(degree, quality), mode) >= 0


@pytest.mark.parametrize("mode", range(1, 8))
def test_a_modes_own_chords_are_together_neither_bright_nor_dark(mode):
    harmony = tuple((Chord(degree, diatonic_triad(mode, degree)),) for degree in range(1, 8))
    silence = ((REST,) * 16,) * 7
    assert brightness(score_with(mode=mode, harmony=harmony, melody=silence)) == pytest.approx(0)

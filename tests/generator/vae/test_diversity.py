"""How various samples are."""

from collections import Counter

import pytest

from generator.vae.diversity import changes, is_whole, perplexity, variety
from generator.vae.score import REST, SLOTS, Chord
from tests.generator.vae.builders import score_with

SILENT = ((REST,) * SLOTS,) * 2
ONE_CHORD = ((Chord(1, "min7"),),) * 2


def test_perplexity_of_equally_common_ones_is_their_number():
    assert perplexity(Counter(dict.fromkeys(zip("abcd", "bcda", strict=True), 7))) == pytest.approx(4)


def test_perplexity_of_nothing_is_nothing():
    assert perplexity(Counter()) == 0


def test_changes_are_those_of_chords_that_follow_each_other():
    first, second, third = Chord(1, "min7"), Chord(4, "dom7"), Chord(5, "min9")
    assert changes(score_with()) == [(first, second), (second, third)]


@pytest.mark.parametrize(
    ("changed", "whole"), [({}, True), ({"melody": SILENT}, False), ({"harmony": ONE_CHORD}, False)]
)
def test_whole_has_chords_and_a_melody(changed, whole):
    assert is_whole(score_with(**changed)) is whole


def test_variety_counts_lists_of_chords_once():
    scores = [score_with(), score_with(bpm=80), score_with(harmony=ONE_CHORD), score_with(melody=SILENT)]
    found = variety(scores)
    assert (found.whole, found.distinct) == (0.5, 0.5)


def test_variety_needs_samples():
    with pytest.raises(ValueError, match="there must be samples"):
        variety([])

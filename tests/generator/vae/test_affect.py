"""The proxies for energy and valence."""

import numpy as np
import pytest

from generator.vae.affect import features, proxies, rank
from generator.vae.corpora.leadsheet import ChordSpan, LeadSheet, Note


def sheet(notes, bpm=80.0):
    return LeadSheet("s", "made", 0, 4, (ChordSpan(0, 64, 0, "maj"),), tuple(notes), bpm=bpm)


def test_rank_spreads_values_over_the_unit_interval_and_shares_ties():
    assert rank(np.array([3.0, 1.0, 3.0, 9.0])).tolist() == [0.5, 0.125, 0.5, 0.875]


def test_features_are_density_tempo_length_pitch_and_major_fit():
    values = features(sheet([Note(0, 4, 60), Note(8, 4, 64), Note(16, 4, 67), Note(24, 4, 72)]), 0, 2)
    seconds = 32 * 60 / 80 / 4
    assert values[:4] == pytest.approx([4 / seconds, np.log(80), 0.75, 65.75])
    assert values[4] > 0


def test_minor_pitches_fit_minor_better():
    assert features(sheet([Note(0, 8, 60), Note(8, 8, 63), Note(16, 8, 67)]), 0, 2)[4] < 0


def test_proxies_rank_busy_fast_sections_as_energetic():
    table = np.array([[1.0, 4.2, 0.9, 60, 0.1], [6.0, 4.6, 0.2, 60, 0.1], [3.0, 4.4, 0.5, 60, 0.1]])
    energy, _ = proxies(table, ["a", "a", "a"])
    assert energy.argsort().tolist() == [0, 2, 1]


def test_proxies_standardise_within_a_source():
    table = np.array([[1.0, 0, 0, 0, 0], [2.0, 0, 0, 0, 0], [101.0, 0, 0, 0, 0], [102.0, 0, 0, 0, 0]])
    energy, _ = proxies(table, ["a", "a", "b", "b"])
    assert energy.tolist() == [0.25, 0.75, 0.25, 0.75]

"""Score <-> arrays as a pair."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.vae.bars import bars_to_z, edges_of, z_to_bars
from generator.vae.codec import (
    CHORDS,
    attacks_a_bar,
    chord_symbol,
    decode_bar,
    encode_scores,
    symbol_chord,
    to_bpm,
    to_share,
    to_z,
)
from tests.generator.vae.builders import random_score, score_with


def test_chord_symbols_are_a_bijection():
    assert [chord_symbol(symbol_chord(symbol)) for symbol in range(CHORDS)] == list(range(CHORDS))


@given(st.integers(0, 2**32 - 1), st.integers(1, 50))
def test_encoded_scores_decode_to_the_same_bars(seed, bars):
    score = random_score(np.random.default_rng(seed), bars)
    encoded = encode_scores([score])
    assert tuple(decode_bar(*slots) for slots in encoded.chords[0].tolist()) == score.harmony
    assert tuple(map(tuple, encoded.melody[0].tolist())) == score.melody
    assert (encoded.bars[0], encoded.key[0] + 1, encoded.mode[0] + 1) == (bars, score.key, score.mode)


def test_encoded_scores_are_padded_to_the_longest_and_cut_again():
    generator = np.random.default_rng(1)
    encoded = encode_scores([random_score(generator, 3), random_score(generator, 9)])
    assert encoded.chords.shape == (2, 9, 2)
    assert not encoded.melody[0, 3:].any()
    assert encoded.take(slice(0, 1)).melody.shape == (1, 3, 16)


@pytest.mark.parametrize("bpm", range(60, 101))
def test_tempo_survives_its_z_score(bpm):
    assert to_bpm(to_z((bpm - 60) / 40)) == bpm


@given(st.floats(0, 1))
def test_share_survives_its_z_score_up_to_the_clip(share):
    assert to_share(to_z(share)) == pytest.approx(min(max(share, 0.00621), 0.99379), abs=1e-4)


def test_attacks_a_bar_counts_no_rests_and_no_holds():
    assert attacks_a_bar(score_with()) == 2.0


def test_every_length_survives_its_z_score():
    edges = edges_of(np.array([4] * 10 + [8] * 50 + [16] * 40))
    bars = np.arange(1, 51)
    assert z_to_bars(bars_to_z(bars, edges), edges).tolist() == bars.tolist()

"""The sampler on the committed, really trained checkpoint."""

import subprocess
import sys

import numpy as np
import pytest

from generator.vae.codec import attacks_a_bar
from generator.vae.legacy import LinkLimits, decode_link, encode_link
from generator.vae.sample import Constraints, tidy
from tests.generator.vae.builders import random_score
from tests.generator.vae.test_legacy import DEFAULT_LINK


@pytest.fixture(scope="module")
def thousand(sampler):
    return sampler.decode(np.random.default_rng(7).standard_normal((1000, 100)))


def test_thousand_random_latents_are_distinct_in_chords(thousand):
    assert len({tuple(score.chords) for score in thousand}) >= 900
    assert len({score.harmony for score in thousand}) >= 900


def test_thousand_random_latents_are_hardly_ever_empty(thousand):
    poor = [
        score
        for score in thousand
        if len(set(score.chords) - {0}) < 2 or not any(symbol for bar in score.melody for symbol in bar)
    ]
    assert len(poor) < 20


def test_thousand_random_latents_use_the_whole_range(thousand):
    assert {score.key for score in thousand} == set(range(1, 13))
    assert {score.mode for score in thousand} >= {1, 2, 5, 6}
    assert min(score.bpm for score in thousand) < 70 < 90 < max(score.bpm for score in thousand)


@pytest.mark.parametrize("scale", [0, 0.001, 4, 8, 100])
def test_extreme_latents_decode_to_valid_scores(sampler, scale):
    latents = scale * np.sign(np.random.default_rng(0).standard_normal((20, 100)))
    assert all(1 <= score.bars <= 50 for score in sampler.decode(latents))


def test_same_seed_same_take_whatever_the_count(sampler):
    many = sampler.generate(4, seed=7)
    alone = sampler.generate(1, seed=9)
    assert [take.seed for take in many] == [7, 8, 9, 10]
    assert (alone[0].score, alone[0].latent.tolist()) == (many[2].score, many[2].latent.tolist())


def test_seeds_wrap_at_their_bound(sampler):
    assert [take.seed for take in sampler.generate(2, seed=2**32 - 1)] == [2**32 - 1, 0]


def test_generate_without_a_seed_differs(sampler):
    assert sampler.generate(1)[0].seed != sampler.generate(1)[0].seed


def test_take_decodes_from_its_latent(sampler):
    takes = sampler.generate(3, seed=1, constraints=Constraints(mode=2, bpm=70))
    assert sampler.decode(np.array([take.latent for take in takes])) == [take.score for take in takes]


@pytest.mark.parametrize("key", range(1, 13))
def test_constraint_key_is_obeyed(sampler, key):
    assert [take.score.key for take in sampler.generate(8, 0, Constraints(key=key))] == [key] * 8


@pytest.mark.parametrize("mode", range(1, 8))
def test_constraint_mode_is_obeyed(sampler, mode):
    assert [take.score.mode for take in sampler.generate(8, 0, Constraints(mode=mode))] == [mode] * 8


@pytest.mark.parametrize("bars", range(4, 17))
def test_constraint_bars_is_obeyed(sampler, bars):
    assert [take.score.bars for take in sampler.generate(8, 0, Constraints(bars=bars))] == [bars] * 8


@pytest.mark.parametrize("bpm", [60, 61, 77, 99, 100])
def test_constraint_bpm_is_obeyed(sampler, bpm):
    assert [take.score.bpm for take in sampler.generate(8, 0, Constraints(bpm=bpm))] == [bpm] * 8


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.9, 1])
def test_constraints_energy_and_valence_are_obeyed(sampler, share):
    takes = sampler.generate(8, 0, Constraints(energy=share, valence=1 - share))
    assert [take.score.energy for take in takes] == pytest.approx([share] * 8, abs=0.007)
    assert [take.score.valence for take in takes] == pytest.approx([1 - share] * 8, abs=0.007)


def test_constraints_are_obeyed_together(sampler):
    wished = Constraints(key=3, mode=2, bpm=72, energy=0.2, valence=0.3, bars=8, density=0.4)
    for take in sampler.generate(8, 5, wished):
        score = take.score
        assert (score.key, score.mode, score.bpm, score.bars) == (3, 2, 72, 8)
        assert (score.energy, score.valence) == pytest.approx((0.2, 0.3), abs=0.002)


def test_constraint_density_orders_the_number_of_notes(sampler):
    means = [
        np.mean([attacks_a_bar(take.score) for take in sampler.generate(60, 0, Constraints(density=density))])
        for density in (0.05, 0.35, 0.65, 0.95)
    ]
    assert means == sorted(means)
    assert means[-1] > 1.5 * means[0]


def test_blend_includes_both_ends(sampler):
    start, end = (take.latent for take in sampler.generate(2, seed=3))
    takes = sampler.blend(start, end, 5)
    assert [take.latent.tolist() for take in (takes[0], takes[-1])] == [start.tolist(), end.tolist()]
    assert len(takes) == 5


def test_blend_of_a_latent_with_itself_stays(sampler):
    latent = sampler.generate(1, seed=3)[0].latent
    assert [take.latent.tolist() for take in sampler.blend(latent, latent, 3)] == [latent.tolist()] * 3


def test_blend_of_zeros_and_opposites_is_finite(sampler):
    latent = sampler.generate(1, seed=3)[0].latent
    for start, end in ((latent * 0, latent), (latent, -latent)):
        assert np.isfinite([take.latent for take in sampler.blend(start, end, 5)]).all()


def test_vary_by_nothing_is_the_track_itself(sampler):
    latent = sampler.generate(1, seed=3)[0].latent
    assert [take.latent.tolist() for take in sampler.vary(latent, 0, 2, seed=1)] == [latent.tolist()] * 2


def test_vary_moves_further_with_the_amount(sampler):
    latent = sampler.generate(1, seed=3)[0].latent
    moves = [np.linalg.norm(sampler.vary(latent, amount, 1, seed=1)[0].latent - latent) for amount in (0.1, 0.4, 1)]
    assert moves == sorted(moves)


def test_encode_places_the_default_playlist_inside_the_prior(sampler):
    latents = sampler.encode(decode_link(DEFAULT_LINK))
    assert latents.shape == (9, 100)
    assert np.abs(latents).max() < 8
    assert 0.2 < latents.std() < 3


def test_encode_reads_key_mode_and_length_back(sampler):
    scores = decode_link(DEFAULT_LINK)
    again = sampler.decode(sampler.encode(scores))
    assert [score.key for score in again] == [score.key for score in scores]
    assert [score.mode for score in again] == [score.mode for score in scores]


def test_encode_takes_any_valid_score(sampler):
    generator = np.random.default_rng(0)
    latents = sampler.encode([random_score(generator, bars) for bars in (1, 17, 50)])
    assert np.isfinite(latents).all()


def test_generated_scores_travel_in_a_legacy_link(sampler):
    scores = [take.score for take in sampler.generate(16, seed=0)]
    again = decode_link(encode_link(scores), LinkLimits())
    assert [score.melodies for score in again] == [score.melodies for score in scores]


def test_titles_can_be_read_and_differ(thousand):
    assert all(score.title.isprintable() and 8 <= len(score.title) <= 80 for score in thousand)
    assert len({score.title for score in thousand}) > 500


def test_tidy_latents_survive_json_exactly():
    latent = tidy(np.random.default_rng(0).standard_normal(100) * 9)
    assert [float(repr(value)) for value in latent.tolist()] == latent.tolist()
    assert np.abs(latent).max() == 8


def test_serving_needs_no_torch():
    code = (
        "import sys; from generator.vae.sample import Sampler; from pathlib import Path; import generator;"
        "Sampler.load(Path(generator.__file__).parent / 'checkpoints/base').generate(1, 0);"
        "print('torch' in sys.modules)"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "False"

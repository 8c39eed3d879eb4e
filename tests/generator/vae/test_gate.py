"""The gate lets a better version pass, and stops the ways in which one can be worse."""

import numpy as np
import pytest
from safetensors.numpy import load_file, save_file

from generator.vae import gate
from generator.vae.checkpoint import WEIGHTS
from generator.vae.finetune import FineTuneOptions, fine_tune
from generator.vae.gate import bootstrap_low, bounds, examine, golden_latents
from generator.vae.sample import Constraints, Sampler
from tests.generator.vae.builders import random_score
from tests.generator.vae.conftest import CHECKPOINTS

BASE = CHECKPOINTS / "base"
SMALL = {"samples": 60, "seed": 2}


@pytest.fixture(autouse=True)
def small_gate(monkeypatch):
    monkeypatch.setattr(gate, "SECTIONS", 30)
    monkeypatch.setattr("generator.vae.finetune.REPLAYED", 120)


@pytest.fixture(scope="module")
def liked():
    takes = Sampler.load(BASE).generate(60, seed=8, constraints=Constraints(mode=2, bpm=64))
    return [take.score for take in takes]


def passed(checks):
    return {check.name: check.passed for check in checks}


@pytest.fixture
def ruined(tmp_path):
    """A candidate whose decoder writes the same chord again and again."""
    for path in BASE.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    weights = load_file(BASE / WEIGHTS)
    weights["decoder.first.weight"] = weights["decoder.first.weight"] * 0
    weights["decoder.second.weight"] = weights["decoder.second.weight"] * 0
    save_file(weights, tmp_path / WEIGHTS)
    return tmp_path


@pytest.mark.slow
def test_examine_passes_a_candidate_that_learned(liked, tmp_path):
    options = FineTuneOptions(samples=2560, epoch=1280)
    fine_tune(BASE, liked[:48], [1.0] * 48, tmp_path, options=options)
    assert passed(examine(tmp_path, BASE, liked[48:], **SMALL)) == {
        "reconstruction_chords": True,
        "reconstruction_notes": True,
        "validity": True,
        "diversity": True,
        "variety": True,
        "likelihood": True,
        "golden": True,
    }


def test_examine_finds_no_gain_in_the_active_version_itself(liked):
    found = passed(examine(BASE, BASE, liked[:10], **SMALL))
    assert [name for name, good in found.items() if not good] == ["likelihood"]


def test_examine_stops_a_candidate_that_is_ruined(liked, ruined):
    found = passed(examine(ruined, BASE, liked[:10], **SMALL))
    assert [name for name, good in found.items() if not good] == [
        "reconstruction_chords", "reconstruction_notes", "diversity", "variety", "likelihood",
    ]  # fmt: skip


def test_examine_needs_liked_tracks_that_were_held_out():
    (check,) = [check for check in examine(BASE, BASE, [], **SMALL) if check.name == "likelihood"]
    assert (check.passed, check.says) == (False, "no liked track was held out: too few are liked")


def test_bounds_are_the_same_whatever_is_beside_a_track(liked):
    assert bounds(BASE, liked[1:3]).tolist() == bounds(BASE, liked[:3]).tolist()[1:]


def test_bounds_are_lower_for_what_the_model_would_not_write(liked):
    strange = [random_score(np.random.default_rng(i), 8) for i in range(5)]
    assert bounds(BASE, strange).max() < bounds(BASE, liked).min()


def test_bootstrap_low_is_below_zero_for_noise_and_above_for_a_gain():
    noise = np.random.default_rng(0).standard_normal(200)
    assert bootstrap_low(noise, 0) < 0 < bootstrap_low(noise + 1, 0)


def test_golden_latents_reach_the_bounds():
    drawn = golden_latents()
    assert drawn.shape == (64, 100)
    assert (drawn[0] == 0).all()
    assert (np.abs(drawn[1:16]) == 8).all()

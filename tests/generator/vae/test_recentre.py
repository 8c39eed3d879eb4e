"""Centring the latent space anew moves latents and nothing that they give."""

import numpy as np
import pytest
import torch

from generator.vae.codec import encode_scores
from generator.vae.dataset import to_batch
from generator.vae.finetune import load_model
from generator.vae.recentre import aggregate, recentre
from generator.vae.sample import Constraints, Sampler
from tests.generator.vae.conftest import CHECKPOINTS

BASE = CHECKPOINTS / "base"


@pytest.fixture(scope="module")
def encoded():
    takes = Sampler.load(BASE).generate(48, seed=9, constraints=Constraints(mode=2, bpm=66))
    return encode_scores([take.score for take in takes])


@pytest.fixture(scope="module")
def weights():
    return np.arange(1.0, 49.0)


def test_recentre_gives_latents_the_prior_s_mean_and_variance(encoded, weights):
    model = load_model(BASE)
    recentre(model, encoded, weights)
    mean, spread = aggregate(model, encoded, weights)
    assert mean.abs().max() < 1e-4
    assert (spread - 1).abs().max() < 1e-3


def test_recentre_changes_no_reconstruction(encoded, weights):
    before, after = load_model(BASE).eval(), load_model(BASE).eval()
    recentre(after, encoded, weights)
    batch = to_batch(encoded, before.config.bar_edges)
    with torch.no_grad():
        parts = [model(batch)[1] for model in (before, after)]
    for name in ("chords", "notes", "heads", "key", "mode"):
        assert parts[1][name].item() == pytest.approx(parts[0][name].item(), rel=1e-3), name

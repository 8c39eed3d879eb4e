"""The gate: what a candidate has to show beside the active version before it may serve.

Every check is a figure with a bound, and the bound comes from the active version in the same run: nothing is compared
with a number of another day.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from generator.vae.codec import Encoded, encode_scores
from generator.vae.dataset import to_batch
from generator.vae.diversity import Variety, variety
from generator.vae.finetune import base_tracks, load_model
from generator.vae.recipe import LOFI, evaluate
from generator.vae.sample import FEATURES, LATENT_BOUND, Sampler
from generator.vae.score import Score, ScoreError

RECONSTRUCTION = 0.98
"""What a candidate must keep of the active version's held-out reconstruction."""
SECTIONS = 400
"""Held-out sections that are reconstructed, at most."""
KEPT_VARIETY = 0.5
"""What a candidate must keep of the variety of chord changes: a taste for one mode narrows them, and is meant to."""
GOLDEN = 64
_RESAMPLED = 2_000
_UNLUCKY = 0.025
_APART = 1_000_003
"""Added to the seed, so that no candidate is examined by the very samples that it may have replayed."""


@dataclass(frozen=True, slots=True)
class Check:
    """One figure of the candidate, the bound that it has to reach, and both in words."""

    name: str
    value: float
    bound: float
    passed: bool
    says: str


def examine(
    candidate: Path,
    active: Path,
    held_out: Sequence[Score],
    *,
    corpus: Path | None = None,
    samples: int = 1000,
    seed: int = 0,
) -> list[Check]:
    """All checks of the checkpoint ``candidate`` against ``active``; ``held_out`` are liked scores it never saw.

    Base data is the test split of a prepared corpus, or without one what the active version samples. Raises
    ``CheckpointError`` when one of them can't be read.
    """
    torch.set_num_threads(1)
    samplers = Sampler.load(candidate), Sampler.load(active)
    return [
        *_reconstruction(candidate, active, base_tracks(corpus or active, "test", SECTIONS, seed + _APART)),
        *_samples(*samplers, samples, seed),
        _likelihood(candidate, active, held_out, seed),
        _golden(samplers[0], seed),
    ]


def golden_latents(seed: int = 0) -> NDArray[np.float64]:
    """(64, 100): draws from the prior, the middle, and corners as far out as a latent may lie."""
    chance = np.random.default_rng([seed, 64])
    drawn = chance.standard_normal((GOLDEN, FEATURES))
    drawn[0] = 0
    drawn[1:16] = LATENT_BOUND * np.sign(drawn[1:16])
    return drawn


@torch.no_grad()
def bounds(folder: Path, scores: Sequence[Score]) -> NDArray[np.float64]:
    """The evidence lower bound of each score as the model is trained by, in nats, (n,), at the latent's mean.

    Its KL has the weight of training (beta-VAE: Higgins et al., 2017). With its whole weight the bound of every version
    would fall as it learns to tell tracks apart, since a latent that says more costs more.
    """
    model, encoded = load_model(folder).eval(), encode_scores(scores)
    ones = (encoded.take(slice(i, i + 1)) for i in range(len(encoded)))
    return np.array([-model(to_batch(one, model.config.bar_edges))[0].item() for one in ones])


def _reconstruction(candidate: Path, active: Path, encoded: Encoded) -> list[Check]:
    ours, theirs = (evaluate(LOFI, folder, encoded) for folder in (candidate, active))
    return [_kept(name, ours[name], theirs[name]) for name in ("chords", "notes")]


def _kept(name: str, value: float, active: float) -> Check:
    bound = RECONSTRUCTION * active
    says = f"{name} of held-out tracks given back: {value:.3f}, the active version {active:.3f}"
    return Check(f"reconstruction_{name}", value, bound, value >= bound, says)


def _scores(sampler: Sampler, many: int, seed: int) -> list[Score]:
    return [take.score for take in sampler.generate(many, seed=seed)]


def _samples(candidate: Sampler, active: Sampler, many: int, seed: int) -> list[Check]:
    return _variety(variety(_scores(candidate, many, seed)), variety(_scores(active, many, seed)), many)


def _variety(ours: Variety, theirs: Variety, many: int) -> list[Check]:
    return [
        _not_worse("validity", "samples that are whole pieces of music", ours.whole, theirs.whole, many),
        _not_worse("diversity", "samples with chords of their own", ours.distinct, theirs.distinct, many),
        Check(
            "variety",
            ours.changes,
            KEPT_VARIETY * theirs.changes,
            ours.changes >= KEPT_VARIETY * theirs.changes,
            f"chord changes in use: as many as {ours.changes:.1f} equally common ones, "
            f"the active version {theirs.changes:.1f}",
        ),
    ]


def _not_worse(name: str, what: str, ours: float, theirs: float, many: int) -> Check:
    """A share of ``many`` samples may be below the other's by what chance alone gives in 95 of 100 cases."""
    bound = theirs - 1.96 * (2 * max(theirs * (1 - theirs), 1 / many) / many) ** 0.5
    return Check(name, ours, bound, ours >= bound, f"{what}: {ours:.3f}, the active version {theirs:.3f}")


def _likelihood(candidate: Path, active: Path, held_out: Sequence[Score], seed: int) -> Check:
    if not held_out:
        return Check("likelihood", 0.0, 0.0, False, "no liked track was held out: too few are liked")
    gain = bounds(candidate, held_out) - bounds(active, held_out)
    low = bootstrap_low(gain, seed)
    says = (
        f"likelihood of {len(gain)} held-out liked tracks: {gain.mean():+.2f} nats a track against the active version; "
        f"at least {low:+.2f} by bootstrap"
    )
    return Check("likelihood", low, 0.0, low > 0, says)


def bootstrap_low(gain: NDArray[np.float64], seed: int) -> float:
    """The lower end of the 95 % percentile interval of a mean (Efron, 1979)."""
    chance = np.random.default_rng(seed)
    means = gain[chance.integers(len(gain), size=(_RESAMPLED, len(gain)))].mean(1)
    return float(np.quantile(means, _UNLUCKY))


def _golden(candidate: Sampler, seed: int) -> Check:
    good = sum(_decodes(candidate, latent) for latent in golden_latents(seed))
    return Check(
        "golden", good, GOLDEN, good == GOLDEN, f"golden latents that decode to valid music: {good} of {GOLDEN}"
    )


def _decodes(sampler: Sampler, latent: NDArray[np.float64]) -> bool:
    try:
        (score,) = sampler.decode(latent[None])
        Score.from_json(score.to_json())
    except (ScoreError, ValueError, ArithmeticError):
        return False
    return True

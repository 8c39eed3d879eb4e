"""Takes for a prompt: drawn again until the score itself has what was wished, else the nearest of them."""

from __future__ import annotations

from dataclasses import replace

from generator.vae.codec import DENSITY_SPREAD, MEAN_DENSITY, attacks_a_bar
from generator.vae.prompt import Prompt, constraints_of, noise_of
from generator.vae.sample import FEATURES, SEEDS, Constraints, Sampler, Take
from generator.vae.score import Score

ATTEMPTS = 12
"""A melody's density is only steered on average, so a few draws may be needed."""
SPARSE = MEAN_DENSITY - DENSITY_SPREAD / 2
BUSY = MEAN_DENSITY + DENSITY_SPREAD / 2
"""Attacks a bar: a sparse melody has fewer, a busy one more. Half a standard deviation of the corpus from its mean."""


def draw(sampler: Sampler, prompt: Prompt, own: Constraints, count: int, seed: int) -> list[Take]:
    """``count`` takes; the i-th depends on the prompt, the constraints and ``seed`` + i (modulo 2^32) alone."""
    wished = prompt if own.density is None else replace(prompt, density=None)
    return [_draw_one(sampler, wished, own, (seed + i) % SEEDS) for i in range(count)]


def _draw_one(sampler: Sampler, prompt: Prompt, own: Constraints, seed: int) -> Take:
    constraints = constraints_of(prompt, own, seed)
    nearest: Take | None = None
    for attempt in range(ATTEMPTS):
        noise = noise_of(prompt, seed, attempt).standard_normal(FEATURES)
        take = sampler.realise(noise, constraints, seed)
        if nearest is None or misses(take.score, prompt, constraints) < misses(nearest.score, prompt, constraints):
            nearest = take
        if not any(misses(nearest.score, prompt, constraints)):
            break
    assert nearest is not None
    return nearest


def misses(score: Score, prompt: Prompt, wished: Constraints) -> tuple[int, float]:
    """How many of key, mode, tempo and length are not as wished, and how many attacks a bar are amiss."""
    named = (("key", score.key), ("mode", score.mode), ("bpm", score.bpm), ("bars", score.bars))
    wrong = sum(getattr(wished, name) not in (None, value) for name, value in named)
    attacks = attacks_a_bar(score)
    amiss = {"sparse": attacks - SPARSE, "busy": BUSY - attacks}.get(prompt.density or "", 0.0)
    return wrong, max(0.0, amiss)

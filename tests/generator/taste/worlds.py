"""Latents of people with tastes, without a database."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator.taste.distribution import Distribution, Evidence, fit
from generator.taste.space import Space, space_of
from generator.vae.codec import to_bpm
from generator.vae.sample import FEATURES, Sampler

Floats = NDArray[np.float64]
NONE = np.zeros((0, FEATURES))
SLOW, FAST = "slow", "fast"
"""Dorian and under 76 BPM; ionian and over 82."""


@cache
def sampler() -> Sampler:
    return Sampler.load(Path(__file__).parents[3] / "generator" / "checkpoints" / "base")


def space() -> Space:
    return space_of(sampler())


def made(count: int, kind: str, seed: int = 1) -> Floats:
    """The first so many latents (count, 100) of that kind among what the model draws."""
    drawn = np.random.default_rng(seed).standard_normal((4000, FEATURES))
    z, engine = drawn.astype(np.float32), sampler().decoder
    mode = (z @ engine.mode[0].T + engine.mode[1]).argmax(1) + 1
    bpm = [to_bpm(float(value)) for value in (z @ engine.heads[0].T + engine.heads[1])[:, 2]]
    return drawn[[_kind(*facts) == kind for facts in zip(mode, bpm, strict=True)]][:count]


def taste(liked: Floats, more: Floats = NONE, less: Floats = NONE) -> Distribution:
    return fit(Evidence(liked, np.ones(len(liked)), more, less), space())


def kinds(latents: Floats) -> list[str]:
    return [_kind(score.mode, score.bpm) for score in sampler().decode(latents)]


def _kind(mode: int, bpm: int) -> str:
    return SLOW if mode == 2 and bpm < 76 else FAST if mode == 1 and bpm > 82 else "neither"

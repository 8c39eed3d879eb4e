"""Making music: everything that the API, the commands and other apps call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from generator import registry
from generator.models import Track, Visibility
from generator.vae.heads import Direction
from generator.vae.sample import Constraints, Sampler
from generator.vae.sample import Take as SampledTake
from generator.vae.score import Score

Latents = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Take:
    """A track that is not stored: ``latent`` (100,), ``seed`` if it was drawn, ``model_version`` 12 hex digits."""

    score: Score
    latent: Latents
    seed: int | None
    model_version: str


@dataclass(frozen=True, slots=True)
class Model:
    """What the sliders need to know of the active version."""

    version: str
    features: int
    directions: list[Direction]


def generate(*, count: int, seed: int | None, constraints: Constraints) -> list[Take]:
    sampler = registry.active_sampler()
    return _takes(sampler, sampler.generate(count, seed, constraints))


def decode(*, latents: Latents) -> list[Take]:
    """Latents (n, 100) to n takes."""
    sampler = registry.active_sampler()
    pairs = zip(sampler.decode(latents), latents, strict=True)
    return [Take(score, latent, None, sampler.version) for score, latent in pairs]


def encode(*, scores: Sequence[Score]) -> Latents:
    """n scores to latents (n, 100)."""
    return registry.active_sampler().encode(scores)


def blend(*, start: Latents, end: Latents, steps: int) -> list[Take]:
    sampler = registry.active_sampler()
    return _takes(sampler, sampler.blend(start, end, steps))


def vary(*, latent: Latents, amount: float, count: int, seed: int | None) -> list[Take]:
    sampler = registry.active_sampler()
    return _takes(sampler, sampler.vary(latent, amount, count, seed))


def take_up(*, scores: Sequence[Score]) -> list[Take]:
    """Foreign scores as takes: kept as they are, each with the latent that the model hears in it."""
    sampler = registry.active_sampler()
    pairs = zip(scores, sampler.encode(scores), strict=True)
    return [Take(score, latent, None, sampler.version) for score, latent in pairs]


def describe_model() -> Model:
    sampler = registry.active_sampler()
    directions = sampler.directions()
    return Model(sampler.version, len(directions[0].weight), directions)


@transaction.atomic
def store(*, takes: Sequence[Take], visibility: Visibility = Visibility.PRIVATE) -> list[Track]:
    """Keep takes of the active version as tracks that belong to nobody: the site's own."""
    version = registry.register(registry.active_sampler())
    rows = [
        Track(
            title=take.score.title,
            score=take.score.to_json(),
            latent=take.latent.tolist(),
            model_version=version,
            visibility=visibility,
        )
        for take in takes
    ]
    return Track.objects.bulk_create(rows)


def as_takes(*, tracks: Sequence[Track]) -> list[Take]:
    """Stored tracks as takes of the active version: a latent of another version is encoded anew, and not stored.

    Costs no query if the tracks come with their ``model_version``.
    """
    sampler = registry.active_sampler()
    return [_stored_take(track, sampler) for track in tracks]


def _stored_take(track: Track, sampler: Sampler) -> Take:
    score = Score.from_json(track.score)
    if track.model_version.version == sampler.version:
        return Take(score, np.asarray(track.latent, np.float64), None, sampler.version)
    return Take(score, _encode_one(sampler, score), None, sampler.version)


@lru_cache(maxsize=256)
def _encode_one(sampler: Sampler, score: Score) -> Latents:
    return sampler.encode([score])[0]


def _takes(sampler: Sampler, sampled: Sequence[SampledTake]) -> list[Take]:
    return [Take(take.score, take.latent, take.seed, sampler.version) for take in sampled]

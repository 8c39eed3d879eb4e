"""Making music: everything that the API, the commands and other apps call."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from django.db import transaction
from numpy.typing import NDArray

from generator import cells, likes, registry
from generator.measures import TAKES
from generator.models import ModelVersion, Mood, Track, Visibility
from generator.vae.directions import Direction
from generator.vae.sample import FEATURES, Constraints, Sampler
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
    return taken(sampler, sampler.generate(count, seed, constraints))


def decode(*, latents: Latents) -> list[Take]:
    """Latents (n, 100) to n takes."""
    sampler = registry.active_sampler()
    pairs = zip(sampler.decode(latents), latents, strict=True)
    TAKES.inc(len(latents))
    return [Take(score, latent, None, sampler.version) for score, latent in pairs]


def encode(*, scores: Sequence[Score]) -> Latents:
    """n scores to latents (n, 100)."""
    return registry.active_sampler().encode(scores)


def blend(*, start: Latents, end: Latents, steps: int) -> list[Take]:
    sampler = registry.active_sampler()
    return taken(sampler, sampler.blend(start, end, steps))


def vary(*, latent: Latents, amount: float, count: int, seed: int | None) -> list[Take]:
    sampler = registry.active_sampler()
    return taken(sampler, sampler.vary(latent, amount, count, seed))


def take_up(*, scores: Sequence[Score], told: Sequence[Latents | None] | None = None) -> list[Take]:
    """Foreign scores as takes: kept as they are, each with the latent that the model hears in it.

    ``told`` are latents (100,) that they are said to be made from, one a score. One that gives the score's notes is
    believed; another version's, or somebody's invention, does not.
    """
    sampler = registry.active_sampler()
    known = _believed(sampler, scores, told or [None] * len(scores))
    doubted = [score for score, latent in zip(scores, known, strict=True) if latent is None]
    heard = iter(sampler.encode(doubted) if doubted else ())
    latents = [next(heard) if latent is None else latent for latent in known]
    return [Take(score, latent, None, sampler.version) for score, latent in zip(scores, latents, strict=True)]


def describe_model() -> Model:
    sampler = registry.active_sampler()
    directions = sampler.directions()
    return Model(sampler.version, len(directions[0].weight), directions)


@transaction.atomic
def store(*, takes: Sequence[Take], visibility: Visibility = Visibility.PRIVATE) -> list[Track]:
    """Keep takes as tracks that belong to nobody: the site's own."""
    versions = registry.rows_of({take.model_version for take in takes})
    rows = [
        Track(
            title=take.score.title,
            score=take.score.to_json(),
            **facts(take, versions[take.model_version]),
            model_version=versions[take.model_version],
            visibility=visibility,
        )
        for take in takes
    ]
    for row in rows:
        likes.place(row)
    return Track.objects.bulk_create(rows)


def facts(take: Take, version: ModelVersion) -> dict[str, Any]:
    """The columns that a track is found by, and its latent, of that version."""
    score = take.score
    return {
        "key": score.key,
        "mode": score.mode,
        "bpm": score.bpm,
        "mood": Mood.of(energy=score.energy, valence=score.valence),
        "latent": take.latent.tolist(),
        "vector": cells.pack(take.latent),
        "cell": int(cells.of(take.latent[None], version.pk)[0]),
    }


def as_takes(*, tracks: Sequence[Track]) -> list[Take]:
    """Stored tracks as takes of the active version: a latent of another version is encoded anew, and not stored.

    Costs no query if the tracks come with their ``model_version``.
    """
    sampler = registry.active_sampler()
    return [_stored_take(track, sampler) for track in tracks]


def latents_of(*, tracks: Sequence[Track]) -> Latents:
    """(n, 100): where the active version hears stored tracks. Costs no query if they come with ``model_version``."""
    sampler = registry.active_sampler()
    return np.array([_latent(track, sampler) for track in tracks], np.float64)


def _believed(sampler: Sampler, scores: Sequence[Score], told: Sequence[Latents | None]) -> list[Latents | None]:
    """The same latents, without those that give other notes."""
    decoded = iter(sampler.decode(np.array([latent for latent in told if latent is not None]).reshape(-1, FEATURES)))
    return [
        latent if latent is not None and _same_notes(next(decoded), score) else None
        for score, latent in zip(scores, told, strict=True)
    ]


def _same_notes(one: Score, other: Score) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("key", "mode", "harmony", "melody"))


def _latent(track: Track, sampler: Sampler) -> Latents:
    if track.model_version.version == sampler.version:
        return np.asarray(track.latent, np.float64)
    return _encode_one(sampler, Score.from_json(track.score))


def _stored_take(track: Track, sampler: Sampler) -> Take:
    return Take(Score.from_json(track.score), _latent(track, sampler), None, sampler.version)


@lru_cache(maxsize=256)
def _encode_one(sampler: Sampler, score: Score) -> Latents:
    return sampler.encode([score])[0]


def taken(sampler: Sampler, sampled: Sequence[SampledTake]) -> list[Take]:
    """What a sampler made, signed with its version."""
    TAKES.inc(len(sampled))
    return [Take(take.score, take.latent, take.seed, sampler.version) for take in sampled]

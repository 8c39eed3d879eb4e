"""Endless play: what is hot, what a word asks for, what comes next to given tracks. The same seed plays the same."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.conf import settings

from generator import feeds, prompts, services
from generator.models import Track
from generator.moods import Station, wish
from generator.services import Latents, Take
from generator.vae.sample import FEATURES, SEEDS, Constraints

PRIOR = 4
"""How many tracks of unit spread, which is the model's own, a list's spread is mixed with: few tell little about it."""
ROBUST = 5
"""From so many tracks on, middle and spread are those of the median: one odd track moves nothing."""
NEAREST, FARTHEST = 0.25, 1.25
"""By how much the spread is multiplied at both ends of ``adventure``."""
LISTENED = 50
"""Tracks of a list that are listened to: its last ones."""


@dataclass(frozen=True, slots=True)
class Item:
    """What a station plays: a take, and the stored track that it is, if it is one."""

    take: Take
    track: Track | None = None


@dataclass(frozen=True, slots=True)
class Tuning:
    """How a station is heard: ``count`` takes, ``adventure`` 0..1, a seed below 2^32."""

    count: int
    seed: int
    adventure: float


def hot(*, tuning: Tuning, exclude: Sequence[str] = ()) -> list[Item]:
    """Public tracks that were not heard, the hotter the likelier; fresh takes when there are no more of them."""
    pool = feeds.tracks(sort="hot").exclude(public_id__in=exclude)[: settings.RADIO_POOL]
    chosen = _chosen(list(pool), tuning)
    stored = [Item(take, track) for take, track in zip(services.as_takes(tracks=chosen), chosen, strict=True)]
    missing = tuning.count - len(stored)
    fresh = services.generate(count=missing, seed=tuning.seed, constraints=Constraints()) if missing else []
    return [*stored, *(Item(take) for take in fresh)]


def of_mood(*, station: Station, tuning: Tuning) -> list[Item]:
    """Fresh takes that are as the word has it."""
    seeds = _seeds(tuning)
    wishes = [wish(station=station, seed=seed, adventure=tuning.adventure) for seed in seeds]
    takes = [services.generate(count=1, seed=seed, constraints=one)[0] for seed, one in zip(seeds, wishes, strict=True)]
    return [Item(take) for take in takes]


def of_words(*, text: str, tuning: Tuning) -> list[Item]:
    """Fresh takes for a prompt."""
    anything = Constraints()
    understood = prompts.understand(text=text, constraints=anything)
    takes = prompts.generate(understood=understood, count=tuning.count, seed=tuning.seed, constraints=anything)
    return [Item(take) for take in takes]


def like(*, tracks: Sequence[Track], tuning: Tuning) -> list[Item]:
    """Fresh takes around the tracks' latents; anything, if there are none."""
    if not tracks:
        takes = services.generate(count=tuning.count, seed=tuning.seed, constraints=Constraints())
    else:
        takes = services.decode(latents=around(latents=services.latents_of(tracks=tracks[-LISTENED:]), tuning=tuning))
    return [Item(take) for take in takes]


def around(*, latents: Latents, tuning: Tuning) -> Latents:
    """Latents (n, 100) to ``count`` new ones, (count, 100), drawn around their middle, and as long as they are."""
    middle, spread = centre_and_spread(latents)
    reach = NEAREST + (FARTHEST - NEAREST) * tuning.adventure
    noise = np.array([np.random.default_rng(seed).standard_normal(FEATURES) for seed in _seeds(tuning)])
    drawn = middle + reach * spread * noise
    length = np.median(np.linalg.norm(latents, axis=1))
    bound = settings.MAX_LATENT
    return np.clip(drawn * (length / np.linalg.norm(drawn, axis=1, keepdims=True)), -bound, bound).round(6)


def centre_and_spread(latents: Latents) -> tuple[Latents, Latents]:
    """Of latents (n, 100), each feature's middle and standard deviation, both (100,).

    From ``ROBUST`` on by the median and the median absolute deviation (times 1.4826 it estimates a normal's standard
    deviation: Hampel, 1974). The variance is shrunk towards 1, as if ``PRIOR`` more tracks said so.
    """
    if len(latents) >= ROBUST:
        middle = np.median(latents, axis=0)
        variance = (1.4826 * np.median(np.abs(latents - middle), axis=0)) ** 2
    else:
        middle, variance = latents.mean(0), latents.var(0)
    return middle, np.sqrt((len(latents) * variance + PRIOR) / (len(latents) + PRIOR))


def _seeds(tuning: Tuning) -> list[int]:
    return [(tuning.seed + i) % SEEDS for i in range(tuning.count)]


def _chosen(pool: list[Track], tuning: Tuning) -> list[Track]:
    """Up to ``count`` of them; each rank is less likely than the one before, the less so the more adventure."""
    fading = (1 - tuning.adventure) * 4 / max(len(pool), 1)
    weights = np.exp(-fading * np.arange(len(pool)))
    chance = np.random.default_rng(tuning.seed)
    many = min(tuning.count, len(pool))
    if not many:
        return []
    return [pool[int(i)] for i in chance.choice(len(pool), many, replace=False, p=weights / weights.sum())]

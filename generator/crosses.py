"""Crosses: a track made from others by a recipe that is kept, so that it can be made again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from accounts.models import User
from generator import registry, services
from generator.models import ModelVersion, Origin, Parent, Track
from generator.services import Latents, Take
from generator.tracks import Kin
from generator.vae.checkpoint import CheckpointError
from generator.vae.sample import Sampler
from generator.vae.score import Score


@dataclass(frozen=True, slots=True)
class Recipe:
    """How parents are crossed: ``weights`` add up to 1, then ``amount`` 0..1 of noise drawn from ``seed``."""

    weights: tuple[float, ...]
    amount: float = 0.0
    seed: int | None = None

    def to_json(self) -> dict[str, Any]:
        return {"weights": list(self.weights), "amount": self.amount, "seed": self.seed}


@dataclass(frozen=True, slots=True)
class Replay:
    """What the recipe gives today, and whether that is what was stored."""

    take: Take
    same: bool


@dataclass(frozen=True, slots=True)
class Made:
    """A take, and what it was made from."""

    take: Take
    kin: Kin


class CannotReplay(Exception):
    """The recipe, a parent or the model version is not there; says which."""


def recipe(*, count: int, weights: Sequence[float] | None = None, amount: float = 0, seed: int | None = None) -> Recipe:
    """A recipe for ``count`` parents: equal weights unless they are told, a seed if one is needed and not told."""
    if weights is not None and len(weights) != count:
        raise ValidationError({"weights": [f"Must be as many as the parents: {count}, not {len(weights)}."]})
    given = np.array(weights if weights is not None else [1.0] * count)
    if amount and seed is None:
        seed = int(np.random.SeedSequence().generate_state(1)[0])
    return Recipe(tuple((given / given.sum()).tolist()), amount, seed if amount else None)


def find_parents(*, ids: Sequence[str], viewer: User | AnonymousUser) -> list[Track]:
    """Tracks by their public ids, in that order, in one query. Raises ValidationError that names the place.

    Somebody's private track is as unknown as none.
    """
    reachable = Track.objects.reachable_by(viewer).filter(public_id__in=ids).select_related("model_version", "creator")
    found = {track.public_id: track for track in reachable}
    for i, name in enumerate(ids):
        if name not in found:
            raise ValidationError({"parents": [f"[{i}]: there is no such track."]})
        if name in ids[:i]:
            raise ValidationError({"parents": [f"[{i}]: is named twice."]})
    return [found[name] for name in ids]


def cross(*, parents: Sequence[Track], recipe: Recipe) -> Take:
    """What the recipe makes of the parents, by the active model; not stored."""
    return _cross(registry.active_sampler(), services.latents_of(tracks=parents), recipe)


def copy(*, parent: Track) -> Take:
    """A parent's own score and latent, untouched, whichever version they are of."""
    latent = np.asarray(parent.latent, np.float64)
    return Take(Score.from_json(parent.score), latent, None, parent.model_version.version)


def replay(*, track: Track) -> Replay:
    """Make a cross again from its parents' latents, by the model version that made it. Raises ``CannotReplay``."""
    if track.cross is None:
        raise CannotReplay("This track was not crossed here, so there is nothing to replay.")
    kept = Recipe(tuple(track.cross["weights"]), track.cross["amount"], track.cross["seed"])
    links = list(Parent.objects.filter(child=track).select_related("parent__model_version"))
    parents = [link.parent for link in links if link.parent is not None]
    if len(parents) < len(kept.weights):
        raise CannotReplay(f"Parents that were deleted: {len(kept.weights) - len(parents)}.")
    take = _cross_by(track.model_version, parents, kept)
    take = replace(take, score=replace(take.score, title=track.title))  # its maker may have named it anew
    same = take.score.to_json() == track.score and take.latent.tolist() == track.latent
    return Replay(take, same)


def _cross_by(version: ModelVersion, parents: Sequence[Track], recipe: Recipe) -> Take:
    try:
        sampler = registry.sampler_of(version)
    except CheckpointError as error:
        raise CannotReplay("The model version that made it is not there any more.") from error
    return _cross(sampler, np.array([_heard(sampler, parent) for parent in parents]), recipe)


def _heard(sampler: Sampler, track: Track) -> Latents:
    if track.model_version.version == sampler.version:
        return np.asarray(track.latent, np.float64)
    return sampler.encode([Score.from_json(track.score)])[0]


def _cross(sampler: Sampler, latents: Latents, recipe: Recipe) -> Take:
    made = sampler.cross(latents, np.array(recipe.weights), recipe.amount, recipe.seed)
    return Take(made.score, made.latent, made.seed, sampler.version)


def make(*, parents: Sequence[Track], origin: Origin | None, **wish: Any) -> Made:
    """A take from parents, and what is kept of how it came about; ``wish`` is the rest of a recipe's. Not stored."""
    if origin == Origin.FORK:
        return Made(copy(parent=parents[0]), Kin(origin, tuple(parents), (1.0,)))
    how = recipe(count=len(parents), **wish)
    kin = descent(parents=parents, origin=origin, recipe=how, replayable=True)
    return Made(cross(parents=parents, recipe=how), kin)


def descent(*, parents: Sequence[Track], origin: Origin | None, recipe: Recipe, replayable: bool) -> Kin:
    """What is kept of a track that was made from parents, here or by the caller."""
    born = origin or (Origin.VARY if len(parents) == 1 else Origin.BLEND)
    return Kin(born, tuple(parents), recipe.weights, recipe.to_json() if replayable else None)

"""A taste as a distribution in the latent space: a few groups, what was asked for, and a step away from the rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from django.conf import settings
from numpy.typing import NDArray

from generator.radio import FARTHEST, NEAREST, ROBUST, Tuning
from generator.taste import groups
from generator.taste.space import Space
from generator.vae.codec import RANGE
from generator.vae.sample import DECIMALS, FEATURES, SEEDS

Floats = NDArray[np.float64]

DOUBT = 0.25
"""Weight of the model's own middle beside what was liked: of one like four fifths are believed."""
SPREAD = 2.0
"""How many points of unit spread, which is the model's own, a group's spread is mixed with."""
ASKED = 2.0
"""Weight of the newest "more like this"; each one before weighs ``FADING`` of the one after it."""
FADING = 0.8
REFUSED = 0.75
"""How hard a "less like that" pushes, in likes."""
CUT = 1.5
"""Median distances from a group's middle, from which on a point pulls no harder to begin with."""
FAR = 4.0
"""Standard deviations of a squared distance from a group (chi-squared), from which on a point pulls less."""
_ROUNDS = 10
_SHARES = (0.5, 0.95)
"""Of a group's likes, at least and at most so many are no chance."""
_LEAST = 1e-3
"""A group that trusts none of its points would have no middle."""
_SMALL = 1e-9


@dataclass(frozen=True, slots=True)
class Evidence:
    """Latents of the active model version: what counts for somebody, (n, 100), with weights (n,) in likes; what they
    want more of and less of, (m, 100) each, the newest first."""

    latents: Floats
    weights: Floats
    more: Floats
    less: Floats

    def __bool__(self) -> bool:
        return bool(len(self.latents) + len(self.more) + len(self.less))


@dataclass(frozen=True, slots=True)
class Component:
    """A normal distribution: ``centre`` (100,), and ``root`` (t, t), a square root of the covariance of what the heads
    read. All else varies as in the model's prior."""

    weight: float
    centre: Floats
    root: Floats


@dataclass(frozen=True, slots=True)
class Distribution:
    """A mixture; latents drawn from it are ``length`` long."""

    components: Sequence[Component]
    space: Space
    length: float

    def draw(self, tuning: Tuning) -> Floats:
        """``count`` latents, (count, 100); the i-th depends on ``seed`` + i alone."""
        reach = NEAREST + (FARTHEST - NEAREST) * tuning.adventure
        weights = np.array([component.weight for component in self.components])
        bounds = np.cumsum(weights / weights.sum())
        drawn = np.array([self._draw((tuning.seed + i) % SEEDS, reach, bounds) for i in range(tuning.count)])
        return np.clip(drawn, -settings.MAX_LATENT, settings.MAX_LATENT).round(DECIMALS)

    def _draw(self, seed: int, reach: float, bounds: Floats) -> Floats:
        chance = np.random.default_rng([seed, 2])
        component = self.components[min(int(np.searchsorted(bounds, chance.random())), len(bounds) - 1)]
        noise = reach * chance.standard_normal(FEATURES)
        basis = self.space.telling
        told = basis.T @ (basis @ component.centre + component.root @ (basis @ noise))
        rest = component.centre + noise
        rest = rest - basis.T @ (basis @ rest)
        # what has names stays as it was drawn, so only the rest is stretched to the length that latents have
        room = max(self.length**2 - float(told @ told), 1.0)
        return told + rest * np.sqrt(room / (float(rest @ rest) + _SMALL))


def fit(evidence: Evidence, space: Space) -> Distribution:
    """The taste that the evidence tells; with none, the model's own prior.

    Groups are looked for among what listeners have names for: in all of the space two independent latents are as far
    apart as two of one taste. Nudges work as in relevance feedback (Rocchio, 1971): what is asked for becomes a place
    of its own at once, what is refused pushes the nearest component away from itself.
    """
    liked = np.concatenate([evidence.latents, evidence.more])
    weights = np.concatenate([evidence.weights, np.ones(len(evidence.more))])
    components = [_asked(latent, ASKED * FADING**i, space) for i, latent in enumerate(evidence.more)]
    components += _components(liked, weights, space)
    for latent in evidence.less:
        components = _pushed(components, latent)
    lengths = np.linalg.norm(liked, axis=1)
    return Distribution(components, space, float(np.median(lengths)) if len(liked) else FEATURES**0.5)


def grouped(points: Floats, space: Space) -> NDArray[np.int64]:
    """The group of each point (n, 100), (n,). What is farther out than the model's quantities go is as far as they."""
    return groups.split(np.clip(points @ space.named.T, -RANGE, RANGE))


def _components(points: Floats, weights: Floats, space: Space) -> list[Component]:
    if not len(points):
        return [_component(points, weights, space)]
    found = grouped(points, space)
    return [_component(points[found == name], weights[found == name], space) for name in range(found.max() + 1)]


def _component(points: Floats, weights: Floats, space: Space) -> Component:
    """Middle and spread of points, shrunk towards the prior's 0 and 1 the more, the fewer they are."""
    if not len(points):
        return Component(DOUBT, np.zeros(FEATURES), np.eye(len(space.telling)))
    told = points @ space.telling.T
    pull = weights * _trust(told)
    covariance = _moments(told, pull)[1]
    mass = float(pull.sum())
    root = np.asarray(np.linalg.cholesky(covariance), np.float64)
    return Component(mass, pull @ points / (mass + DOUBT), root)


def _moments(points: Floats, pull: Floats) -> tuple[Floats, Floats]:
    """Mean (t,) and covariance (t, t); the latter shrunk towards the prior's, as if ``SPREAD`` more points said so, and
    nowhere wider: a taste chooses from what the model makes."""
    mass = pull.sum()
    mean = pull @ points / mass
    away = points - mean
    sizes, axes = np.linalg.eigh((away.T @ (pull[:, None] * away) + SPREAD * np.eye(len(mean))) / (mass + SPREAD))
    return mean, (axes * np.minimum(sizes, 1)) @ axes.T


def _trust(points: Floats) -> Floats:
    """How surely each point (n, t) is of the group, and not liked by chance: then it comes from the prior.

    Expectation maximisation with a component for noise (Banfield and Raftery, 1993), which here is known. It begins at
    the median, with Huber's weights (1964), and what is far from all of it pulls less and less.
    """
    if len(points) < ROBUST:
        return np.ones(len(points))
    away = np.linalg.norm(points - np.median(points, 0), axis=1)
    trust = np.minimum(1, (CUT * np.median(away) + _SMALL) / (away + _SMALL))
    size = points.shape[1]
    bound = size + FAR * np.sqrt(2 * size)
    for _ in range(_ROUNDS):
        share = np.clip(trust.mean(), *_SHARES)
        mean, covariance = _moments(points, trust)
        root = np.linalg.cholesky(covariance)
        inner = np.square(np.linalg.solve(root, (points - mean).T)).sum(0)
        lead = 0.5 * (np.square(points).sum(1) - inner) - np.log(np.diag(root)).sum() + np.log(share / (1 - share))
        near = np.minimum(1, bound / (inner + _SMALL))
        trust = np.maximum(near / (1 + np.exp(-np.clip(lead, -50, 50))), _LEAST)
    return trust


def _asked(latent: Floats, weight: float, space: Space) -> Component:
    one = _component(latent[None], np.ones(1), space)
    return replace(one, weight=weight)


def _pushed(components: list[Component], latent: Floats) -> list[Component]:
    """The same components, the nearest moved away from the latent; the lighter it is, the farther."""
    nearest = int(np.argmin([np.linalg.norm(component.centre - latent) for component in components]))
    old = components[nearest]
    step = REFUSED / (old.weight + REFUSED)
    moved = replace(old, centre=old.centre - step * (latent - old.centre))
    return [moved if i == nearest else component for i, component in enumerate(components)]

"""How many tastes somebody has: a mixture of normal distributions, its size chosen by the BIC."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MOST = 4
SMALLEST = 3
"""Points that make a group: fewer are odd ones, and belong to the nearest."""
_ROUNDS = 25


def split(points: Floats) -> Ints:
    """Points (n, d) -> the group of each, (n,), from 0. One group unless more explain the points better.

    Components share one diagonal covariance, are fitted by expectation maximisation (Dempster et al., 1977) from points
    that are far from each other, and their number has the least Bayesian information criterion (Schwarz, 1978).
    """
    best, least = np.zeros(len(points), np.int64), _bic(points, 1)[1]
    for many in range(2, min(MOST, len(points) // SMALLEST) + 1):
        shares, bic = _bic(points, many)
        groups = _large(points, shares.argmax(1))
        if bic < least and len(set(groups.tolist())) > 1:
            best, least = groups, bic
    return best


def _bic(points: Floats, many: int) -> tuple[Floats, float]:
    """Each point's shares in ``many`` components, (n, many), and the criterion."""
    n, d = points.shape
    shares = _nearest(points, _apart(points, many))
    for _ in range(_ROUNDS):
        densities = _densities(points, shares)
        top = densities.max(1, keepdims=True)
        likelihood = np.exp(densities - top)
        shares = likelihood / likelihood.sum(1, keepdims=True)
    fit = float((top[:, 0] + np.log(likelihood.sum(1))).sum())
    return shares, (many * (d + 1) + d - 1) * np.log(n) - 2 * fit


def _densities(points: Floats, shares: Floats) -> Floats:
    """Log of weight times density of each component at each point, (n, many)."""
    mass = shares.sum(0) + 1e-9
    centres = shares.T @ points / mass[:, None]
    away = np.square(points[:, None] - centres)
    # one more point of unit spread: where all points agree, a component must not close in on them
    variance = ((shares[:, :, None] * away).sum((0, 1)) + 1) / (len(points) + 1)
    inner = (away / variance + np.log(2 * np.pi * variance)).sum(2)
    return np.log(mass / mass.sum()) - 0.5 * inner


def _apart(points: Floats, many: int) -> Floats:
    """Points to begin with: the one farthest from the middle, then each farthest from those before (Gonzalez, 1985)."""
    chosen = [int(np.linalg.norm(points - np.median(points, 0), axis=1).argmax())]
    while len(chosen) < many:
        chosen.append(int(np.linalg.norm(points[:, None] - points[chosen], axis=2).min(1).argmax()))
    return points[chosen]


def _nearest(points: Floats, centres: Floats) -> Floats:
    return np.eye(len(centres))[np.linalg.norm(points[:, None] - centres, axis=2).argmin(1)]


def _large(points: Floats, groups: Ints) -> Ints:
    """The same groups, counted from 0, without the small ones, whose points go to the nearest of the others."""
    names, sizes = np.unique(groups, return_counts=True)
    kept = names[sizes >= SMALLEST]
    if len(kept) < 2:
        return np.zeros(len(points), np.int64)
    centres = np.array([points[groups == name].mean(0) for name in kept])
    nearest = _nearest(points, centres).argmax(1)
    places = np.searchsorted(kept, groups).clip(max=len(kept) - 1)
    return np.where(kept[places] == groups, places, nearest)

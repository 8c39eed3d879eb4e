"""Ways between latents. They lie near a sphere: a straight line would lead through its middle, where nothing lives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Latents = NDArray[np.float64]
_ROUNDS = 100
_SMALL = 1e-12


def slerp(start: Latents, end: Latents, share: float) -> Latents:
    """A point on the great circle between two latents (Shoemake, 1985); ``share`` 0 is the start."""
    cosine = start @ end / max(float(np.linalg.norm(start) * np.linalg.norm(end)), _SMALL)
    angle = np.arccos(np.clip(cosine, -1, 1))
    if np.sin(angle) < 1e-6:
        return (1 - share) * start + share * end
    return (np.sin((1 - share) * angle) * start + np.sin(share * angle) * end) / np.sin(angle)


def mean(latents: Latents, weights: Latents) -> Latents:
    """The weighted mean on the sphere of latents (n, 100); weights (n,) are positive and add up to 1.

    Of two it is a step of ``slerp``. Source: S. Buss and J. Fillmore, Spherical averages (ACM TOG 20, 2001), algorithm
    A1; their mean of directions is kept as a sum of the latents, so that lengths are weighted as slerp does.
    """
    if len(latents) == 2:
        return slerp(latents[0], latents[1], float(weights[1]))
    norms = np.maximum(np.linalg.norm(latents, axis=1), _SMALL)
    cosines = (latents / norms[:, None]) @ (latents / norms[:, None]).T
    shares = weights.copy()
    for _ in range(_ROUNDS):
        step = _towards(shares, weights, cosines)
        if step is None:
            return weights @ latents
        shares, moved = step
        if moved < _SMALL:
            break
    return shares @ latents


def _towards(shares: Latents, weights: Latents, cosines: Latents) -> tuple[Latents, float] | None:
    """One round: the mean's shares in the directions, and how far it moved. None where directions cancel out."""
    length = max(float(shares @ cosines @ shares), 0.0) ** 0.5
    if length < 1e-6:
        return None
    here = shares / length
    cosine = np.clip(cosines @ here, -1, 1)
    angle = np.arccos(cosine)
    pull = weights * np.where(angle < 1e-9, 1, angle / np.maximum(np.sin(angle), 1e-9))
    way = pull - (pull @ cosine) * here
    moved = max(float(way @ cosines @ way), 0.0) ** 0.5
    if moved < _SMALL:
        return here, 0.0
    return np.cos(moved) * here + np.sin(moved) / moved * way, moved

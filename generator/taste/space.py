"""The part of the latent space that people have words for, as the decoder's linear heads read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from generator.vae.codec import QUANTITIES
from generator.vae.sample import Sampler

Floats = NDArray[np.float64]
_BRIGHTNESS = np.array([1, -1, -3, 2, 0, -2, -4], np.float64)
"""Of the modes, ionian to locrian: how many fifths their scale lies above mixolydian's."""

_OWN = 1e-3
"""Length of what a unit row adds to those before it, from which on it counts."""


@dataclass(frozen=True, slots=True)
class Space:
    """Orthonormal rows, so that a latent of the prior has independent standard normal coordinates on them.

    ``telling`` (t, 100): all that the heads read: energy, valence, tempo, density, length, key and mode. ``named``
    (5, 100): energy, valence, tempo, density and how bright the mode is, which listeners tell apart first.
    """

    telling: Floats
    named: Floats


@lru_cache(maxsize=2)
def space_of(sampler: Sampler) -> Space:
    engine = sampler.decoder
    heads, key, mode = (part[0].astype(np.float64) for part in (engine.heads, engine.key, engine.mode))
    key, mode = key - key.mean(0), mode - mode.mean(0)
    brightness = (_BRIGHTNESS - _BRIGHTNESS.mean()) @ mode
    named = np.concatenate([heads[: len(QUANTITIES)], brightness[None]])
    return Space(_orthonormal(np.concatenate([heads, key, mode])), _orthonormal(named))


def _orthonormal(rows: Floats) -> Floats:
    """A basis of what the rows span, each as close to its row as those before it let it be (Gram and Schmidt); rows
    that say nothing of their own are dropped."""
    basis = np.zeros((0, rows.shape[1]))
    for row in rows / np.linalg.norm(rows, axis=1, keepdims=True):
        own = row - basis.T @ (basis @ row)
        own -= basis.T @ (basis @ own)  # once more, against rounding
        if (size := np.linalg.norm(own)) > _OWN:
            basis = np.concatenate([basis, own[None] / size])
    return basis

"""What the linear heads make possible: moving a latent to a wish.

All of it is linear algebra on the heads' weights; the notes are not consulted.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from generator.vae.engine import DecoderEngine

Vector = NDArray[np.float64]
_MARGIN = 0.2
"""By how much, in nats, a wished key or mode must lead the next."""
_ROUNDS = 500
_TOLERANCE = 1e-6


def move(engine: DecoderEngine, z: Vector, heads: dict[int, float], labels: dict[str, int]) -> Vector:
    """The nearest latent, by alternating projections, at which the heads say what is wished.

    ``heads`` maps a head's row to its z-score, ``labels`` "key" or "mode" to a class from 0. Source: Kaczmarz (1937)
    for the equations, extended to half-spaces by Agmon (1954).
    """
    weight, bias = (part.astype(np.float64) for part in engine.heads)
    equations = [(weight[row], value - bias[row]) for row, value in heads.items()]
    bounds = [bound for name, wanted in labels.items() for bound in _leads(getattr(engine, name), wanted)]
    z = z.copy()
    for _ in range(_ROUNDS):
        start = z.copy()
        for row, value in bounds:
            z += row * max(0.0, float(value - row @ z)) / (row @ row)
        for row, value in equations:
            z += row * (value - row @ z) / (row @ row)
        if np.abs(z - start).max() < _TOLERANCE:
            break
    return z


def _leads(head: tuple[NDArray[np.float32], NDArray[np.float32]], wanted: int) -> list[tuple[Vector, float]]:
    """Half-spaces row . z >= value in which class ``wanted`` leads every other."""
    weight, bias = (part.astype(np.float64) for part in head)
    others = [other for other in range(len(bias)) if other != wanted]
    return [(weight[wanted] - weight[other], _MARGIN + bias[other] - bias[wanted]) for other in others]

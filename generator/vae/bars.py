"""The number of bars as a standard normal quantity, by the corpus's own distribution of lengths.

``edges`` are 49 rising z-scores: a value between edges k-1 and k means k + 1 bars (k from 0). A few pseudo-counts keep
every length from 1 to 50 reachable.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from generator.vae.score import MAX_BARS

Floats = NDArray[np.floating]
_NORMAL = NormalDist()
_UNSEEN = 3e-4
"""Share of all tracks that each length gets beside what was counted."""


def edges_of(bars: NDArray[np.int64]) -> list[float]:
    """The 49 edges from the lengths of a corpus, (n,) of 1..50."""
    counts = np.bincount(bars, minlength=MAX_BARS + 1)[1:].astype(float)
    shares = counts / counts.sum() + _UNSEEN
    below = np.cumsum(shares / shares.sum())[:-1]
    return [_NORMAL.inv_cdf(float(share)) for share in below]


def bars_to_z(bars: NDArray[np.int64], edges: Sequence[float]) -> Floats:
    """(n,) lengths -> (n,) z-scores: the middle, by share, of each length's interval."""
    below = np.array([0.0, *(_NORMAL.cdf(edge) for edge in edges), 1.0])
    return np.array([_NORMAL.inv_cdf(float(share)) for share in (below[bars - 1] + below[bars]) / 2], np.float32)


def z_to_bars(z: Floats, edges: Sequence[float]) -> NDArray[np.int64]:
    """(n,) z-scores -> (n,) lengths, 1..50."""
    return np.searchsorted(np.asarray(edges), z) + 1

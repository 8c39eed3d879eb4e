"""From who said what to what it weighs: pure functions over arrays, one entry a signal."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
_BLOCK = 1000


def leaders(vectors: NDArray[np.float32], near: float) -> Ints:
    """(n, 100) -> (n,): of each the first that it lies nearer to than ``near``, which itself leads; else its own index.

    The leader algorithm (Hartigan, Clustering Algorithms, 1975): no chains, so what is in one group is at most twice
    as far apart. n times the leaders in time, a block of rows times the leaders in memory.
    """
    found = np.arange(len(vectors))
    heads = np.zeros(0, np.int64)
    for start in range(0, len(vectors), _BLOCK):
        block = np.arange(start, min(start + _BLOCK, len(vectors)))
        close = _close(vectors[block], vectors[heads], near)
        known = close.any(1)
        if known.any():
            found[block[known]] = heads[close[known].argmax(1)]
        heads = np.concatenate([heads, _lead(vectors, block[~known], found, near)])
    return found


def _lead(vectors: NDArray[np.float32], rows: Ints, found: Ints, near: float) -> Ints:
    """Of rows that follow no earlier leader: each that no leader among them is near to leads, in order."""
    close = _close(vectors[rows], vectors[rows], near)
    leads = np.ones(len(rows), bool)
    for i in range(len(rows)):
        if leads[i]:
            followers = i + 1 + np.flatnonzero(close[i, i + 1 :] & leads[i + 1 :])
            leads[followers] = False
            found[rows[followers]] = rows[i]
    return rows[leads]


def _close(some: NDArray[np.float32], others: NDArray[np.float32], near: float) -> NDArray[np.bool_]:
    """(n, 100), (m, 100) -> (n, m)."""
    squares = (some**2).sum(1)[:, None] + (others**2).sum(1) - 2 * some @ others.T
    close: NDArray[np.bool_] = squares < near**2
    return close


def said_once(members: Ints, groups: Ints, kinds: Ints, weights: Floats) -> Ints:
    """Indexes of the signals that count where a member says one thing of a group: its heaviest, the first of equals."""
    order = np.lexsort((np.arange(len(weights)), -np.abs(weights), kinds, groups, members))
    key = np.stack([members[order], groups[order], kinds[order]], 1)
    first = np.ones(len(order), bool)
    first[1:] = (key[1:] != key[:-1]).any(1)
    return np.sort(order[first])


def cap(members: Ints, weights: Floats, share: float) -> Floats:
    """The weights, those of each member made smaller until they say no more than ``share`` of all that is said.

    What a member says is the sum of their absolute weights. Fewer members than 1 / ``share`` say equally much.
    """
    said = np.bincount(members, np.abs(weights)).astype(np.float64)
    level = _level(said[said > 0], share)
    return weights * np.minimum(1, level / np.maximum(said, 1e-300))[members]


def _level(said: Floats, share: float) -> float:
    """The most that one may say: the largest c with c <= share * sum(min(said, c)), and never below the least."""
    if not len(said):
        return 0.0
    heaviest = np.sort(said)[::-1]
    rest = heaviest.sum()
    for above, one in enumerate(heaviest):
        if share * above >= 1:
            break
        level = share * rest / (1 - share * above)
        if one <= level:
            return float(level)
        rest -= one
    return float(heaviest[-1])

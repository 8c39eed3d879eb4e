"""How various a model's samples are, and how many of them are music at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from generator.vae.codec import attacks_a_bar
from generator.vae.score import Score

FEWEST_NOTES = 1.0
"""Attacks a bar below which a melody counts as missing."""


@dataclass(frozen=True, slots=True)
class Variety:
    """``whole``: the share with two chords or more and a melody. ``distinct``: different lists of chords a sample.

    ``changes``: the perplexity of chord changes, that is, as many equally common ones would be as various.
    """

    whole: float
    distinct: float
    changes: float


def variety(scores: Sequence[Score]) -> Variety:
    """Of a model's samples. Raises ValueError when there are none."""
    if not scores:
        raise ValueError("there must be samples")
    return Variety(
        whole=float(np.mean([is_whole(score) for score in scores])),
        distinct=len({score.harmony for score in scores}) / len(scores),
        changes=perplexity(Counter(change for score in scores for change in changes(score))),
    )


def is_whole(score: Score) -> bool:
    """It has two different chords and at least one note a bar on average."""
    chords = {chord for bar in score.harmony for chord in bar if chord.quality is not None}
    return len(chords) > 1 and attacks_a_bar(score) >= FEWEST_NOTES


def changes(score: Score) -> list[tuple[object, object]]:
    """Pairs of chords that follow each other, different or the same."""
    chords = [chord for bar in score.harmony for chord in bar]
    return list(pairwise(chords))


def perplexity(counts: Counter[tuple[object, object]]) -> float:
    """exp of the entropy of what was counted (Shannon, 1948); 0 of nothing."""
    shares = np.array(list(counts.values()), np.float64)
    if not shares.sum():
        return 0.0
    shares /= shares.sum()
    return float(np.exp(-(shares * np.log(shares)).sum()))

"""Which liked scores a candidate never sees, so that the gate can ask about them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from generator.vae.score import Score

SHARE = 5
"""Each fifth piece is held out."""


def split(scores: Sequence[Score], seed: int) -> tuple[list[int], list[int]]:
    """Indices to learn from and to hold out. Scores with the same chords fall on the same side, in any order."""
    sides = [_place(score, seed) == 0 for score in scores]
    return [i for i, held in enumerate(sides) if not held], [i for i, held in enumerate(sides) if held]


def _place(score: Score, seed: int) -> int:
    name = f"{seed}:{score.harmony!r}"
    return int(hashlib.sha256(name.encode()).hexdigest(), 16) % SHARE

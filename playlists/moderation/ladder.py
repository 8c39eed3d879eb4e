"""What is done to a member next: pure functions."""

from __future__ import annotations

from collections.abc import Iterable

from playlists.moderation.models import Act

LADDER = (Act.WARN, Act.HIDE, Act.SILENCE, Act.SUSPEND)
"""From the mildest on. Deleting a thing stands beside hiding it."""


def next_rung(standing: Iterable[str]) -> Act:
    """One above the highest that a member stands on by decisions that were not undone; the last has nothing above."""
    reached = [LADDER.index(Act.HIDE if act == Act.DELETE else Act(act)) for act in standing if act in _COUNTED]
    return LADDER[min(max(reached, default=-1) + 1, len(LADDER) - 1)]


_COUNTED = (*LADDER, Act.DELETE)

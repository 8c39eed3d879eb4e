"""What a run learns from, kept on the disk from its start to its end: a run that is taken up goes on with the same."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from generator.teaching import lessons
from generator.training import files
from generator.vae.score import Score


@dataclass(frozen=True, slots=True)
class Frozen:
    """Scores with their weights, how many members they come from, and the keys of their signals for the ledger."""

    scores: tuple[Score, ...]
    weights: tuple[float, ...]
    listeners: int
    signals: tuple[int, ...]
    fingerprint: str


class Gone(Exception):
    """The lessons that the run began with are not to be had any more."""


def lessons_of(folder: Path, fingerprint: str) -> Frozen:
    """Those that lie in the folder, else the present ones, which are laid there.

    ``fingerprint`` is what the run began with, "" if it has not begun. Raises ``Gone`` if these are others.
    """
    found = _thaw(folder / files.LESSONS) or _freeze(folder / files.LESSONS)
    if fingerprint and found.fingerprint != fingerprint:
        raise Gone
    return found


def _freeze(path: Path) -> Frozen:
    now = lessons.gather()
    frozen = Frozen(
        tuple(lesson.score for lesson in now.lessons),
        tuple(lesson.weight for lesson in now.lessons),
        now.listeners,
        tuple(now.signals),
        now.fingerprint,
    )
    scores = [score.to_json() for score in frozen.scores]
    told = {name: getattr(frozen, name) for name in ("weights", "listeners", "signals", "fingerprint")}
    files.write(path, {"scores": scores, **told})
    return frozen


def _thaw(path: Path) -> Frozen | None:
    kept = files.read(path)
    if kept is None:
        return None
    scores = tuple(map(Score.from_json, kept["scores"]))
    return Frozen(scores, tuple(kept["weights"]), kept["listeners"], tuple(kept["signals"]), kept["fingerprint"])

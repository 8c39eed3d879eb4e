"""Pictures of a candidate beside the active version: what each draws from the prior, and how the candidate learned."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import matplotlib

matplotlib.use("Agg")
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from numpy.typing import NDArray

from generator.vae.checkpoint import METRICS
from generator.vae.codec import attacks_a_bar
from generator.vae.sample import Sampler
from generator.vae.score import MODES, Score

SAMPLES = 200
DISTRIBUTIONS, LEARNING = "distributions.png", "learning.png"
_WALL, _TEXT, _SOFT, _LAMP = "#1d1a20", "#ebe0cd", "#8d8387", "#eeb260"
_STYLE: dict[Any, Any] = {
    "figure.facecolor": _WALL, "axes.facecolor": _WALL, "savefig.facecolor": _WALL, "text.color": _TEXT,
    "axes.labelcolor": _TEXT, "axes.edgecolor": "#3a333b", "xtick.color": _TEXT, "ytick.color": _TEXT,
    "axes.spines.top": False, "axes.spines.right": False, "font.size": 11,
}  # fmt: skip
Figures = tuple[str, Callable[[Score], float], NDArray[Any]]
_PANELS: list[Figures] = [
    ("Tempo, BPM", lambda score: score.bpm, np.arange(60, 102, 4)),
    ("Bars", lambda score: score.bars, np.arange(0.5, 17.5)),
    ("Energy", lambda score: score.energy, np.linspace(0, 1, 11)),
    ("Valence", lambda score: score.valence, np.linspace(0, 1, 11)),
    ("Notes a bar", attacks_a_bar, np.arange(0, 17)),
]


def draw(candidate: Path, active: Path, folder: Path, seed: int = 0, samples: int = SAMPLES) -> list[str]:
    """Write PNGs into ``folder``; answers their names. Raises ``CheckpointError``, OSError."""
    ours, theirs = (Sampler.load(each).generate(samples, seed=seed) for each in (candidate, active))
    with plt.rc_context(_STYLE):
        _distributions([take.score for take in ours], [take.score for take in theirs], folder / DISTRIBUTIONS)
        history = json.loads((candidate / METRICS).read_text(encoding="utf-8")).get("history", [])
        _learning(history, folder / LEARNING)
    return [DISTRIBUTIONS, LEARNING]


def _distributions(ours: list[Score], theirs: list[Score], path: Path) -> None:
    figure, panels = plt.subplots(2, 3, figsize=(12, 6), layout="constrained")
    for panel, (name, figure_of, edges) in zip(panels.flat, _PANELS, strict=False):
        panel.hist([figure_of(score) for score in theirs], edges, color=_SOFT, alpha=0.75, label="serves now")
        panel.hist([figure_of(score) for score in ours], edges, histtype="step", lw=2, color=_LAMP, label="candidate")
        panel.set_title(name)
    _modes(panels.flat[-1], ours, theirs)
    panels.flat[0].legend(frameon=False)
    figure.supylabel(f"of {len(ours)} samples")
    _save(figure, path)


def _modes(panel: Axes, ours: list[Score], theirs: list[Score]) -> None:
    places = np.arange(len(MODES))
    theirs_counted, ours_counted = (
        np.bincount([score.mode - 1 for score in scores], minlength=len(MODES)) for scores in (theirs, ours)
    )
    panel.bar(places, theirs_counted, 0.9, color=_SOFT, alpha=0.75)
    panel.bar(places, ours_counted, 0.9, fill=False, ec=_LAMP, lw=2)
    panel.set_xticks(places, [mode[:3] for mode in MODES])
    panel.set_title("Mode")


def _learning(history: list[dict[str, float]], path: Path) -> None:
    figure, panel = plt.subplots(figsize=(12, 3.6), layout="constrained")
    epochs = [row["epoch"] for row in history]
    for key, name, colour in (("train_loss", "learned from", _SOFT), ("loss", "held back", _LAMP)):
        panel.plot(epochs, [row[key] for row in history], "o-", color=colour, label=name)
    panel.set(xlabel="epoch", ylabel="nats a track", title="Loss", xticks=epochs)
    panel.legend(frameon=False)
    _save(figure, path)


def _save(figure: Any, path: Path) -> None:
    figure.savefig(path, dpi=80)
    plt.close(figure)

"""The picture of a training run."""

from __future__ import annotations

from pathlib import Path

import matplotlib

matplotlib.use("Agg")
from matplotlib import pyplot as plt

_PANELS = (("loss", ("train_loss", "loss")), ("parts", ("chords", "notes", "heads", "key", "mode")), ("kl", ("kl",)))


def draw_curves(history: list[dict[str, float]], path: Path, title: str) -> None:
    """Write a PNG of the losses over epochs, three panels side by side."""
    figure, panels = plt.subplots(1, len(_PANELS), figsize=(13, 4), layout="constrained")
    epochs = [row["epoch"] for row in history]
    for panel, (name, keys) in zip(panels, _PANELS, strict=True):
        for key in keys:
            panel.plot(epochs, [row[key] for row in history], label=key.replace("_", " "))
        panel.set(xlabel="epoch", ylabel="nats a track" if title == "lofi" else "loss", title=name)
        panel.grid(alpha=0.3)
        panel.legend(frameon=False)
    figure.suptitle(f"{title}: training and validation")
    figure.savefig(path, dpi=80)
    plt.close(figure)

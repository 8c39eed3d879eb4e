"""One loop for first training and fine-tuning, ours and the baseline."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import nn

from generator.vae.codec import Encoded
from generator.vae.dataset import to_batch


@dataclass(frozen=True, slots=True)
class FitOptions:
    """How to train. ``samples`` is the budget; the model is validated after every ``epoch`` of them."""

    samples: int = 256_000
    epoch: int = 12_800
    batch: int = 64
    learning_rate: float = 1.5e-3
    weight_decay: float = 1e-2
    clip: float = 1.0
    warm_up: float = 0.1
    patience: int = 12
    seed: int = 0

    @property
    def epochs(self) -> int:
        return -(-self.samples // self.epoch)

    @property
    def steps(self) -> int:
        """Optimiser steps in an epoch."""
        return -(-self.epoch // self.batch)


@dataclass(frozen=True, slots=True)
class FitData:
    """What is learned from, with sampling weights (n,), and what decides when to stop."""

    train: Encoded
    weights: NDArray[np.float64]
    validation: Encoded
    edges: tuple[float, ...]


@dataclass(slots=True)
class Progress:
    """Where a run stands: the epochs behind it, the curves, the best validation loss and its weights."""

    epoch: int = 0
    history: list[dict[str, float]] = field(default_factory=list)
    best: float = float("inf")
    best_epoch: int = 0
    best_weights: dict[str, torch.Tensor] = field(default_factory=dict)


OnEpoch = Callable[[Progress], None]
OnStep = Callable[[int, float], None]


def fit(
    model: nn.Module,
    data: FitData,
    options: FitOptions,
    resume: Path | None = None,
    on_step: OnStep = lambda step, loss: None,
    on_epoch: OnEpoch = lambda progress: None,
) -> Progress:
    """Train ``model`` in place and leave it with its best weights.

    ``resume`` is a file written after each epoch: a run that was killed goes on there, to the same result as one that
    was not. Every epoch seeds its own generators, so a run is deterministic under ``options.seed`` on one thread.
    Stops early after ``options.patience`` epochs without a better validation loss.
    """
    optimiser = torch.optim.AdamW(model.parameters(), options.learning_rate, weight_decay=options.weight_decay)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, options.learning_rate, total_steps=options.epochs * options.steps, pct_start=options.warm_up
    )
    progress = _load(resume, model, optimiser, schedule) if resume and resume.exists() else Progress()
    while progress.epoch < options.epochs and progress.epoch - progress.best_epoch < options.patience:
        train_loss = _epoch(model, data, options, progress.epoch, optimiser, schedule, on_step)
        parts = validate(model, data.validation, data.edges, options.batch)
        _record(progress, model, train_loss, parts)
        if resume:
            _save(resume, progress, model, optimiser, schedule)
        on_epoch(progress)
    model.load_state_dict(progress.best_weights)
    return progress


def _epoch(
    model: nn.Module,
    data: FitData,
    options: FitOptions,
    epoch: int,
    optimiser: torch.optim.Optimizer,
    schedule: torch.optim.lr_scheduler.LRScheduler,
    on_step: OnStep,
) -> float:
    torch.manual_seed(options.seed * 100_003 + epoch)
    model.train()
    total = 0.0
    for step, rows in enumerate(_draw(data, options, epoch)):
        warm = min(1.0, (epoch * options.steps + step + 1) / (options.warm_up * options.epochs * options.steps))
        loss, _ = model(to_batch(data.train.take(rows), data.edges), kl_scale=warm)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), options.clip)
        optimiser.step()
        schedule.step()
        total += loss.item()
        on_step(epoch * options.steps + step + 1, loss.item())
    return total / options.steps


def _draw(data: FitData, options: FitOptions, epoch: int) -> Iterator[NDArray[np.int64]]:
    """Weighted rows, sorted by length within the epoch, so that a batch holds little padding, in random order."""
    generator = np.random.default_rng([options.seed, epoch])
    drawn = generator.choice(len(data.train), options.steps * options.batch, p=data.weights)
    by_length = drawn[np.argsort(data.train.bars[drawn], kind="stable")]
    yield from generator.permutation(by_length.reshape(options.steps, options.batch))


@torch.no_grad()
def validate(model: nn.Module, encoded: Encoded, edges: tuple[float, ...], batch: int) -> dict[str, float]:
    """The loss and its parts over ``encoded``, without noise, averaged over sections."""
    model.eval()
    totals: dict[str, float] = {}
    for start in range(0, len(encoded), batch):
        rows = encoded.take(slice(start, start + batch))
        loss, parts = model(to_batch(rows, edges))
        for name, value in {"loss": loss, **parts}.items():
            totals[name] = totals.get(name, 0.0) + value.item() * len(rows)
    return {name: total / len(encoded) for name, total in totals.items()}


def _record(progress: Progress, model: nn.Module, train_loss: float, parts: dict[str, float]) -> None:
    progress.epoch += 1
    progress.history.append({"epoch": progress.epoch, "train_loss": train_loss, **parts})
    if parts["loss"] < progress.best:
        progress.best, progress.best_epoch = parts["loss"], progress.epoch
        progress.best_weights = {name: value.detach().clone() for name, value in model.state_dict().items()}


def _save(path: Path, progress: Progress, model: nn.Module, *parts: Any) -> None:
    state = {name: getattr(progress, name) for name in Progress.__dataclass_fields__}
    new = path.with_suffix(".new")
    torch.save({"progress": state, "model": model.state_dict(), "parts": [p.state_dict() for p in parts]}, new)
    os.replace(new, path)  # a kill in mid-write leaves the last whole file


def _load(path: Path, model: nn.Module, *parts: Any) -> Progress:
    state = torch.load(path, weights_only=True)
    model.load_state_dict(state["model"])
    for part, saved in zip(parts, state["parts"], strict=True):
        part.load_state_dict(saved)
    return Progress(**state["progress"])

"""A prepared corpus -> a checkpoint folder: build the model, fit it, measure it, write it down."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Any

import torch
from safetensors.torch import load_file
from torch import nn

from generator.vae import checkpoint
from generator.vae.bars import edges_of
from generator.vae.baseline import BaselineVAE
from generator.vae.codec import Encoded
from generator.vae.curves import draw_curves
from generator.vae.dataset import Dataset, balance
from generator.vae.engine import DecoderEngine, EncoderEngine
from generator.vae.evaluate import measure, reconstruct, reconstruct_baseline
from generator.vae.model import LofiVAE, VAEConfig
from generator.vae.sample import Sampler
from generator.vae.train import FitData, FitOptions, OnEpoch, OnStep, fit

LOFI, BASELINE = "lofi", "baseline"
KINDS = (LOFI, BASELINE)
RESUME = "resume.pt"


def build(kind: str, edges: tuple[float, ...], seed: int) -> nn.Module:
    """A fresh model of ``kind``, its weights drawn under ``seed``."""
    torch.manual_seed(seed)
    return LofiVAE(VAEConfig(bar_edges=edges)) if kind == LOFI else BaselineVAE()


def train(
    kind: str,
    dataset: Dataset,
    options: FitOptions,
    folder: Path,
    on_step: OnStep = lambda step, loss: None,
    on_epoch: OnEpoch = lambda progress: None,
) -> dict[str, float]:
    """Fit a model of ``kind`` and write its checkpoint to ``folder``; returns its metrics on the test split.

    A run that was killed goes on from ``folder``/resume.pt; a finished run removes that file.
    """
    torch.set_num_threads(1)
    data = fit_data(dataset)
    model = build(kind, data.edges, options.seed)
    folder.mkdir(parents=True, exist_ok=True)
    resume = folder / RESUME
    progress = fit(model, data, options, resume, on_step, on_epoch)
    config = {"bar_edges": list(data.edges)} if kind == BASELINE else model.config.to_json()  # type: ignore[union-attr, operator]
    metrics = {"options": asdict(options), "corpus": dataset.about, "best_epoch": progress.best_epoch}
    checkpoint.save(folder, kind, _numpy(model), config, {**metrics, "history": progress.history})
    test = evaluate(kind, folder, dataset.encoded.take(dataset.rows("test")))
    checkpoint.save(folder, kind, _numpy(model), config, {**metrics, "history": progress.history, "test": test})
    draw_curves(progress.history, folder / "curves.png", kind)
    if kind == LOFI:
        Sampler.load(folder).directions()  # learnt and kept now, so that no listener waits for it
    resume.unlink(missing_ok=True)
    return test


def fit_data(dataset: Dataset) -> FitData:
    """The training split with its balance, and the validation split."""
    rows = dataset.rows("train")
    encoded = dataset.encoded.take(rows)
    weights = balance(encoded, dataset.source[rows])
    return FitData(encoded, weights, dataset.encoded.take(dataset.rows("validation")), tuple(edges_of(encoded.bars)))


def evaluate(kind: str, folder: Path, encoded: Encoded) -> dict[str, float]:
    """Held-out reconstruction of the checkpoint in ``folder``."""
    saved = checkpoint.load(folder, kind)
    edges = tuple(saved.config["bar_edges"])
    if kind == LOFI:
        return measure(encoded, reconstruct(DecoderEngine(saved.weights, edges), EncoderEngine(saved.weights), encoded))
    return measure(encoded, reconstruct_baseline(load_baseline(folder), encoded, edges))


def load_baseline(folder: Path) -> BaselineVAE:
    """The baseline's torch model from its checkpoint."""
    model = BaselineVAE()
    model.load_state_dict({name: value.float() for name, value in load_file(folder / checkpoint.WEIGHTS).items()})
    return model.eval()


def _numpy(model: nn.Module) -> dict[str, Any]:
    return {name: value.detach().numpy() for name, value in model.state_dict().items()}

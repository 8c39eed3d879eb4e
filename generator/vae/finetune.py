"""Fine-tuning: a checkpoint learns from liked scores, with base data beside them that keeps it from forgetting.

It is ``fit`` again, begun at the weights of the base. Afterwards the latent space is centred anew, so that what is
drawn from the prior follows what was learned (``recentre``).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from generator.vae import checkpoint
from generator.vae.codec import Encoded, encode_scores
from generator.vae.corpus import Split
from generator.vae.curves import draw_curves
from generator.vae.dataset import Dataset, balance
from generator.vae.model import LofiVAE, VAEConfig
from generator.vae.recentre import recentre
from generator.vae.recipe import LOFI, RESUME
from generator.vae.sample import Sampler
from generator.vae.score import Score
from generator.vae.train import FitData, FitOptions, Progress, fit

OnStep = Callable[[int, int, float], None]
REPLAYED = 2_000
"""Samples of the base that stand for its corpus where that is not on the machine."""
VALIDATED = 300
"""Sections of base data that a validation looks at, at most."""
_EVERY = 10
"""Of liked and of replayed scores each tenth decides when to stop, and is not learned from."""


class Cancelled(Exception):
    """Raised by ``on_step`` to stop a run. What was trained up to its last epoch is kept beside the checkpoint."""


@dataclass(frozen=True, slots=True)
class FineTuneOptions:
    """How to fine-tune. ``samples`` is the budget, ``replay`` the share of it that is base data, 0.1 to 0.9."""

    samples: int = 25_600
    epoch: int = 3_200
    batch: int = 64
    learning_rate: float = 3e-4
    replay: float = 0.5
    patience: int = 3
    seed: int = 0

    def __post_init__(self) -> None:
        if not 0.1 <= self.replay <= 0.9:
            raise ValueError(f"replay must be from 0.1 to 0.9, not {self.replay:g}")

    def to_fit(self) -> FitOptions:
        shared = {name: getattr(self, name) for name in FitOptions.__dataclass_fields__ if hasattr(self, name)}
        return FitOptions(**shared, warm_up=0.05)


def fine_tune(
    base: Path,
    scores: Sequence[Score],
    weights: Sequence[float],
    folder: Path,
    *,
    corpus: Path | None = None,
    root: Path | None = None,
    options: FineTuneOptions | None = None,
    on_step: OnStep = lambda step, steps, loss: None,
) -> dict[str, Any]:
    """Train a candidate from the checkpoint ``base`` on liked ``scores`` (n), each counted by its weight > 0.

    Writes a checkpoint to ``folder`` and returns its metrics. ``corpus`` is a prepared corpus to replay; without one
    it is samples of ``root``, the checkpoint that the corpus was learned by (the base, unless it is told): a model that
    replays its own fine-tuned samples narrows with each round. A run that was killed, or that ``on_step`` (step, steps
    in all, loss) stopped by raising ``Cancelled``, goes on from its last epoch, to the same result. Raises
    ``CheckpointError`` when the base can't be read, ValueError when there is nothing to learn from.
    """
    if not scores or min(weights) <= 0:
        raise ValueError("there must be scores to learn from, each with a weight above 0")
    torch.set_num_threads(1)
    options = options or FineTuneOptions()
    fitted = options.to_fit()
    model = load_model(base)
    base_data = replay(corpus or root or base, options.seed)
    data = mixture(model.config.bar_edges, scores, np.asarray(weights, np.float64), base_data, options.replay)
    folder.mkdir(parents=True, exist_ok=True)
    steps = fitted.epochs * fitted.steps
    resume = folder / RESUME
    progress = fit(model, data, fitted, resume, lambda step, loss: on_step(step, steps, loss))
    recentre(model, data.train, data.weights)
    metrics = _metrics(base, scores, "corpus" if corpus else "samples", options, progress)
    numbers = {name: value.detach().numpy() for name, value in model.state_dict().items()}
    checkpoint.save(folder, LOFI, numbers, model.config.to_json(), metrics)
    draw_curves(progress.history, folder / "curves.png", LOFI)
    resume.unlink(missing_ok=True)
    return metrics


def load_model(folder: Path) -> LofiVAE:
    """The torch model of a checkpoint. Raises ``CheckpointError``."""
    saved = checkpoint.load(folder, LOFI)
    model = LofiVAE(VAEConfig.from_json(saved.config))
    model.load_state_dict({name: torch.from_numpy(value) for name, value in saved.weights.items()})
    return model


@dataclass(frozen=True, slots=True)
class BaseData:
    """What keeps a model from forgetting: tracks, how often each is drawn (n,), and some that decide when to stop."""

    learned: Encoded
    weights: NDArray[np.float64]
    stops: Encoded


def mixture(
    edges: tuple[float, ...], scores: Sequence[Score], weights: NDArray[np.float64], base: BaseData, share: float
) -> FitData:
    """Liked scores and base data, so that ``share`` of what is drawn is base data."""
    liked = encode_scores(scores)
    learned, stops = _apart(len(liked))
    drawn = np.concatenate([(1 - share) * weights[learned] / weights[learned].sum(), share * base.weights])
    validation = join(liked.take(stops), base.stops) if len(stops) else base.stops
    return FitData(join(liked.take(learned), base.learned), drawn / drawn.sum(), validation, edges)


def replay(source: Path, seed: int) -> BaseData:
    """Base data of a prepared corpus, or of a checkpoint that samples it anew."""
    if source.is_file():
        dataset = Dataset.load(source)
        rows = dataset.rows("train")
        learned = dataset.encoded.take(rows)
        return BaseData(learned, balance(learned, dataset.source[rows]), dataset.thinned("validation", VALIDATED))
    encoded = base_tracks(source, "train", REPLAYED, seed)
    learned_rows, held_rows = _apart(REPLAYED)
    shares = np.full(len(learned_rows), 1 / len(learned_rows))
    return BaseData(encoded.take(learned_rows), shares, encoded.take(held_rows))


def base_tracks(source: Path, split: Split, most: int, seed: int) -> Encoded:
    """At most so many tracks of a split of a prepared corpus, or so many samples of a checkpoint."""
    if source.is_file():
        return Dataset.load(source).thinned(split, most)
    return encode_scores([take.score for take in Sampler.load(source).generate(most, seed=seed)])


def join(one: Encoded, other: Encoded) -> Encoded:
    """Both, one after the other, padded with rests to the longer."""
    longest = max(one.chords.shape[1], other.chords.shape[1])
    parts = [{name: _widened(array, longest) for name, array in each.arrays().items()} for each in (one, other)]
    return Encoded(**{name: np.concatenate([parts[0][name], parts[1][name]]) for name in parts[0]})


def _widened(array: NDArray[Any], bars: int) -> NDArray[Any]:
    if array.ndim < 3:
        return array
    return np.pad(array, ((0, 0), (0, bars - array.shape[1]), (0, 0)))


def _apart(many: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Rows to learn from and rows that decide when to stop; too few are all learned from."""
    rows = np.arange(many)
    stops = rows % _EVERY == _EVERY - 1
    return rows[~stops], rows[stops]


def _metrics(
    base: Path, scores: Sequence[Score], replayed: str, options: FineTuneOptions, progress: Progress
) -> dict[str, Any]:
    return {
        "base": checkpoint.version_of(base),
        "options": asdict(options),
        "liked": len(scores),
        "replay": replayed,
        "best_epoch": progress.best_epoch,
        "history": progress.history,
    }

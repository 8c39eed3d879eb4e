"""Fine-tuning for real, from the shipped checkpoint, for a few steps."""

from collections import Counter
from pathlib import Path

import numpy as np
import pytest
import torch

from generator.vae import checkpoint
from generator.vae.codec import encode_scores
from generator.vae.finetune import Cancelled, FineTuneOptions, fine_tune, join, load_model, mixture, replay
from generator.vae.sample import Constraints, Sampler
from generator.vae.score import Score
from tests.generator.vae.conftest import CHECKPOINTS

BASE = CHECKPOINTS / "base"
OPTIONS = FineTuneOptions(samples=256, epoch=128, batch=32)


@pytest.fixture(scope="module")
def liked() -> list[Score]:
    wish = Constraints(mode=2, bpm=64)
    return [take.score for take in Sampler.load(BASE).generate(40, seed=3, constraints=wish)]


@pytest.fixture(autouse=True)
def few_replayed(monkeypatch):
    monkeypatch.setattr("generator.vae.finetune.REPLAYED", 60)


def weights_of(folder: Path) -> dict[str, np.ndarray]:
    return checkpoint.load(folder, "lofi").weights


def test_fine_tune_writes_a_candidate_that_serves(liked, tmp_path):
    metrics = fine_tune(BASE, liked, [1.0] * len(liked), tmp_path, options=OPTIONS)
    candidate, base = Sampler.load(tmp_path), Sampler.load(BASE)
    assert candidate.version != base.version
    assert metrics["base"] == base.version
    assert (metrics["liked"], metrics["replay"], len(metrics["history"])) == (40, "samples", 2)
    assert [take.score.bars > 0 for take in candidate.generate(3, seed=1)] == [True] * 3
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "config.json", "curves.png", "metrics.json", "weights.safetensors",
    ]  # fmt: skip


@pytest.mark.slow
def test_fine_tune_draws_more_of_what_is_liked(liked, tmp_path):
    fine_tune(BASE, liked, [1.0] * len(liked), tmp_path, options=FineTuneOptions(samples=1024, epoch=512))
    modes = [
        Counter(take.score.mode for take in Sampler.load(folder).generate(200, seed=5)) for folder in (BASE, tmp_path)
    ]
    assert modes[1][2] > 1.5 * modes[0][2]


def test_fine_tune_goes_on_after_it_was_stopped_to_the_same_weights(liked, tmp_path):
    ones = [1.0] * len(liked)
    fine_tune(BASE, liked, ones, tmp_path / "whole", options=OPTIONS)

    def stop(step: int, steps: int, loss: float) -> None:
        if step == 6:
            raise Cancelled

    with pytest.raises(Cancelled):
        fine_tune(BASE, liked, ones, tmp_path / "stopped", options=OPTIONS, on_step=stop)
    seen: list[tuple[int, int]] = []
    fine_tune(
        BASE,
        liked,
        ones,
        tmp_path / "stopped",
        options=OPTIONS,
        on_step=lambda step, steps, loss: seen.append((step, steps)),
    )
    assert seen == [(5, 8), (6, 8), (7, 8), (8, 8)]
    assert checkpoint.version_of(tmp_path / "stopped") == checkpoint.version_of(tmp_path / "whole")


def test_fine_tune_refuses_nothing_to_learn_from(tmp_path):
    with pytest.raises(ValueError, match="there must be scores to learn from"):
        fine_tune(BASE, [], [], tmp_path, options=OPTIONS)


def test_fine_tune_refuses_a_weight_of_nothing(liked, tmp_path):
    with pytest.raises(ValueError, match="each with a weight above 0"):
        fine_tune(BASE, liked[:2], [1.0, 0.0], tmp_path, options=OPTIONS)


@pytest.mark.parametrize("share", [0.05, 0.95])
def test_options_keep_base_data_in_the_mix(share):
    with pytest.raises(ValueError, match=r"replay must be from 0\.1 to 0\.9"):
        FineTuneOptions(replay=share)


def test_mixture_draws_as_much_base_data_as_told(liked):
    data = mixture((), liked, np.arange(1.0, 41.0), replay(BASE, seed=0), share=0.25)
    learned = 36  # each tenth of the forty decides when to stop
    assert data.weights[:learned].sum() == pytest.approx(0.75)
    assert data.weights[learned:].sum() == pytest.approx(0.25)
    assert data.weights[1] == pytest.approx(2 * data.weights[0])


def test_join_keeps_every_row(liked):
    short, long = liked[:1], sorted(liked, key=lambda score: score.bars)[-1:]
    joined = join(encode_scores(short), encode_scores(long))
    for row, score in enumerate([*short, *long]):
        assert joined.take(slice(row, row + 1)).chords.tolist() == encode_scores([score]).chords.tolist()


def test_load_model_gives_back_the_checkpoint():
    state = load_model(BASE).state_dict()
    for name, value in weights_of(BASE).items():
        assert torch.equal(state[name], torch.from_numpy(value)), name

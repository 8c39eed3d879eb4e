"""Training for real, on a few scores for a few steps: it learns, repeats itself, and survives a kill."""

import json
from dataclasses import replace

import numpy as np
import pytest
import torch

from generator.vae import checkpoint, recipe
from generator.vae.bars import edges_of
from generator.vae.codec import encode_scores
from generator.vae.corpus import Corpus
from generator.vae.dataset import Dataset, prepare
from generator.vae.train import FitOptions, fit
from tests.generator.vae.builders import random_score

OPTIONS = FitOptions(samples=64, epoch=32, batch=8)


class Killed(Exception):
    """Stands for a kill between two epochs."""


@pytest.fixture(scope="module")
def dataset() -> Dataset:
    generator = np.random.default_rng(0)
    scores = [random_score(generator, bars) for bars in (4, 8) * 20]
    return prepare(Corpus(scores, [f"song {i}" for i in range(40)], ["made"] * 40, []), seed=0)


@pytest.fixture(autouse=True)
def one_thread():
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    yield
    torch.set_num_threads(threads)


@pytest.mark.slow
@pytest.mark.parametrize("kind", recipe.KINDS)
def test_fit_learns_the_training_data(dataset, kind):
    data = recipe.fit_data(dataset)
    data = replace(data, validation=data.train)
    progress = fit(recipe.build(kind, data.edges, 0), data, replace(OPTIONS, samples=640))
    losses = [row["loss"] for row in progress.history]
    assert losses[-1] < 0.9 * losses[0]


def test_fit_repeats_itself_under_a_seed(dataset):
    data = recipe.fit_data(dataset)
    runs = [fit(recipe.build("lofi", data.edges, 3), data, OPTIONS).history for _ in range(2)]
    assert runs[0] == runs[1]


def test_fit_goes_on_after_a_kill_to_the_same_weights(dataset, tmp_path):
    data = recipe.fit_data(dataset)
    whole = recipe.build("lofi", data.edges, 3)
    fit(whole, data, OPTIONS)

    def kill(progress):
        raise Killed

    with pytest.raises(Killed):
        fit(recipe.build("lofi", data.edges, 3), data, OPTIONS, tmp_path / "resume.pt", on_epoch=kill)
    resumed = recipe.build("lofi", data.edges, 99)
    epochs = []
    fit(resumed, data, OPTIONS, tmp_path / "resume.pt", on_epoch=lambda progress: epochs.append(progress.epoch))
    assert epochs == [2]
    for name, value in whole.state_dict().items():
        assert torch.equal(value, resumed.state_dict()[name]), name


@pytest.mark.slow
def test_fit_stops_early_without_progress(dataset):
    data = recipe.fit_data(dataset)
    options = replace(OPTIONS, samples=32 * 40, learning_rate=1e-9, patience=2)
    model = recipe.build("lofi", data.edges, 0)
    progress = fit(model, replace(data, validation=data.train.take(slice(0, 4))), options)
    assert progress.epoch - progress.best_epoch == 2 or progress.epoch == 40


@pytest.mark.parametrize("kind", recipe.KINDS)
def test_train_writes_a_whole_checkpoint(dataset, tmp_path, kind):
    test = recipe.train(kind, dataset, OPTIONS, tmp_path)
    names = {"weights.safetensors", "config.json", "metrics.json", "curves.png"}
    names |= {"directions.json"} if kind == "lofi" else set()
    assert {path.name for path in tmp_path.iterdir()} == names
    assert (tmp_path / "curves.png").read_bytes()[:4] == b"\x89PNG"
    assert json.loads((tmp_path / "metrics.json").read_text())["test"] == test
    assert recipe.evaluate(kind, tmp_path, dataset.encoded.take(dataset.rows("test"))) == test


def test_checkpoint_of_another_kind_is_refused(dataset, tmp_path):
    recipe.train("baseline", dataset, replace(OPTIONS, samples=8, epoch=8), tmp_path)
    with pytest.raises(checkpoint.CheckpointError) as caught:
        checkpoint.load(tmp_path, "lofi")
    assert str(caught.value) == f"{tmp_path.name}: not a checkpoint of kind lofi, format 1"


def test_broken_weights_are_refused(dataset, tmp_path):
    recipe.train("baseline", dataset, replace(OPTIONS, samples=8, epoch=8), tmp_path)
    weights = tmp_path / "weights.safetensors"
    weights.write_bytes(weights.read_bytes()[:-100])
    with pytest.raises(checkpoint.CheckpointError):
        checkpoint.load(tmp_path, "baseline")


def test_dataset_file_round_trip(dataset, tmp_path):
    dataset.save(tmp_path / "corpus.npz")
    again = Dataset.load(tmp_path / "corpus.npz")
    assert again.about == dataset.about
    assert again.split.tolist() == dataset.split.tolist()
    for name, array in dataset.encoded.arrays().items():
        np.testing.assert_array_equal(again.encoded.arrays()[name], array)


def test_edges_come_from_the_training_split(dataset):
    rows = dataset.encoded.take(dataset.rows("train"))
    assert recipe.fit_data(dataset).edges == tuple(edges_of(rows.bars))


def test_encoded_take_of_a_slice_matches_encoding_the_slice():
    generator = np.random.default_rng(5)
    scores = [random_score(generator, bars) for bars in (3, 6, 9)]
    one, other = encode_scores(scores).take(slice(0, 2)), encode_scores(scores[:2])
    np.testing.assert_array_equal(one.melody, other.melody)

"""Sliders move what they name and nothing else that is read; what is learnt of a model is kept beside it."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from generator.vae.attributes import NAMES
from generator.vae.checkpoint import CONFIG, WEIGHTS
from generator.vae.directions import FILE, LEARNT, Line, keep, learn, read
from generator.vae.sample import FEATURES, Sampler
from tests.generator.vae.conftest import CHECKPOINTS

BASE = CHECKPOINTS / "base"
LINES = {name: Line(np.linspace(-1, 1, FEATURES), 0.5) for name in LEARNT}


def test_directions_move_what_they_name_and_nothing_else_that_is_read(sampler):
    sliders, engine = sampler.directions(), sampler.decoder
    assert [slider.name for slider in sliders] == list(NAMES)
    for row, slider in enumerate(sliders):
        moved = [float(each.weight @ slider.direction) for each in sliders]
        assert moved == pytest.approx(np.eye(len(NAMES))[row], abs=1e-6)
        assert engine.heads[0][-1] @ slider.direction == pytest.approx(0, abs=1e-6)
        for label in (engine.key, engine.mode):
            shift = label[0] @ slider.direction
            assert shift - shift.mean() == pytest.approx(np.zeros(len(shift)), abs=1e-6)


def test_directions_are_read_where_the_heads_read_them(sampler):
    z = np.random.default_rng(2).standard_normal(FEATURES)
    heads = sampler.decoder.heads[0] @ z + sampler.decoder.heads[1]
    values = [slider.weight @ z + slider.bias for slider in sampler.directions()[:4]]
    assert values == pytest.approx(heads[:4], abs=1e-4)


def test_learn_finds_the_same_for_the_same_model_and_reads_z_scores(sampler):
    first, again = (learn(sampler.decode, FEATURES, draws=150) for _ in range(2))
    assert [first[name].weight.tolist() for name in LEARNT] == [again[name].weight.tolist() for name in LEARNT]
    latents = np.random.default_rng(0).standard_normal((150, FEATURES))
    for line in first.values():
        assert (latents @ line.weight + line.bias).mean() == pytest.approx(0, abs=1e-3)


def test_what_is_kept_is_read_again(tmp_path):
    keep(tmp_path, "abc", LINES)
    found = read(tmp_path, "abc", FEATURES)
    assert found is not None
    assert {name: line.to_json() for name, line in found.items()} == {n: line.to_json() for n, line in LINES.items()}
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "{}", "null",
        json.dumps({"version": "another"}),
        json.dumps({"version": "abc", **{name: {"weight": [1.0] * 99, "bias": 0} for name in LEARNT}}),
        json.dumps({"version": "abc", **{name: {"weight": [1e999] * 100, "bias": 0} for name in LEARNT}}),
    ],
)  # fmt: skip
def test_what_is_of_another_model_or_broken_is_not_read(tmp_path, content):
    (tmp_path / FILE).write_text(content)
    assert read(tmp_path, "abc", FEATURES) is None


def test_a_folder_that_cannot_be_written_to_stops_nothing(tmp_path):
    keep(tmp_path / "gone", "abc", LINES)
    assert read(tmp_path / "gone", "abc", FEATURES) is None


def test_a_kept_line_of_the_model_that_comes_along_is_its_own(sampler):
    assert read(BASE, sampler.version, FEATURES) is not None


@pytest.mark.slow
def test_a_model_without_kept_lines_learns_them_once_and_keeps_them(tmp_path: Path, sampler):
    for name in (WEIGHTS, CONFIG):
        shutil.copy(BASE / name, tmp_path)
    Sampler.load(tmp_path).directions()
    found, shipped = (read(folder, sampler.version, FEATURES) for folder in (tmp_path, BASE))
    assert found is not None
    assert shipped is not None
    for name in LEARNT:
        assert found[name].weight == pytest.approx(shipped[name].weight, abs=1e-4)

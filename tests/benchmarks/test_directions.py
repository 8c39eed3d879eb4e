"""Each slider does what the benchmark asks of it, on fewer latents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import generator
from benchmarks.directions import GREATEST_RATIO, LEAST_CORRELATION, run, spearman
from generator.vae.attributes import NAMES
from generator.vae.sample import Sampler

BASE = Path(generator.__file__).parent / "checkpoints" / "base"


def test_spearman_is_the_correlation_of_ranks():
    assert spearman(np.array([1.0, 2, 3, 4]), np.array([1.0, 10, 100, 50])) == pytest.approx(0.8)
    assert spearman(np.array([1.0, 2, 3]), np.array([5.0, 5, 5])) == 0


@pytest.mark.slow
def test_every_slider_moves_what_it_names_and_little_else():
    results, _ = run(Sampler.load(BASE), 30)
    assert [each.name for each in results] == list(NAMES)
    for each in results:
        assert each.correlation >= LEAST_CORRELATION, each
        assert each.ratio < GREATEST_RATIO, each
        assert each.keys == each.modes == 0, each

from __future__ import annotations

import numpy as np
import pytest

from generator.taste import groups


def cloud(count: int, at: float, seed: int = 1) -> np.ndarray:
    return np.random.default_rng(seed).standard_normal((count, 5)) * 0.6 + at


def test_two_clouds_are_two_groups() -> None:
    found = groups.split(np.concatenate([cloud(8, -1.5), cloud(12, 1.5, 2)]))
    assert sorted([len(set(found[:8].tolist())), len(set(found[8:].tolist()))]) == [1, 1]
    assert found[0] != found[-1]


@pytest.mark.parametrize("count", [1, 2, 5, 20, 200])
def test_one_cloud_is_one_group(count: int) -> None:
    assert set(groups.split(np.random.default_rng(3).standard_normal((count, 5))).tolist()) == {0}


def test_one_odd_point_is_no_group() -> None:
    found = groups.split(np.concatenate([cloud(10, 0), np.full((1, 5), 6.0)]))
    assert set(found.tolist()) == {0}


def test_points_that_are_all_the_same_are_one_group() -> None:
    assert set(groups.split(np.zeros((12, 5))).tolist()) == {0}

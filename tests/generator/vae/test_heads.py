"""Wishes and directions: what they name moves, the rest stays."""

import numpy as np
import pytest

from generator.vae.codec import QUANTITIES
from generator.vae.heads import directions, move


@pytest.fixture(scope="module")
def engine(sampler):
    return sampler.decoder


def read(engine, z):
    return engine.heads[0] @ z + engine.heads[1]


@pytest.mark.parametrize("seed", range(5))
def test_move_meets_every_wish_at_once(engine, seed):
    z = np.random.default_rng(seed).standard_normal(100)
    moved = move(engine, z, {0: -1.5, 2: 0.75, 4: 0.3}, {"key": 4, "mode": seed})
    heads = read(engine, moved)
    assert heads[[0, 2, 4]] == pytest.approx([-1.5, 0.75, 0.3], abs=1e-3)
    assert (engine.key[0] @ moved + engine.key[1]).argmax() == 4
    assert (engine.mode[0] @ moved + engine.mode[1]).argmax() == seed


def test_move_stays_where_the_wish_is_met_already(engine):
    z = np.random.default_rng(1).standard_normal(100)
    heads = read(engine, z)
    np.testing.assert_allclose(move(engine, z, {0: float(heads[0])}, {}), z, atol=1e-5)


def test_directions_move_what_they_name_and_nothing_else_that_is_read(engine):
    z = np.random.default_rng(2).standard_normal(100)
    for row, slider in enumerate(directions(engine)):
        before, after = read(engine, z), read(engine, z + 1.25 * slider.direction)
        change = np.zeros(5)
        change[row] = 1.25
        assert slider.name == QUANTITIES[row]
        assert after - before == pytest.approx(change, abs=1e-3)
        assert slider.weight @ z + slider.bias == pytest.approx(before[row], abs=1e-4)
        for label in (engine.key, engine.mode):
            shift = label[0] @ (1.25 * slider.direction)
            assert shift - shift.mean() == pytest.approx(np.zeros(len(shift)), abs=1e-3)

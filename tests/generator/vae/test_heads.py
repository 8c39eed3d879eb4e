"""Wishes: the heads say what is wished."""

import numpy as np
import pytest

from generator.vae.heads import move


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

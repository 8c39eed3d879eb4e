from __future__ import annotations

import numpy as np
import pytest

from generator.vae import sphere

LATENTS = np.random.default_rng(3).standard_normal((5, 100))
EVEN = np.full(3, 1 / 3)


def test_slerp_keeps_both_ends() -> None:
    assert np.allclose(sphere.slerp(LATENTS[0], LATENTS[1], 0), LATENTS[0])
    assert np.allclose(sphere.slerp(LATENTS[0], LATENTS[1], 1), LATENTS[1])


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_mean_of_two_is_a_step_between_them(share: float) -> None:
    weights = np.array([1 - share, share])
    assert np.array_equal(sphere.mean(LATENTS[:2], weights), sphere.slerp(LATENTS[0], LATENTS[1], share))


def test_mean_of_one_is_itself() -> None:
    assert np.allclose(sphere.mean(LATENTS[:1], np.ones(1)), LATENTS[0])


def test_mean_does_not_depend_on_the_order() -> None:
    weights = np.array([0.5, 0.3, 0.2])
    order = [2, 0, 1]
    assert np.allclose(sphere.mean(LATENTS[:3], weights), sphere.mean(LATENTS[order], weights[order]))


def test_mean_of_many_agrees_with_the_step_between_two() -> None:
    """Two of three in one place: the way between two, found by the other road."""
    three = LATENTS[[0, 1, 1]]
    assert np.allclose(sphere.mean(three, np.array([0.6, 0.1, 0.3])), sphere.slerp(LATENTS[0], LATENTS[1], 0.4))


def test_mean_of_orthogonal_directions_is_in_the_middle_and_as_long() -> None:
    axes = 10 * np.eye(100)[:3]
    assert np.allclose(sphere.mean(axes, EVEN)[:3], 10 / np.sqrt(3))


def test_mean_stays_as_long_as_latents_are() -> None:
    found = np.linalg.norm(sphere.mean(LATENTS, np.full(5, 0.2)))
    assert found == pytest.approx(np.linalg.norm(LATENTS, axis=1).mean(), rel=0.05)


@pytest.mark.parametrize("latents", [np.zeros((3, 100)), np.eye(100)[[0, 1, 2]] - np.eye(100)[[1, 2, 0]]])
def test_what_cancels_out_is_averaged(latents: np.ndarray) -> None:
    assert np.allclose(sphere.mean(latents, EVEN), 0)

from __future__ import annotations

import numpy as np

from generator import cells

LATENTS = np.random.default_rng(1).standard_normal((50, 100))


def test_pack_and_unpack_keep_three_digits() -> None:
    again = cells.unpack([cells.pack(latent) for latent in LATENTS])
    assert np.allclose(again, LATENTS, rtol=1e-3, atol=1e-4)


def test_cell_is_the_nearest_one() -> None:
    assert cells.of(LATENTS).tolist() == [int(cells.near(latent)[0]) for latent in LATENTS]


def test_near_names_every_cell_once() -> None:
    assert sorted(cells.near(LATENTS[0]).tolist()) == list(range(cells.CELLS))


def test_spaces_do_not_overlap() -> None:
    assert (cells.of(LATENTS, 2) // cells.CELLS).tolist() == [2] * 50
    assert (cells.near(LATENTS[0], 3) // cells.CELLS).tolist() == [3] * cells.CELLS


def test_cells_are_the_same_for_ever() -> None:
    """What is stored was computed with these directions."""
    assert cells.of(LATENTS[:8]).tolist() == [197, 1306, 2951, 80, 191, 3471, 2481, 3820]


def test_length_does_not_matter() -> None:
    assert cells.of(LATENTS * 3).tolist() == cells.of(LATENTS).tolist()


def test_no_vectors_have_no_cells() -> None:
    assert cells.of(np.zeros((0, 100))).tolist() == []

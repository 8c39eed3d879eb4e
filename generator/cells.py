"""Where a latent lies: an inverted file (Jégou et al., Product quantization, 2011) whose cells are fixed directions.

Latents are close to a standard normal distribution, which has no clusters to learn: cells are drawn once, from a seed,
and are the same for every model. A vector belongs to the cell whose direction it points along the most.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from generator.vae.sample import FEATURES

CELLS = 4096
_SEED = 4020
_CHUNK = 20_000
Floats = NDArray[np.float32]
Latents = NDArray[np.float64] | Floats


def pack(latent: Latents) -> bytes:
    """(100,) as the database has it: little-endian float16, 200 bytes."""
    return latent.astype("<f2").tobytes()


def unpack(vectors: list[bytes]) -> Floats:
    """n packed vectors as (n, 100)."""
    return np.frombuffer(b"".join(vectors), "<f2").reshape(-1, FEATURES).astype(np.float32)


def of(latents: Latents, space: int = 0) -> NDArray[np.int64]:
    """(n, 100) -> (n,): ``Track.cell`` of each. ``space`` is the primary key of the model version."""
    parts = [latents[i : i + _CHUNK].astype(np.float32) for i in range(0, len(latents), _CHUNK)]
    return np.concatenate([(part @ _directions().T).argmax(1) for part in parts] or [np.zeros(0, int)]) + space * CELLS


def near(latent: Latents, space: int = 0) -> NDArray[np.int64]:
    """(100,) -> (4096,): all cells of the space, the nearest first."""
    return np.argsort(-(_directions() @ latent.astype(np.float32)), kind="stable") + space * CELLS


@lru_cache(maxsize=1)
def _directions() -> Floats:
    """(4096, 100), of length 1."""
    drawn = np.random.default_rng(_SEED).standard_normal((CELLS, FEATURES))
    return (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).astype(np.float32)

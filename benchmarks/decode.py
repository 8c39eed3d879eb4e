"""Decode one track, batch of one, on one CPU thread: the original's decoder against ours, in one run.

Both are given the same random latents in turn. Ours goes all the way to a validated score; the baseline's time ends
with its symbols. Prints both medians and, last, the ratio. Run: ``python benchmarks/decode.py``.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # the project, not this folder, whose http.py would be taken for Python's own
import benchmarks  # noqa: E402, F401  (one thread, said before numpy is imported)

# isort: split
import numpy as np  # noqa: E402
import torch  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from generator.vae.recipe import load_baseline  # noqa: E402
from generator.vae.sample import Sampler  # noqa: E402

CHECKPOINTS = ROOT / "generator" / "checkpoints"
ROUNDS = 9
TRACKS = 10
"""Latents decoded in a row, as a server does, before the other decoder has its turn."""


def milliseconds(decode: Callable[[NDArray[np.float64]], object], latents: NDArray[np.float64]) -> float:
    """Wall time of one track, on average over ``latents`` (n, 1, 100), decoded one by one."""
    start = time.perf_counter()
    for latent in latents:
        decode(latent)
    return (time.perf_counter() - start) / len(latents) * 1000


def main() -> None:
    torch.set_num_threads(1)
    sampler, baseline = Sampler.load(CHECKPOINTS / "base"), load_baseline(CHECKPOINTS / "baseline")
    rounds = np.random.default_rng(0).standard_normal((ROUNDS + 1, TRACKS, 1, 100))
    pairs = [
        (
            milliseconds(lambda z: baseline.decode(torch.from_numpy(z).float()), latents),
            milliseconds(sampler.decode, latents),
        )
        for latents in rounds
    ][1:]
    theirs, ours = (median(column) for column in zip(*pairs, strict=True))
    print(f"{ROUNDS} rounds of {TRACKS} latents, one thread, medians of a track")
    print(f"baseline  {theirs:8.2f} ms")
    print(f"lofi      {ours:8.2f} ms")
    print(f"{theirs / ours:.1f}x")


if __name__ == "__main__":
    main()

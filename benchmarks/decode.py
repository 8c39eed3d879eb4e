"""Decode one track, batch of one, on one CPU thread: the original's decoder against ours, in one run.

Both are given the same random latents in turn. Ours goes all the way to a validated score; the baseline's time ends
with its symbols. Prints both medians and, last, the ratio. Run: ``python -m benchmarks.decode``.
"""

from __future__ import annotations

import os

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[name] = "1"

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np
import torch

from generator.vae.recipe import load_baseline
from generator.vae.sample import Sampler

CHECKPOINTS = Path(__file__).parent.parent / "generator" / "checkpoints"
TRACKS = 60
WARM_UP = 5


def seconds(decode: Callable[[], object]) -> float:
    """Wall seconds of one call."""
    start = time.perf_counter()
    decode()
    return time.perf_counter() - start


def main() -> None:
    torch.set_num_threads(1)
    sampler, baseline = Sampler.load(CHECKPOINTS / "base"), load_baseline(CHECKPOINTS / "baseline")
    latents = np.random.default_rng(0).standard_normal((TRACKS + WARM_UP, 1, 100))
    pairs = [
        (
            seconds(lambda z=z: baseline.decode(torch.from_numpy(z).float())),
            seconds(lambda z=z: sampler.decode(z)),
        )
        for z in latents
    ][WARM_UP:]
    theirs, ours = (median(column) for column in zip(*pairs, strict=True))
    print(f"{TRACKS} latents, one thread, medians")
    print(f"baseline  {theirs * 1000:8.2f} ms")
    print(f"lofi      {ours * 1000:8.2f} ms")
    print(f"{theirs / ours:.1f}x")


if __name__ == "__main__":
    main()

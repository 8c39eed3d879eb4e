"""What making music costs, counted for whoever watches the site."""

from __future__ import annotations

from prometheus_client import Counter, Histogram

from generator.vae.sample import Latents, Sampler
from generator.vae.score import Score

TAKES = Counter("lofi_takes_total", "Tracks that were made for somebody: drawn, blended, varied, crossed or decoded.")
DECODE_SECONDS = Histogram(
    "lofi_decode_seconds",
    "Seconds from a latent to its score.",
    buckets=(0.0005, 0.001, 0.002, 0.003, 0.005, 0.01, 0.025, 0.1),
)


class MeasuredSampler(Sampler):
    """One that takes the time of each track."""

    def _score(self, latent: Latents) -> Score:
        with DECODE_SECONDS.time():
            return super()._score(latent)

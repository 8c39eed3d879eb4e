"""Centring a latent space: what a model has learned from should lie where the prior is drawn.

The KL term pulls the latents of all tracks together towards a standard normal distribution, but only weakly (its weight
is small, so that latents carry music). After fine-tuning, their mean and spread are moved there exactly. Source of the
idea, a density fitted after training: Ghosh et al., From Variational to Deterministic Autoencoders (2020). A shift and
a scale of each feature fold into the linear layers that write and read latents, so no reconstruction changes.
"""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from generator.vae.codec import Encoded
from generator.vae.dataset import to_batch
from generator.vae.model import Decoder, LofiVAE

_BATCH = 128


@torch.no_grad()
def recentre(model: LofiVAE, encoded: Encoded, weights: NDArray[np.float64]) -> None:
    """Change ``model`` in place: the latents of ``encoded``, drawn by ``weights`` (n,), get mean 0 and variance 1."""
    mean, spread = aggregate(model, encoded, weights)
    _write(model, mean, spread)
    for layer in _readers(model.decoder):
        layer.bias.add_(layer.weight @ mean)
        layer.weight.mul_(spread)


@torch.no_grad()
def aggregate(model: LofiVAE, encoded: Encoded, weights: NDArray[np.float64]) -> tuple[Tensor, Tensor]:
    """Mean and standard deviation (100,) of each feature over the posteriors of all tracks."""
    model.eval()
    parts = [
        model.encoder(to_batch(encoded.take(slice(start, start + _BATCH)), model.config.bar_edges))
        for start in range(0, len(encoded), _BATCH)
    ]
    mu, log_variance = (torch.cat(part).double() for part in zip(*parts, strict=True))
    share = torch.from_numpy(weights / weights.sum())
    mean = share @ mu
    variance = share @ ((mu - mean) ** 2 + log_variance.exp())
    return mean.float(), variance.sqrt().float()


def _write(model: LofiVAE, mean: Tensor, spread: Tensor) -> None:
    """The encoder's last layers: z -> (z - mean) / spread."""
    features = model.config.features
    scale = torch.cat([1 / spread, torch.ones(features)])  # rows of the mean, then of the log-variance
    for layer in (model.encoder.out, model.encoder.placed):
        layer.weight.mul_(scale[:, None])
        layer.bias.mul_(scale)
    model.encoder.out.bias[:features] -= mean / spread
    model.encoder.out.bias[features:] -= 2 * spread.log()


def _readers(decoder: Decoder) -> list[torch.nn.Linear]:
    return [decoder.heads, decoder.key, decoder.mode, decoder.plan_start, decoder.slots]

"""The active model version as one cached Sampler a process; a promoted version takes effect at the next call."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from generator.models import ModelVersion
from generator.vae.sample import Sampler


def active_sampler() -> Sampler:
    """The promoted version, else the checkpoint that the project ships. Raises ``CheckpointError``."""
    row = ModelVersion.objects.filter(is_active=True).values_list("version", "folder").first()
    return _load(*row) if row else _load("", str(settings.CHECKPOINT_DIR))


@lru_cache(maxsize=2)
def _load(version: str, folder: str) -> Sampler:
    """One Sampler for each (version, folder); two are kept, so that a roll-back is free."""
    return Sampler.load(Path(folder))


def register(sampler: Sampler) -> ModelVersion:
    """The database row of what serves now, made when it is missing."""
    return ModelVersion.objects.get_or_create(
        version=sampler.version, defaults={"folder": str(settings.CHECKPOINT_DIR)}
    )[0]

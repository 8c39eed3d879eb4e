"""The committed checkpoint, loaded once."""

from pathlib import Path

import pytest

import generator
from generator.vae.sample import Sampler

CHECKPOINTS = Path(generator.__file__).parent / "checkpoints"


@pytest.fixture(scope="session")
def sampler() -> Sampler:
    return Sampler.load(CHECKPOINTS / "base")

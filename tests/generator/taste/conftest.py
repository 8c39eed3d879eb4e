from __future__ import annotations

from collections.abc import Callable

import pytest

from accounts.models import User
from generator import services, tracks
from generator.models import Track, Visibility
from generator.tracks import NewTrack
from generator.vae.sample import Constraints

DORIAN_SLOW = Constraints(mode=2, bpm=66, energy=0.2)
Maker = Callable[..., list[Track]]


@pytest.fixture
def compose() -> Maker:
    """Public tracks of somebody's that are as a wish has it, each with a latent of its own."""

    def make(creator: User, count: int, wish: Constraints = DORIAN_SLOW, seed: int = 1) -> list[Track]:
        takes = services.generate(count=count, seed=seed, constraints=wish)
        made = tracks.store(creator=creator, tracks=[NewTrack(take) for take in takes])
        return [tracks.change(track=track, visibility=Visibility.PUBLIC) for track in made]

    return make

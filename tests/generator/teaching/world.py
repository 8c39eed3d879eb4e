"""Tracks that lie somewhere, and members who let the model learn."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
from django.utils import timezone

from accounts.models import User
from generator import registry, tracks
from generator.models import Track, Visibility
from generator.services import Take
from generator.teaching import consent
from generator.tracks import NewTrack
from tests import library
from tests.accounts.people import member


def latent(place: int, aside: float = 0.0) -> np.ndarray:
    """(100,): places are about 14 apart; ``aside`` moves it so far from its own."""
    drawn = np.random.default_rng(place).standard_normal(100)
    drawn[0] += aside
    return drawn


def track(creator: User, place: int, aside: float = 0.0, visibility: str = Visibility.PUBLIC) -> Track:
    score = library.score(f"T{place}")
    take = Take(replace(score, key=place % 12 + 1), latent(place, aside), None, registry.active_sampler().version)
    (stored,) = tracks.store(creator=creator, tracks=[NewTrack(take)])
    return tracks.change(track=stored, visibility=visibility)


def teacher(name: str) -> User:
    """A member of old who consents."""
    user = member(name)
    User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=100))
    user.refresh_from_db()
    consent.give(user=user)
    return user

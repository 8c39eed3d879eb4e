"""Stored things for the tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from accounts.models import User
from generator import registry, tracks
from generator.models import Track, Visibility
from generator.services import Take
from generator.tracks import NewTrack
from generator.vae.score import Score
from playlists.models import Playlist, PlaylistTrack

LEGACY: dict[str, Any] = {
    "title": "Rain", "key": 3, "mode": 2, "bpm": 75, "energy": 0.4, "valence": 0.6,
    "chords": [1, 4, 5, 1], "melodies": [[1, 1, 3, 0, 5, 5, 8, 14]] * 4,
}  # fmt: skip


def score(title: str = "Rain") -> Score:
    return Score.from_json({**LEGACY, "title": title})


def take(title: str = "Rain") -> Take:
    """Without asking the model: any latent will do."""
    return Take(score(title), np.zeros(100), None, registry.active_sampler().version)


def track(creator: User, title: str = "Rain", visibility: str = Visibility.PRIVATE) -> Track:
    (stored,) = tracks.store(creator=creator, tracks=[NewTrack(take(title))])
    return tracks.change(track=stored, visibility=visibility)


def playlist(owner: User, title: str, *entries: Track, visibility: str = Visibility.PRIVATE) -> Playlist:
    made = Playlist.objects.create(owner=owner, title=title, visibility=visibility)
    PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=made, track=entry, position=i) for i, entry in enumerate(entries)
    )
    return made

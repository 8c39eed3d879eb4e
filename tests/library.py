"""Stored things for the tests."""

from __future__ import annotations

from typing import Any, TypeVar

import numpy as np

from accounts.models import User
from generator import hiding, registry, tracks
from generator.models import Moderated, Track, Visibility
from generator.services import Take
from generator.tracks import NewTrack
from generator.vae.score import Score
from playlists.models import Playlist, PlaylistTrack

T = TypeVar("T", bound=Moderated)
LEGACY: dict[str, Any] = {
    "title": "Rain", "key": 3, "mode": 2, "bpm": 75, "energy": 0.4, "valence": 0.6,
    "chords": [1, 4, 5, 1], "melodies": [[1, 1, 3, 0, 5, 5, 8, 14]] * 4,
}  # fmt: skip
FILE: dict[str, Any] = {"format": "lofi-playlist", "version": 1, "title": "Mine", "tracks": [{"score": LEGACY}]}
"""A playlist as it is imported."""


def score(title: str = "Rain") -> Score:
    return Score.from_json({**LEGACY, "title": title})


def take(title: str = "Rain") -> Take:
    """Without asking the model: any latent will do."""
    return Take(score(title), np.zeros(100), None, registry.active_sampler().version)


def track(creator: User, title: str = "Rain", visibility: str = Visibility.PRIVATE) -> Track:
    (stored,) = tracks.store(creator=creator, tracks=[NewTrack(take(title))])
    return _seen(tracks.change(track=stored, visibility=_chosen(visibility)), visibility)


def playlist(
    owner: User | None, title: str, *entries: Track, visibility: str = Visibility.PRIVATE, slug: str | None = None
) -> Playlist:
    """Without an owner an official one."""
    made = Playlist.objects.create(
        owner=owner, title=title, visibility=_chosen(visibility), slug=slug, official=owner is None
    )
    PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=made, track=entry, position=i) for i, entry in enumerate(entries)
    )
    return _seen(made, visibility)


def _chosen(visibility: str) -> str:
    return Visibility.PUBLIC if visibility == Visibility.HIDDEN else visibility


def _seen(thing: T, visibility: str) -> T:
    """What is hidden was public before a moderator came."""
    return hiding.hide(thing=thing) if visibility == Visibility.HIDDEN else thing

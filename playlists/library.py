"""Playlists of members: what a visitor brought along, what is taken away, what is left behind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.db import transaction
from django.db.models import Max

from accounts.models import User
from generator import registry, services, tracks
from generator.models import Track, Visibility
from generator.services import Latents, Take
from generator.tracks import NewTrack
from generator.vae.score import Score
from playlists.models import Playlist, PlaylistTrack

CLAIMED_TITLE = "Made before I logged in"


@dataclass(frozen=True, slots=True)
class Brought:
    """A take out of a visitor's browser. ``latent`` (100,) is believed if it gives these notes."""

    score: Score
    latent: Latents | None
    mix: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Claim:
    """How many takes were stored now, how many had been before, and the list that they are in, if it is still there."""

    stored: int
    known: int
    playlist: Playlist | None


def claim(*, user: User, brought: Sequence[Brought]) -> Claim:
    """Store takes as private tracks, and in their order in a private playlist: all or none. The same is stored once.

    Raises ValidationError past ``MAX_TRACKS``.
    """
    wanted: dict[str, Brought] = {}
    for one in brought:
        wanted.setdefault(_fingerprint(one.score), one)
    known = _known(user, wanted)
    fresh = {key: one for key, one in wanted.items() if key not in known}
    takes = _takes(list(fresh.values()))  # seconds of work for a long list: before anything is locked
    new = [NewTrack(take, mix=one.mix, claim=key) for (key, one), take in zip(fresh.items(), takes, strict=True)]
    return _keep(user, list(wanted), new)


@transaction.atomic
def _keep(user: User, wanted: list[str], new: Sequence[NewTrack]) -> Claim:
    User.objects.select_for_update().get(pk=user.pk)
    known = _known(user, wanted)  # another call may have been quicker
    stored = tracks.store(creator=user, tracks=[one for one in new if one.claim not in known])
    playlist = _append(user, stored) if stored else Playlist.objects.filter(owner=user, claimed=True).first()
    return Claim(len(stored), len(known), playlist)


def _known(user: User, keys: Iterable[str]) -> set[str | None]:
    return set(user.tracks.filter(claim__in=keys).values_list("claim", flat=True))


def export(user: User) -> list[dict[str, Any]]:
    """A member's playlists; tracks by their public ids, in order."""
    lists = user.playlists.prefetch_related("entries__track").order_by("pk")
    return [
        {
            "id": playlist.public_id,
            "title": playlist.title,
            "visibility": playlist.visibility,
            "created": playlist.created,
            "tracks": [entry.track.public_id for entry in playlist.entries.all()],
        }
        for playlist in lists
    ]


def remove(user: User, keep_public: bool) -> None:
    """All of a member's playlists; with ``keep_public`` those that everyone could see stay, without a name."""
    if keep_public:
        user.playlists.filter(visibility=Visibility.PUBLIC).update(owner=None, claimed=False)
    user.playlists.all().delete()


def _takes(brought: Sequence[Brought]) -> list[Take]:
    """A browser keeps the latent that a track was made from, rounded; one that gives other notes is not believed."""
    version = registry.active_sampler().version
    believed = _believed(brought)
    doubted = [one.score for one in brought if id(one) not in believed]
    others = iter(services.take_up(scores=doubted) if doubted else [])
    return [
        Take(one.score, believed[id(one)], None, version) if id(one) in believed else next(others) for one in brought
    ]


def _believed(brought: Sequence[Brought]) -> dict[int, Latents]:
    """Latents that give the notes they came with, by the identity of what was brought."""
    told = [(one, one.latent) for one in brought if one.latent is not None]
    decoded = services.decode(latents=np.array([latent for _, latent in told])) if told else []
    pairs = zip(told, decoded, strict=True)
    return {id(one): latent for (one, latent), take in pairs if _same_notes(take.score, one.score)}


def _same_notes(one: Score, other: Score) -> bool:
    return all(getattr(one, name) == getattr(other, name) for name in ("key", "mode", "harmony", "melody"))


def _append(user: User, stored: Sequence[Track]) -> Playlist:
    playlist, _ = Playlist.objects.get_or_create(owner=user, claimed=True, defaults={"title": CLAIMED_TITLE})
    last = playlist.entries.aggregate(last=Max("position"))["last"]
    start = 0 if last is None else last + 1
    PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=playlist, track=track, position=start + i) for i, track in enumerate(stored)
    )
    return playlist


def _fingerprint(score: Score) -> str:
    return hashlib.sha256(json.dumps(score.to_json(), sort_keys=True).encode()).hexdigest()

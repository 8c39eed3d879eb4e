"""Playlists of members: what a visitor brought along, what is taken away, what is left behind."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

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


@transaction.atomic
def claim(*, user: User, brought: Sequence[Brought]) -> Claim:
    """Store takes as private tracks, and in their order in a private playlist. The same take is stored once.

    Raises ValidationError past ``MAX_TRACKS``.
    """
    User.objects.select_for_update().get(pk=user.pk)
    takes: dict[str, Brought] = {}
    for one in brought:
        takes.setdefault(_fingerprint(one.score), one)
    known = set(user.tracks.filter(claim__in=takes).values_list("claim", flat=True))
    stored = _store(user, {key: one for key, one in takes.items() if key not in known})
    playlist = _append(user, stored) if stored else Playlist.objects.filter(owner=user, claimed=True).first()
    return Claim(len(stored), len(known), playlist)


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


def _store(user: User, fresh: dict[str, Brought]) -> list[Track]:
    if not fresh:
        return []
    takes = _takes(list(fresh.values()))
    new = [NewTrack(take, mix=fresh[key].mix, claim=key) for key, take in zip(fresh, takes, strict=True)]
    return tracks.store(creator=user, tracks=new)


def _takes(brought: Sequence[Brought]) -> list[Take]:
    """A browser keeps the latent that a track was made from, rounded; one that gives other notes is not believed."""
    version = registry.active_sampler().version
    encoded = services.take_up(scores=[one.score for one in brought])
    return [
        take if one.latent is None or not _gives(one.latent, one.score) else Take(one.score, one.latent, None, version)
        for one, take in zip(brought, encoded, strict=True)
    ]


def _gives(latent: Latents, score: Score) -> bool:
    other = services.decode(latents=latent[None])[0].score
    return all(getattr(other, name) == getattr(score, name) for name in ("key", "mode", "harmony", "melody"))


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

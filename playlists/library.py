"""What a visitor brought along, in a playlist of the member that they became."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Max

from accounts.models import User
from generator import services, tracks
from generator.models import Track
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
    takes = takes_of(list(fresh.values()))  # seconds of work for a long list: before anything is locked
    new = [NewTrack(take, mix=one.mix, claim=key) for (key, one), take in zip(fresh.items(), takes, strict=True)]
    return _keep(user, list(wanted), new)


@transaction.atomic
def _keep(user: User, wanted: list[str], new: Sequence[NewTrack]) -> Claim:
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    known = _known(user, wanted)  # another call may have been quicker
    stored = tracks.store(creator=user, tracks=[one for one in new if one.claim not in known])
    playlist = _append(user, stored) if stored else Playlist.objects.filter(owner=user, claimed=True).first()
    return Claim(len(stored), len(known), playlist)


def _known(user: User, keys: Iterable[str]) -> set[str | None]:
    return set(user.tracks.filter(claim__in=keys).values_list("claim", flat=True))


def takes_of(brought: Sequence[Brought]) -> list[Take]:
    return services.take_up(scores=[one.score for one in brought], told=[one.latent for one in brought])


def _append(user: User, stored: Sequence[Track]) -> Playlist:
    playlist, _ = Playlist.objects.get_or_create(owner=user, claimed=True, defaults={"title": CLAIMED_TITLE})
    Playlist.objects.select_for_update(no_key=True).get(pk=playlist.pk)  # the member may be adding to it meanwhile
    last = playlist.entries.aggregate(last=Max("position"))["last"]
    start = 0 if last is None else last + 1
    PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=playlist, track=track, position=start + i, added_by=user)
        for i, track in enumerate(stored)
    )
    return playlist


def _fingerprint(score: Score) -> str:
    return hashlib.sha256(json.dumps(score.to_json(), sort_keys=True).encode()).hexdigest()

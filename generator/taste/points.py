"""What a member's taste is read from: their likes, what they made and kept, and what they said of takes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np
from django.conf import settings
from django.db.models import QuerySet, Subquery
from django.db.models.functions import Coalesce
from numpy.typing import NDArray

from accounts.models import User
from generator import registry, services
from generator.cells import CELLS, unpack
from generator.models import Like, ModelVersion, Track, TrackQuerySet
from generator.taste.distribution import Evidence
from generator.taste.models import Direction, Nudge, Taste
from generator.vae.checkpoint import CheckpointError
from generator.vae.sample import FEATURES

Floats = NDArray[np.float64]
LIKED, KEPT = 1.0, 0.5
"""Weights: a track that one made and kept says half of what a like says."""
_EVER = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Points:
    """The newest first, each kind bounded by a setting."""

    liked: Sequence[Track]
    kept: Sequence[Track]
    nudges: Sequence[Nudge]

    def __bool__(self) -> bool:
        return bool(self.liked or self.kept or self.nudges)


def of(*, member: User, until: datetime | None = None, whole: bool = False) -> Points:
    """What counts since the last reset, and until a moment. Three queries, however much there is.

    Tracks come with what ``evidence`` reads alone, unless they are to be shown: scores make rows slow to read. Likes of
    what is not there for them any more don't count; those that are held back from others' counts do.
    """
    rows = _whole if whole else _narrow
    return Points(
        list(rows(likes_of(member, until))[: settings.TASTE_LIKES]),
        list(rows(_kept(member, until))[: settings.TASTE_TRACKS]),
        list(_nudges(member, until)[: settings.MAX_NUDGES]),
    )


def are_known(*, member: User) -> bool:
    """Whether anything counts. Three queries at most."""
    return likes_of(member).exists() or _kept(member, None).exists() or _nudges(member, None).exists()


def likes_of(member: User, until: datetime | None = None) -> TrackQuerySet:
    """What they like since the last reset, the latest like first."""
    counted = Like.objects.filter(user=member, created__gt=_since(member))
    if until:
        counted = counted.filter(created__lte=until)
    tracks = Track.objects.reachable_by(member).filter(likes__in=counted)
    return tracks.select_related("creator", "model_version").order_by("-likes__created", "-likes__pk")


def evidence(points: Points) -> Evidence:
    """The same as latents of the active version."""
    liked = {track.pk for track in points.liked}
    counted = [track for track in points.kept if track.pk not in liked]
    weights = np.array([LIKED] * len(points.liked) + [KEPT] * len(counted))
    active = registry.active_sampler().version
    more, less = (_places(points.nudges, direction, active) for direction in (Direction.MORE, Direction.LESS))
    return Evidence(_latents([*points.liked, *counted]), weights, more, less)


def _narrow(tracks: TrackQuerySet) -> TrackQuerySet:
    return tracks.select_related(None).only("vector", "cell")


def _whole(tracks: TrackQuerySet) -> TrackQuerySet:
    return tracks.defer("latent")


def _latents(tracks: Sequence[Track]) -> Floats:
    """(n, 100), as the search for neighbours has them: to three digits, and of the active version once it is indexed.

    Those that are not yet are heard anew, for two queries more.
    """
    space = registry.space()
    here = [track.cell is not None and track.cell // CELLS == space for track in tracks]
    found = unpack([bytes(track.vector) for track in tracks]).astype(np.float64)
    late = [track.pk for track, is_here in zip(tracks, here, strict=True) if not is_here]
    if late:
        rows = Track.objects.select_related("model_version").in_bulk(late)
        found[[not is_here for is_here in here]] = services.latents_of(tracks=[rows[key] for key in late])
    return found


def _since(member: User) -> Coalesce:
    reset = Taste.objects.filter(user=member).values("since")[:1]
    return Coalesce(Subquery(reset), _EVER)


def _kept(member: User, until: datetime | None) -> TrackQuerySet:
    made = Track.objects.filter(creator=member, created__gt=_since(member)).select_related("creator", "model_version")
    return (made.filter(created__lte=until) if until else made).order_by("-created", "-pk")


def _nudges(member: User, until: datetime | None) -> QuerySet[Nudge]:
    said = Nudge.objects.filter(user=member).select_related("model_version", "track")
    return (said.filter(created__lte=until) if until else said).order_by("-created", "-pk")


def _places(nudges: Sequence[Nudge], direction: str, active: str) -> Floats:
    found = [_place(nudge, active) for nudge in nudges if nudge.direction == direction]
    return np.array([latent for latent in found if latent is not None], np.float64).reshape(-1, FEATURES)


def _place(nudge: Nudge, active: str) -> Floats | None:
    """Where the active version hears what another one made there; None if that one is gone."""
    if nudge.model_version.version == active:
        return np.asarray(nudge.latent, np.float64)
    return _heard_again(active, nudge.model_version, tuple(nudge.latent))


@lru_cache(maxsize=512)
def _heard_again(active: str, version: ModelVersion, latent: tuple[float, ...]) -> Floats | None:
    try:
        made_by = registry.sampler_of(version)
    except (CheckpointError, OSError):
        return None
    place: Floats = services.encode(scores=made_by.decode(np.array([latent])))[0]
    return place

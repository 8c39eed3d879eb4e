"""Tracks of members: stored, changed, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import wordfilter
from accounts.models import User
from accounts.newcomers import refuse_flood
from accounts.sanctions import refuse_silenced
from generator import likes, registry, services
from generator.hiding import refuse_hidden
from generator.models import SHARED, Origin, Parent, Track, Visibility
from generator.services import Latents, Take
from generator.vae.score import Score


@dataclass(frozen=True, slots=True)
class Kin:
    """What a track was made from. ``weights`` are as many as the parents; ``cross`` is how it is made again.

    A fork is its one parent's score and latent, and stays of the version that made these.
    """

    origin: Origin
    parents: tuple[Track, ...]
    weights: tuple[float, ...]
    cross: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class NewTrack:
    """A take on its way into a member's library. ``claim`` makes storing it again a thing that can be noticed."""

    take: Take
    title: str | None = None
    mix: dict[str, Any] | None = None
    claim: str | None = None
    kin: Kin | None = None


@transaction.atomic
def store(*, creator: User, tracks: Sequence[NewTrack]) -> list[Track]:
    """Keep takes as private tracks, in their order. Raises ValidationError past ``MAX_TRACKS``, or for a title."""
    User.objects.select_for_update(no_key=True).get(pk=creator.pk)  # two at once must not both fill the last place
    if creator.tracks.count() + len(tracks) > settings.MAX_TRACKS:
        raise ValidationError(f"You may store {settings.MAX_TRACKS} tracks. Delete some first.")
    versions = registry.rows_of({new.take.model_version for new in tracks})
    born = [_born(creator, new, versions[new.take.model_version]) for new in tracks]
    found = _check_titles(born)
    stored = Track.objects.bulk_create(born)
    _link([(track, new.kin) for track, new in zip(stored, tracks, strict=True) if new.kin])
    for track, words in zip(stored, found, strict=True):
        wordfilter.tell(thing=track, found=words)
    return stored


def _check_titles(tracks: Sequence[Track]) -> list[list[wordfilter.Found]]:
    """What each holds that staff want to know of. Raises ValidationError; of several it says which one is refused."""
    found = []
    for i, track in enumerate(tracks):
        try:
            found.append(wordfilter.check(title=track.title))
        except ValidationError as error:
            where = f"[{i}]: " if len(tracks) > 1 else ""
            raise ValidationError({"title": [f"{where}{message}" for message in error.messages]}) from error
    return found


def _link(born: Sequence[tuple[Track, Kin]]) -> None:
    """Keep who the parents are. Raises ValidationError when one was deleted while its child was made."""
    wanted = {parent.pk for _, kin in born for parent in kin.parents}
    locked = Track.objects.select_for_update(no_key=True).filter(pk__in=wanted).order_by("pk")
    if wanted - set(locked.values_list("pk", flat=True)):
        raise ValidationError({"parents": ["One of them was deleted meanwhile."]})
    Parent.objects.bulk_create(
        Parent(child=track, parent=parent, position=i, weight=weight)
        for track, kin in born
        for i, (parent, weight) in enumerate(zip(kin.parents, kin.weights, strict=True))
    )


@transaction.atomic
def change(*, track: Track, **fields: Any) -> Track:
    """Set ``title``, ``visibility`` or ``mix``. The title is the score's too: it has one name wherever it is read.

    Raises ValidationError that names the field and its bound; Silenced.
    """
    _refuse_showing(track, fields)
    for name, value in fields.items():
        setattr(track, name, value)
    if "title" in fields:
        track.score = {**track.score, "title": track.title}
        fields["score"] = track.score
    track.full_clean(exclude=["score", "latent", "model_version", "creator"])
    found = wordfilter.check(title=track.title) if "title" in fields else []
    shown = _publish(track) if track.published is None and track.visibility == Visibility.PUBLIC else []
    track.save(update_fields=[*fields, *shown])
    wordfilter.tell(thing=track, found=found)
    return track


def _refuse_showing(track: Track, fields: dict[str, Any]) -> None:
    """Locks first: a moderator's decision about the track or its maker, made at this moment, comes before or after."""
    if track.creator_id is not None and ("visibility" in fields or track.visibility in SHARED):
        maker = User.objects.select_for_update(no_key=True).get(pk=track.creator_id)
        if fields.get("visibility", track.visibility) in SHARED:
            refuse_silenced(maker)
        if fields.get("visibility") == Visibility.PUBLIC and track.published is None:
            refuse_flood(owner=maker, things=maker.tracks.all())
    if "visibility" in fields:
        refuse_hidden(Track.objects.select_for_update(no_key=True).only("visibility").get(pk=track.pk))


def _publish(track: Track) -> list[str]:
    """Public for the first time: gives it its place in the feeds. Who knew its id may be liking it right now."""
    track.like_count = (
        Track.objects.select_for_update(no_key=True).values_list("like_count", flat=True).get(pk=track.pk)
    )
    return likes.place(track)


def delete(*, track: Track) -> None:
    """Gone everywhere, from playlists too."""
    track.delete()


def export(user: User) -> list[dict[str, Any]]:
    """All that a member has stored, scores and latents with it."""
    tracks = user.tracks.select_related("model_version").prefetch_related("parent_links__parent").order_by("pk")
    return [
        {
            "id": track.public_id,
            "title": track.title,
            "visibility": track.visibility,
            "created": track.created,
            "score": track.score,
            "latent": track.latent,
            "model_version": track.model_version.version,
            "mix": track.mix,
            "origin": track.origin,
            "parents": track.parent_ids(user),
            "cross": track.cross,
        }
        for track in tracks
    ]


def remove(user: User, keep_public: bool) -> None:
    """All of a member's tracks; with ``keep_public`` those that everyone could see stay, without a name."""
    if keep_public:
        user.tracks.filter(visibility=Visibility.PUBLIC).update(creator=None, claim=None)
    user.tracks.all().delete()


def _born(creator: User, new: NewTrack, version: Any) -> Track:
    track = _row(creator, new, version)
    return _inherit(track, new.kin) if new.kin else track


def _row(creator: User, new: NewTrack, version: Any) -> Track:
    score = new.take.score.to_json()
    title = new.title or new.take.score.title
    return Track(
        title=title,
        score={**score, "title": title},
        **services.facts(new.take, version),
        model_version=version,
        creator=creator,
        mix=new.mix,
        claim=new.claim,
    )


def _inherit(track: Track, kin: Kin) -> Track:
    track.origin, track.cross = kin.origin, kin.cross
    if kin.origin == Origin.FORK:
        (parent,) = kin.parents
        for name in ("latent", "vector", "cell", "model_version", "producer_version"):
            setattr(track, name, getattr(parent, name))
        track.mix = track.mix or parent.mix
    return track


def take_of(*, score: Score | None = None, latent: Latents | None = None) -> Take:
    """A take from what the caller has, one of both at least. A score is kept as it is; a latent alone is decoded."""
    if score is None:
        return services.decode(latents=np.array([latent]))[0]
    return services.take_up(scores=[score], told=[latent])[0]

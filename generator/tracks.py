"""Tracks of members: stored, changed, deleted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction

from accounts.models import User
from generator import registry, services
from generator.models import Track, Visibility
from generator.services import Take


@dataclass(frozen=True, slots=True)
class NewTrack:
    """A take on its way into a member's library. ``claim`` makes storing it again a thing that can be noticed."""

    take: Take
    title: str | None = None
    mix: dict[str, Any] | None = None
    claim: str | None = None


@transaction.atomic
def store(*, creator: User, tracks: Sequence[NewTrack]) -> list[Track]:
    """Keep takes as private tracks, in their order. Raises ValidationError past ``MAX_TRACKS``."""
    User.objects.select_for_update().get(pk=creator.pk)  # two calls at once must not both fill the last place
    if creator.tracks.count() + len(tracks) > settings.MAX_TRACKS:
        raise ValidationError(f"You may store {settings.MAX_TRACKS} tracks. Delete some first.")
    version = registry.register(registry.active_sampler())
    return Track.objects.bulk_create(_row(creator, new, version) for new in tracks)


@transaction.atomic
def change(*, track: Track, **fields: Any) -> Track:
    """Set ``title``, ``visibility`` or ``mix``. The title is the score's too: it has one name wherever it is read."""
    for name, value in fields.items():
        setattr(track, name, value)
    if "title" in fields:
        track.score = {**track.score, "title": track.title}
        fields["score"] = track.score
    track.full_clean(exclude=["score", "latent", "model_version", "creator"])
    track.save(update_fields=list(fields))
    return track


def delete(*, track: Track) -> None:
    """Gone everywhere, from playlists too."""
    track.delete()


def export(user: User) -> list[dict[str, Any]]:
    """All that a member has stored, scores and latents with it."""
    tracks = user.tracks.select_related("model_version").order_by("pk")
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
        }
        for track in tracks
    ]


def remove(user: User, keep_public: bool) -> None:
    """All of a member's tracks; with ``keep_public`` those that everyone could see stay, without a name."""
    if keep_public:
        user.tracks.filter(visibility=Visibility.PUBLIC).update(creator=None, claim=None)
    user.tracks.all().delete()


def _row(creator: User, new: NewTrack, version: Any) -> Track:
    score = new.take.score.to_json()
    title = new.title or new.take.score.title
    return Track(
        title=title,
        score={**score, "title": title},
        latent=new.take.latent.tolist(),
        model_version=version,
        creator=creator,
        mix=new.mix,
        claim=new.claim,
    )


def take_of(*, score: Any = None, latent: Any = None) -> Take:
    """A take from what the caller has: a latent is decoded, a score is encoded."""
    if latent is not None:
        return services.decode(latents=latent[None])[0]
    return services.take_up(scores=[score])[0]

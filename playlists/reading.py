"""What a caller sees of playlists and of what is in them. The number of queries does not grow with either."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import BooleanField, Count, Exists, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import User
from generator import services as generator
from generator.likes import liked_by
from generator.models import Track
from generator.services import Take
from playlists import curators, smart
from playlists.models import Follow, Playlist, PlaylistEditor, PlaylistTrack, Vote


@dataclass(frozen=True, slots=True)
class Entry:
    """A track in its place. ``public_id`` names the place; a smart playlist's places have none."""

    public_id: str | None
    track: Track
    added_by: User | None
    liked: bool


@dataclass(frozen=True, slots=True)
class Played:
    """An entry and what plays."""

    entry: Entry
    take: Take


def described(playlists: QuerySet[Playlist], viewer: User | AnonymousUser) -> QuerySet[Playlist]:
    """With ``many`` (tracks that the viewer may see), ``my_vote``, ``is_followed`` and ``is_joined``: in one query."""
    seen = PlaylistTrack.objects.reachable_by(viewer).filter(playlist=OuterRef("pk")).order_by().values("playlist")
    many = Coalesce(Subquery(seen.annotate(n=Count("pk")).values("n")), 0)
    return playlists.select_related("owner", "forked_from__owner").annotate(many=many, **_own(viewer))


def entries(playlist: Playlist, viewer: User | AnonymousUser) -> list[Entry]:
    """What is in it, in order, without tracks that are private to somebody else: one query, two for members."""
    if playlist.rule is not None:
        return _looked_up(playlist, viewer)
    places = playlist.entries.reachable_by(viewer).order_by("position")
    places = places.select_related("track__creator", "track__model_version", "added_by")
    liked = liked_by(viewer, [place.track for place in places])
    return [Entry(place.public_id, place.track, place.added_by, place.track_id in liked) for place in places]


def played(playlist: Playlist, viewer: User | AnonymousUser) -> list[Played]:
    """Entries with their takes."""
    found = entries(playlist, viewer)
    takes = generator.as_takes(tracks=[entry.track for entry in found])
    return [Played(entry, take) for entry, take in zip(found, takes, strict=True)]


def is_owned(playlist: Playlist, viewer: User | AnonymousUser) -> bool:
    """Whether all of it is theirs to change: their own, or, for curators, an official one that curators made."""
    if playlist.official:
        return playlist.slug is None and curators.edits_official(viewer)
    return viewer.is_authenticated and playlist.owner_id == viewer.pk


def is_edited(playlist: Playlist, viewer: User | AnonymousUser) -> bool:
    """Whether they change what a ``described`` list holds: it is owned, or they joined it."""
    return bool(playlist.is_joined) or is_owned(playlist, viewer)  # type: ignore[attr-defined]


def shows_source(playlist: Playlist, viewer: User | AnonymousUser) -> bool:
    """Whether what it was forked from may be named: the id of an unlisted one is nobody's to pass on."""
    source = playlist.forked_from
    if source is None:
        return False
    own = viewer.is_authenticated and source.owner_id == viewer.pk
    return own or source.visibility == Playlist.Visibility.PUBLIC


def _own(viewer: User | AnonymousUser) -> dict[str, Coalesce | Exists | Value]:
    """What is the viewer's alone."""
    if not viewer.is_authenticated:
        no = Value(False, BooleanField())
        return {"my_vote": Value(0, IntegerField()), "is_followed": no, "is_joined": no}
    mine = {"playlist": OuterRef("pk"), "user": viewer}
    return {
        "my_vote": Coalesce(Subquery(Vote.objects.filter(**mine).values("value")), 0),
        "is_followed": Exists(Follow.objects.filter(**mine)),
        "is_joined": Exists(PlaylistEditor.objects.filter(**mine)),
    }


def _looked_up(playlist: Playlist, viewer: User | AnonymousUser) -> list[Entry]:
    tracks = list(smart.contents(playlist))
    liked = liked_by(viewer, tracks)
    return [Entry(None, track, None, track.pk in liked) for track in tracks]

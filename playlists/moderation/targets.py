"""What can be reported: tracks, playlists and profiles, by kind and public id."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet
from django.urls import reverse

from accounts import profiles
from accounts.models import User
from generator.models import Track
from playlists.models import Playlist
from playlists.moderation.models import Kind

Thing = Track | Playlist | User
FROZEN_TRACKS = 50
"""Titles of a playlist that are kept with a report of it."""
_MODELS: dict[str, Any] = {Kind.TRACK: Track, Kind.PLAYLIST: Playlist, Kind.MEMBER: User}


def kind_of(thing: Thing) -> Kind:
    return next(kind for kind, model in _MODELS.items() if isinstance(thing, model))  # type: ignore[return-value]


def find(*, kind: str, target: str) -> Thing | None:
    """Whatever its state; None if it is gone."""
    found: Thing | None = _all(kind).filter(public_id=target).first()
    return found


def find_reachable(*, kind: str, name: str, viewer: User | AnonymousUser) -> Thing | None:
    """What the viewer can open; ``name`` is a public id, or a member's name."""
    if kind == Kind.MEMBER:
        return profiles.find(name=name, viewer=viewer)
    reachable: Thing | None = _all(kind).reachable_by(viewer).filter(public_id=name).first()  # type: ignore[attr-defined]
    return reachable


def owner(thing: Thing) -> User | None:
    """Who answers for it."""
    if isinstance(thing, User):
        return thing
    return thing.creator if isinstance(thing, Track) else thing.owner


def title(thing: Thing) -> str:
    return f"@{thing.username}" if isinstance(thing, User) else thing.title


def page(kind: str, target: str, title: str) -> str:
    """The address of its page."""
    if kind == Kind.MEMBER:
        return reverse("profile", args=[title.removeprefix("@")])
    return reverse("track-page" if kind == Kind.TRACK else "playlist-page", args=[target])


def reach(thing: Thing) -> int:
    """How many people have had to do with it, as far as is known: likes; votes and followers; nobody, of a profile."""
    if isinstance(thing, Track):
        return thing.like_count
    return thing.ups + thing.downs + thing.follower_count if isinstance(thing, Playlist) else 0


def freeze(thing: Thing) -> dict[str, Any]:
    """What it says, and whose it is, as JSON: what is changed or deleted later is still known."""
    if isinstance(thing, User):
        return {"name": thing.username, "display_name": thing.display_name, "about": thing.about}
    maker = owner(thing)
    told = {"title": thing.title, "visibility": thing.visibility, "owner": maker and maker.username}
    if isinstance(thing, Playlist):
        titles = thing.entries.order_by("position").values_list("track__title", flat=True)
        return {**told, "description": thing.description, "tracks": list(titles[:FROZEN_TRACKS])}
    return told


def _all(kind: str) -> QuerySet[Any]:
    rows = _MODELS[kind]._default_manager.all()
    if kind == Kind.TRACK:
        return rows.select_related("creator", "model_version")  # type: ignore[no-any-return]
    return rows.select_related("owner") if kind == Kind.PLAYLIST else rows  # type: ignore[no-any-return]

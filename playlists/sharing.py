"""How tracks and playlists are shown on other sites: cards for previews, frames that play."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode

from accounts.models import User
from generator.models import SHARED, Track
from generator.posters import HEIGHT, WIDTH
from generator.views import describe as describe_track
from playlists.models import Playlist

FRAME = (480, 180)
SMALLEST = (300, 150)
"""Pixels, wide and high, of the frame that is offered, and of one that still works."""
_PATH = re.compile(r"/(?:embed/)?(tracks|playlists)/(\w+)/?")
_NOBODY = AnonymousUser()


def card(
    *, track: Track | None = None, playlist: Playlist | None = None, request: HttpRequest
) -> dict[str, Any] | None:
    """What a preview of the link shows, as absolute addresses; None for what others can't open."""
    thing = track or playlist
    if thing is None or thing.visibility not in SHARED:
        return None
    kind = "track" if track else "playlist"
    page, picture, frame = (request.build_absolute_uri(reverse(name, args=[thing.public_id])) for name in _names(kind))
    return {
        "title": thing.title,
        "description": describe_track(track) if track else describe_playlist(thing),
        "image": picture,
        "url": page,
        "embed": frame,
        "kind": "music.song" if track else "music.playlist",
        "oembed": request.build_absolute_uri(f"{reverse('oembed')}?{urlencode({'url': page, 'format': 'json'})}"),
        "width": FRAME[0],
        "height": FRAME[1],
    }


def _names(kind: str) -> tuple[str, str, str]:
    """Of the page, its picture and its frame."""
    return f"{kind}-page", "poster" if kind == "track" else "playlist-poster", f"{kind}-embed"


def describe_playlist(playlist: Any) -> str:
    """Its own words, else what it is and by whom, if they show themselves to everyone."""
    name = "Lofi" if playlist.official else shown_name(playlist.owner)
    return playlist.description or (f"A playlist by {name}" if name else "A playlist")


def shown_name(user: User | None) -> str | None:
    """As everybody may read it."""
    return user.shown_name if user and user.shows_profile_to(_NOBODY) else None


def thing_at(*, path: str) -> tuple[Track | None, Playlist | None]:
    """What a page of ours is about, if everybody who knows the address may open it."""
    match = _PATH.fullmatch(path)
    if match is None:
        return None, None
    kind, name = match.groups()
    if kind == "tracks":
        return Track.objects.reachable_by(_NOBODY).select_related("creator").filter(public_id=name).first(), None
    return None, Playlist.objects.reachable_by(_NOBODY).select_related("owner").filter(public_id=name).first()


def oembed(*, card: dict[str, Any], maker: User | None, request: HttpRequest, most: tuple[int, int]) -> dict[str, Any]:
    """An answer of oEmbed 1.0, type rich; ``most`` are the width and height that the asking site has room for."""
    width, height = (min(wanted, room) for wanted, room in zip(FRAME, most, strict=True))
    answer: dict[str, Any] = {
        "version": "1.0",
        "type": "rich",
        "title": card["title"],
        "width": width,
        "height": height,
    }
    answer |= {"provider_name": "Lofi", "provider_url": request.build_absolute_uri("/"), "cache_age": 3600}
    if name := shown_name(maker):
        assert maker
        answer |= {"author_name": name, "author_url": request.build_absolute_uri(f"/@{maker.username}")}
    if most[0] >= WIDTH and most[1] >= HEIGHT:
        answer |= {"thumbnail_url": card["image"], "thumbnail_width": WIDTH, "thumbnail_height": HEIGHT}
    return {**answer, "html": frame(card, width, height)}


def frame(card: dict[str, Any], width: int, height: int) -> str:
    """An iframe; titles come from strangers."""
    return format_html(
        '<iframe src="{}" width="{}" height="{}" title="{}" style="border:0" allow="autoplay" loading="lazy"></iframe>',
        card["embed"],
        width,
        height,
        f"{card['title']}, on Lofi",
    )

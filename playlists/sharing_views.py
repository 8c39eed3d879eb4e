"""What other sites show of playlists and tracks: pictures."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.throttling import limited
from generator import covers, posters
from generator.models import Track
from generator.views import picture
from playlists import reading
from playlists.models import Playlist
from playlists.sharing import describe_playlist

MINUTES = 300
"""Seconds that the picture of a playlist is kept: its tracks change."""


@require_safe
def cover(request: HttpRequest, playlist_id: str) -> HttpResponse:
    """The covers of its first four tracks as SVG, or of its first alone."""
    playlist, viewer = find_playlist(request, playlist_id)
    return picture(covers.svg(_pictures(playlist, viewer)), "image/svg+xml", playlist.visibility, MINUTES)


@require_safe
@limited("music")
def poster(request: HttpRequest, playlist_id: str) -> HttpResponse:
    """The same as PNG, with its title: what is shown where the link is posted."""
    playlist, viewer = find_playlist(request, playlist_id)
    drawn = posters.png(pictures=_pictures(playlist, viewer), title=playlist.title, words=describe_playlist(playlist))
    return picture(drawn, "image/png", playlist.visibility, MINUTES)


def find_playlist(request: HttpRequest, playlist_id: str) -> tuple[Playlist, User | AnonymousUser]:
    """A list that the caller may open, and as whom: what everybody may open is shown as everybody sees it.

    Raises Http404.
    """
    nobody = AnonymousUser()
    found = Playlist.objects.reachable_by(nobody).select_related("owner").filter(public_id=playlist_id).first()
    if found:
        return found, nobody
    own = Playlist.objects.reachable_by(request.user).select_related("owner")
    return get_object_or_404(own, public_id=playlist_id), request.user


def _pictures(playlist: Playlist, viewer: User | AnonymousUser) -> list[list[covers.Shape]]:
    if playlist.rule is not None:
        return _shapes([entry.track for entry in reading.entries(playlist, viewer)[:4]])
    places = playlist.entries.reachable_by(viewer).select_related("track").order_by("position")
    return _shapes([place.track for place in places[:4]])


def _shapes(tracks: Sequence[Track]) -> list[list[covers.Shape]]:
    return [covers.shapes(score=track.score, latent=track.latent) for track in tracks]

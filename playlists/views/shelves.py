"""What pages of cards need beside the things themselves: hearts and covers, one query each for a whole page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.paging import BoundedPaginator
from generator import likes
from generator.models import Track
from playlists import showing
from playlists.models import Playlist

SHELF = 6
"""Cards in a row of a page that shows several kinds of things."""


def turn(request: HttpRequest, found: QuerySet[Any], *, name: str = "page", size: int = 0) -> Page[Any]:
    """The page that the address asks for; a number that makes no sense is the nearest that does."""
    return BoundedPaginator(found, size or settings.PAGE_SIZE).get_page(request.GET.get(name))


def track_facts(request: HttpRequest, tracks: Iterable[Track]) -> dict[str, Any]:
    """``liked``: keys of those that the viewer likes."""
    return {"liked": likes.liked_by(request.user, tracks)}


def playlist_facts(request: HttpRequest, playlists: Iterable[Playlist]) -> dict[str, Any]:
    """``faces``: public ids of the first tracks, by the playlist's key."""
    return {"faces": showing.faces(list(playlists), viewer=request.user)}

"""A member's public page."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Page
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import profiles
from accounts.models import User
from generator import feeds
from playlists import reading
from playlists.models import Playlist
from playlists.views import shelves
from playlists.views.pages import page

PLAYLISTS = 12
"""On one page of a profile: two rows of cards."""


@page
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """A member's public page; to its owner also what is private. Hidden and unknown look the same."""
    member = profiles.find(name=name, viewer=request.user)
    if member is None:
        raise Http404
    own = member == request.user
    playlists = _playlists(request, member) if own or member.show_playlists else None
    tracks = _tracks(request, member) if own or member.show_tracks else None
    likes = _likes(request, member) if own or member.show_likes else None
    context = {"member": member, "own": own, "playlists": playlists, "tracks": tracks, "likes": likes}
    facts = shelves.playlist_facts(request, playlists or [])
    hearts = shelves.track_facts(request, [*(tracks or []), *(likes or [])])
    return render(request, "people/profile.html", {**context, **facts, **hearts})


def _playlists(request: HttpRequest, member: User) -> Page[Any]:
    seen = Playlist.objects.visible_to(request.user).filter(owner=member)
    listed = reading.described(seen, request.user).order_by("-created", "-pk")
    return shelves.turn(request, listed, name="lists", size=PLAYLISTS)


def _tracks(request: HttpRequest, member: User) -> Page[Any]:
    return shelves.turn(request, feeds.made_by(member=member, viewer=request.user).defer("latent"))


def _likes(request: HttpRequest, member: User) -> Page[Any]:
    return shelves.turn(request, feeds.liked_by(member=member, viewer=request.user).defer("latent"), name="likes")

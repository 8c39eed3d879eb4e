"""What is one's own: tracks, playlists, what one follows and likes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render

from accounts.views import MemberRequest
from generator import feeds
from playlists import reading
from playlists.models import Playlist
from playlists.views import shelves
from playlists.views.pages import page


@page
@login_required
def tracks(request: MemberRequest) -> HttpResponse:
    shown = shelves.turn(request, feeds.made_by(member=request.user, viewer=request.user))
    return render(request, "library/tracks.html", {"page": shown, **shelves.track_facts(request, shown)})


@page
@login_required
def likes(request: MemberRequest) -> HttpResponse:
    """What one likes and may still see, the latest first."""
    shown = shelves.turn(request, feeds.liked_by(member=request.user, viewer=request.user))
    return render(request, "library/likes.html", {"page": shown, **shelves.track_facts(request, shown)})


@page
@login_required
def playlists(request: MemberRequest) -> HttpResponse:
    """One's own and those one edits, the latest changed first; and those one follows."""
    own = Playlist.objects.editable_by(request.user).filter(official=False).order_by("-changed", "-pk")
    others = Playlist.objects.reachable_by(request.user).filter(follows__user=request.user)
    shown = shelves.turn(request, reading.described(own, request.user))
    listed = reading.described(others, request.user).order_by("-follows__created", "-pk")
    followed = shelves.turn(request, listed, name="followed")
    facts = shelves.playlist_facts(request, [*shown, *followed])
    return render(request, "library/playlists.html", {"page": shown, "followed": followed, **facts})

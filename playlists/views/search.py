"""Looking for tracks, playlists and people by words."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import profiles
from generator import feeds
from generator.feeds import Filters
from playlists import feeds as playlist_feeds
from playlists import reading
from playlists.views import shelves, wishes
from playlists.views.pages import page


@page
def everything(request: HttpRequest) -> HttpResponse:
    """The best few of each kind, with how many there are; without words nothing is looked for."""
    q = wishes.query(request)
    return render(request, "search.html", {"q": q, **(_found(request, q) if q else {})})


@page
def people(request: HttpRequest) -> HttpResponse:
    q = wishes.query(request)
    shown = shelves.turn(request, profiles.search(q=q or None, viewer=request.user))
    return render(request, "people/people.html", {"q": q, "page": shown})


def _found(request: HttpRequest, q: str) -> dict[str, object]:
    tracks = shelves.turn(request, feeds.tracks(sort="top", filters=Filters(q=q)), size=shelves.SHELF)
    listed = reading.described(playlist_feeds.playlists(sort="top", period="ever", q=q), request.user)
    lists = shelves.turn(request, listed, size=shelves.SHELF)
    people = shelves.turn(request, profiles.search(q=q, viewer=request.user), size=shelves.SHELF)
    facts = {**shelves.track_facts(request, tracks), **shelves.playlist_facts(request, lists)}
    return {"tracks": tracks, "playlists": lists, "people": people, **facts}

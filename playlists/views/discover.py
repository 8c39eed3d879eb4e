"""Feeds of what is public: tracks and playlists, hot, new and top."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from generator import feeds
from playlists import feeds as playlist_feeds
from playlists import reading
from playlists.views import shelves, wishes
from playlists.views.pages import page


@page
def tracks(request: HttpRequest) -> HttpResponse:
    asked = wishes.read(request)
    shown = shelves.turn(request, feeds.tracks(sort=asked.sort, period=asked.since, filters=asked.filters))
    facts = shelves.track_facts(request, shown)
    return render(request, "discover/tracks.html", {"page": shown, "asked": asked, **wishes.choices(), **facts})


@page
def playlists(request: HttpRequest) -> HttpResponse:
    asked = wishes.read(request)
    found = playlist_feeds.playlists(sort=asked.sort, period=asked.since, q=asked.q or None)
    shown = shelves.turn(request, reading.described(found, request.user))
    facts = shelves.playlist_facts(request, shown)
    return render(request, "discover/playlists.html", {"page": shown, "asked": asked, **wishes.choices(), **facts})

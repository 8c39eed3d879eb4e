"""Where curators see what the home page shows, will show and has shown; and the home page of another day."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.staff import staff_page
from playlists import curators, features, reading
from playlists.models import Playlist
from playlists.views import home, shelves
from playlists.views.pages import page

NOON = time(12)
"""A day is previewed as it is in its middle: what ends or begins at midnight is told apart."""


@page
@staff_page(*curators.FEATURE)
def overview(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    shown, planned = (list(features.listed(features.chosen(), state, now)) for state in ("shown", "planned"))
    ended = shelves.turn(request, features.listed(features.chosen(), "ended", now), name="ended")
    top = features.community_top(now)
    official = shelves.turn(request, _official(request), name="official")
    listed = [feature.playlist for feature in (*shown, *planned, *ended, top) if feature and feature.playlist]
    rows = {"shown": shown, "planned": planned, "ended": ended, "top": top, "official": official}
    facts = shelves.playlist_facts(request, [*listed, *official])
    told = {"today": now.date(), "max_features": settings.MAX_FEATURES}
    return render(request, "curation/overview.html", {**rows, **facts, **told})


@page
@staff_page(*curators.FEATURE)
def preview(request: HttpRequest) -> HttpResponse:
    """``?on=2026-12-05``: its features, above what is hot and new today. A day that makes no sense is today."""
    now = timezone.now()
    on = _day(request.GET.get("on", ""), now)
    shown = home.shelves(request, at=now if on == now.date() else datetime.combine(on, NOON, UTC))
    return render(request, "curation/preview.html", {**shown, "on": on})


def _official(request: HttpRequest) -> Any:
    """Those that curators edit, the latest changed first."""
    made = Playlist.objects.filter(official=True, slug=None)
    return reading.described(made, request.user).order_by("-changed", "-pk")


def _day(text: str, now: datetime) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return now.date()

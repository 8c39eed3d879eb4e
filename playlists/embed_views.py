"""Frames that other sites put into their pages, and the call by which they ask for them. Nobody is logged in here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from csp.decorators import csp_replace
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from generator.models import Track
from playlists import reading, sharing
from playlists.models import Playlist
from playlists.sharing_views import MINUTES

View = Callable[..., HttpResponseBase]
_NOBODY = AnonymousUser()
_ROOM = 100_000


def framed(view: View) -> View:
    """May stand in a page of any site, and acts for nobody."""
    anywhere = csp_replace({"frame-ancestors": ["*"]})
    return xframe_options_exempt(anywhere(require_safe(view)))


@framed
def track(request: HttpRequest, track_id: str) -> HttpResponse:
    """One track that plays; private to anybody and unknown are the same."""
    found = Track.objects.reachable_by(_NOBODY).select_related("creator").filter(public_id=track_id).first()
    if found is None:
        return _player(request, None, [])
    return _player(request, sharing.card(track=found, request=request), [found])


@framed
def playlist(request: HttpRequest, playlist_id: str) -> HttpResponse:
    """Its first ``MAX_EMBEDDED`` tracks, one after the other."""
    found = Playlist.objects.reachable_by(_NOBODY).select_related("owner").filter(public_id=playlist_id).first()
    if found is None:
        return _player(request, None, [])
    tracks = [entry.track for entry in reading.entries(found, _NOBODY)[: settings.MAX_EMBEDDED]]
    return _player(request, sharing.card(playlist=found, request=request), tracks)


def _player(request: HttpRequest, card: dict[str, Any] | None, tracks: list[Track]) -> HttpResponse:
    if card is None:
        return render(request, "embed.html", status=404)
    data = {"title": card["title"], "link": card["url"], "tracks": [_told(track) for track in tracks]}
    response = render(request, "embed.html", {"card": card, "data": data})
    response["Cache-Control"] = f"public, max-age={MINUTES}"
    return response


def _told(track: Track) -> dict[str, Any]:
    return {
        "score": track.score,
        "latent": track.latent,
        "mix": track.mix,
        "maker": sharing.shown_name(track.creator),
    }


@require_safe
def oembed(request: HttpRequest) -> JsonResponse:
    """oembed.com, version 1.0: JSON alone (501 for XML). What is private is a 404, as it is everywhere here."""
    if request.GET.get("format", "json") != "json":
        return JsonResponse({"detail": "There is JSON alone: format=json."}, status=501)
    try:
        most = (_room(request, "maxwidth"), _room(request, "maxheight"))
    except ValueError as error:
        return JsonResponse({str(error): [f"Must be a whole number from 1 to {_ROOM}."]}, status=400)
    track, playlist = _named(request)
    card = sharing.card(track=track, playlist=playlist, request=request)
    if card is None:
        return JsonResponse({"detail": "Not found."}, status=404)
    maker = track.creator if track else playlist.owner if playlist else None
    answer = JsonResponse(sharing.oembed(card=card, maker=maker, request=request, most=most))
    answer["Cache-Control"] = f"public, max-age={MINUTES}"
    return answer


def _named(request: HttpRequest) -> tuple[Track | None, Playlist | None]:
    """What the address is about, if it is one of this site."""
    try:
        parts = urlsplit(request.GET.get("url", ""))
    except ValueError:
        return None, None
    if parts.scheme not in ("http", "https") or parts.netloc != request.get_host():
        return None, None
    return sharing.thing_at(path=parts.path)


def _room(request: HttpRequest, name: str) -> int:
    text = request.GET.get(name, str(_ROOM))
    if not (text.isascii() and text.isdecimal() and len(text) < 7 and 1 <= int(text) <= _ROOM):
        raise ValueError(name)
    return int(text)

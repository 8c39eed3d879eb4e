"""The pages of one playlist: what it holds, how one makes it, and how one comes to edit it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.views import MemberRequest
from playlists import curators, editors, reading, sharing, showing
from playlists.features import is_community_top
from playlists.models import Playlist
from playlists.views import wishes
from playlists.views.pages import page

KINDS = ("plain", "smart", "import")


def reachable(request: HttpRequest, playlist_id: str) -> Playlist:
    """Private to somebody else and unknown are the same 404."""
    found = reading.described(Playlist.objects.reachable_by(request.user), request.user)
    return get_object_or_404(found, public_id=playlist_id)


@page
def playlist(request: HttpRequest, playlist_id: str) -> HttpResponse:
    found = reachable(request, playlist_id)
    entries = reading.entries(found, request.user)
    context = {
        "playlist": found,
        "og": sharing.card(playlist=found, request=request),
        "entries": entries,
        "faces": [entry.track.public_id for entry in entries[: showing.FACES]],
        "source": found.forked_from if reading.shows_source(found, request.user) else None,
        **_standing(request, found),
    }
    return render(request, "playlists/playlist.html", context)


@page
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """``?kind=smart`` for one that fills itself by a rule, ``?kind=import`` for one that comes from elsewhere."""
    kind = request.GET.get("kind")
    bound = {"max_title": 80, "max_description": settings.MAX_DESCRIPTION_CHARACTERS}
    official = {"may_be_official": curators.edits_official(request.user), "official": "official" in request.GET}
    context = {"kind": kind if kind in KINDS else "plain", **bound, **official, **wishes.choices()}
    return render(request, "playlists/new.html", context)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: MemberRequest, playlist_id: str, key: str) -> HttpResponse:
    """An invitation: who may edit is asked first, so that a link that is only looked at changes nothing."""
    if request.method == "POST":
        return _join(request, playlist_id, key)
    invited = editors.invited(playlist_id=playlist_id, key=key)
    return render(request, "playlists/join.html", {"playlist": invited}, status=200 if invited else 404)


def _join(request: MemberRequest, playlist_id: str, key: str) -> HttpResponse:
    try:
        joined = editors.join(playlist_id=playlist_id, key=key, user=request.user)
    except ValidationError as error:
        messages.error(request, error.messages[0])
        return redirect(request.path)
    if joined is None:
        return render(request, "playlists/join.html", {"playlist": None}, status=404)
    messages.success(request, "You may edit this playlist now.")
    return redirect("playlist-page", joined.public_id)


def _standing(request: HttpRequest, playlist: Playlist) -> dict[str, Any]:
    """What the viewer is to the playlist."""
    viewer = request.user
    own, edits = reading.is_owned(playlist, viewer), reading.is_edited(playlist, viewer)
    together = list(playlist.editors.order_by("editor_links__created"))
    standing = {"own": own, "edits": edits, "editors": together, "orders": edits and playlist.rule is None}
    return {
        **standing,
        "may_adopt": own and not playlist.official and curators.edits_official(viewer),
        "may_feature": curators.features(viewer) and not is_community_top(playlist),
    }

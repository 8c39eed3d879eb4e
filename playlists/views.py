"""Pages about people's tracks and playlists."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from accounts import profiles
from accounts.models import User
from generator.models import Track
from generator.vae.score import KEYS, MODES
from playlists.models import Playlist


@require_safe
@cache_control(private=True)
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """A member's public page; to its owner also what is private. Hidden and unknown look the same."""
    member = profiles.find(name=name, viewer=request.user)
    if member is None:
        raise Http404
    own = member == request.user
    context = {
        "member": member,
        "own": own,
        "playlists": _playlists(request, member) if own or member.show_playlists else None,
        "tracks": _tracks(request, member) if own or member.show_tracks else None,
    }
    return render(request, "people/profile.html", context)


def _playlists(request: HttpRequest, member: User) -> list[Playlist]:
    seen = Playlist.objects.visible_to(request.user).filter(owner=member)
    return list(seen.annotate(many=Count("entries")).order_by("-created", "-pk")[: settings.PAGE_SIZE])


def _tracks(request: HttpRequest, member: User) -> list[dict[str, object]]:
    seen = Track.objects.visible_to(request.user).filter(creator=member).order_by("-created", "-pk")
    return [_words(track) for track in seen.defer("latent")[: settings.PAGE_SIZE]]


def _words(track: Track) -> dict[str, object]:
    key, mode = KEYS[track.score["key"] - 1], MODES[track.score["mode"] - 1]
    return {"track": track, "key": f"{key} {mode}", "bpm": track.score["bpm"]}

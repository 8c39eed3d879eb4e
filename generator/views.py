"""Pictures of tracks."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from accounts.throttling import limited
from generator import covers, posters
from generator.models import Track, Visibility
from generator.vae.score import KEYS, MODES

DAY = 86_400
"""Seconds that a public cover is kept: what plays never changes, but its maker may take it back."""


@require_safe
def cover(request: HttpRequest, track_id: str) -> HttpResponse:
    """A track's cover as SVG."""
    track = find_track(request, track_id)
    return picture(covers.svg([_shapes(track)]), "image/svg+xml", track.visibility, DAY)


@require_safe
@limited("music")
def poster(request: HttpRequest, track_id: str) -> HttpResponse:
    """The same as PNG, with its title: what is shown where the link is posted."""
    track = find_track(request, track_id)
    drawn = posters.png(pictures=[_shapes(track)], title=track.title, words=describe(track))
    return picture(drawn, "image/png", track.visibility, DAY)


def find_track(request: HttpRequest, track_id: str) -> Track:
    """A track that the caller may open, in a query that asks who calls only if it must. Raises Http404."""
    for_all = Track.objects.reachable_by(AnonymousUser()).select_related("creator")
    found = for_all.filter(public_id=track_id).first()
    return found or get_object_or_404(
        Track.objects.reachable_by(request.user).select_related("creator"), public_id=track_id
    )


def describe(track: Track) -> str:
    """Key, tempo and maker, if they show themselves to everyone."""
    words = [f"{KEYS[track.key - 1]} {MODES[track.mode - 1]}", f"{track.bpm} BPM"]
    if track.creator and track.creator.shows_profile_to(AnonymousUser()):
        words.append(f"by {track.creator.shown_name}")
    return " · ".join(words)


def picture(body: str | bytes, kind: str, visibility: str, seconds: int) -> HttpResponse:
    """An answer that everybody's caches may keep if everybody may see it, and else only the caller's own."""
    response = HttpResponse(body, content_type=kind)
    shared = visibility == Visibility.PUBLIC
    response["Cache-Control"] = f"public, max-age={seconds}" if shared else f"private, max-age={min(seconds, 3600)}"
    return response


def _shapes(track: Track) -> list[covers.Shape]:
    return covers.shapes(score=track.score, latent=track.latent)

"""The page of one track."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from generator import words
from generator.lineage import lineage
from generator.models import Track
from generator.similar import similar
from playlists import curators, sharing
from playlists.views import shelves
from playlists.views.pages import page


@page
def track(request: HttpRequest, track_id: str) -> HttpResponse:
    """What it is made of and what it was made from. Private to somebody else and unknown look the same."""
    reachable = Track.objects.reachable_by(request.user).select_related("creator", "model_version")
    found = get_object_or_404(reachable, public_id=track_id)
    near = similar(track=found, viewer=request.user)
    context = {
        "track": found,
        "og": sharing.card(track=found, request=request),
        "own": request.user.is_authenticated and found.creator_id == request.user.pk,
        "may_feature": curators.features(request.user),
        "bars": words.bars(found.score),
        "similar": near,
        "lineage": lineage(track=found, viewer=request.user),
        **shelves.track_facts(request, [found, *near]),
    }
    return render(request, "tracks/track.html", context)

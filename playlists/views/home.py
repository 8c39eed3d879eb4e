"""What stands below the room: curators' choices, what the community liked, and what others make and like."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from generator import feeds
from generator.models import Track
from generator.taste.because import because
from playlists import features, reading
from playlists import feeds as playlist_feeds
from playlists.models import Feature, Playlist
from playlists.views.shelves import SHELF, playlist_facts, track_facts


def shelves(request: HttpRequest, at: datetime | None = None) -> dict[str, Any]:
    """Rows of cards; the same few queries however much there is. ``at``: what is featured at another moment; what
    is there for one member alone is left out then."""
    moment = at or timezone.now()
    chosen, top = features.featured(moment), features.community_top(moment)
    liked_most = _first_tracks(top)
    hot, new = list(feeds.tracks(sort="hot")[:SHELF]), list(feeds.tracks(sort="new")[:SHELF])
    lists = list(reading.described(playlist_feeds.playlists(sort="hot", period="ever"), request.user)[:SHELF])
    tracks = [*hot, *new, *liked_most, *(feature.track for feature in chosen if feature.track)]
    playlists = [*lists, *_describe(request, chosen)]
    near = because(member=request.user, count=SHELF) if request.user.is_authenticated and at is None else None
    tracks += near.tracks if near else []
    rows = {
        "because": near,
        "featured": chosen,
        "top": top,
        "top_tracks": liked_most,
        "hot": hot,
        "new": new,
        "hot_playlists": lists,
    }
    return {**rows, **track_facts(request, tracks), **playlist_facts(request, playlists)}


def _first_tracks(top: Feature | None) -> list[Track]:
    """What a shelf has room for, of those that are still public."""
    if top is None:
        return []
    listed = Track.objects.listed().filter(entries__playlist=top.playlist).order_by("entries__position")
    return list(listed.select_related("creator", "model_version").defer("latent")[:SHELF])


def _describe(request: HttpRequest, chosen: list[Feature]) -> list[Playlist]:
    """Featured playlists, with what their cards tell of them."""
    wanted = [feature.playlist_id for feature in chosen if feature.playlist_id]
    if not wanted:
        return []
    found = {made.pk: made for made in reading.described(Playlist.objects.filter(pk__in=wanted), request.user)}
    for feature in chosen:
        feature.playlist = found.get(feature.playlist_id or 0)
    return list(found.values())

"""The radio over HTTP. It stands here, since one of its stations is a playlist."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.throttling import RateLimitHeaders
from generator import likes, radio
from generator.api import MusicView
from generator.moods import STATIONS
from generator.radio import Item, Tuning
from generator.radio_serializers import ItemsSerializer, StationsSerializer, TuningSerializer
from generator.schema import ERRORS, MISSING, READ_ERRORS
from playlists import reading
from playlists.models import Playlist


class RadioView(MusicView):
    @extend_schema(
        parameters=[TuningSerializer], responses={200: ItemsSerializer, **MISSING, **ERRORS}, operation_id="radio"
    )
    def get(self, request: Request) -> Response:
        """What a station plays next: a list's, a mood's, some words', or what is hot. The same seed plays the same."""
        wish = TuningSerializer(data=request.query_params.dict())
        wish.is_valid(raise_exception=True)
        items = _tuned(request, wish.validated_data)
        liked = likes.liked_by(request.user, [item.track for item in items if item.track])
        return Response(ItemsSerializer({"results": items}, context={"request": request, "liked": liked}).data)


def _tuned(request: Request, wish: dict[str, Any]) -> list[Item]:
    seed = wish["seed"] if "seed" in wish else int(np.random.SeedSequence().generate_state(1)[0])
    tuning = Tuning(wish["count"], seed, wish["adventure"])
    if "playlist" in wish:
        playlist = get_object_or_404(Playlist.objects.reachable_by(request.user), public_id=wish["playlist"])
        tracks = [entry.track for entry in reading.entries(playlist, request.user)]
        return radio.like(tracks=tracks, tuning=tuning)
    if "mood" in wish:
        return radio.of_mood(station=STATIONS[wish["mood"]], tuning=tuning)
    if "words" in wish:
        return radio.of_words(text=wish["words"], tuning=tuning)
    return radio.hot(tuning=tuning, exclude=wish.get("exclude", []))


class MoodsView(RateLimitHeaders, APIView):
    @extend_schema(responses={200: StationsSerializer, **READ_ERRORS}, operation_id="moods")
    def get(self, request: Request) -> Response:
        """The words that the radio knows, and what all that it plays for them has."""
        return Response(StationsSerializer({"results": STATIONS.values()}).data)

"""Plays over HTTP."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import WithinScope
from accounts.throttling import RateLimitHeaders
from generator import plays
from generator.models import Track
from generator.schema import MISSING, READ_ERRORS


class PlayView(RateLimitHeaders, APIView):
    """For visitors too, and for keys that only read: listening is no writing."""

    permission_classes = [WithinScope]
    throttle_scope = "play"
    stores = False

    @extend_schema(request=None, responses={204: None, **MISSING, **READ_ERRORS}, operation_id="play_track")
    def post(self, request: Request, track_id: str) -> Response:
        """Say that the track was heard. It is counted; who heard it is not noted."""
        plays.count(track=get_object_or_404(Track.objects.reachable_by(request.user).only("pk"), public_id=track_id))
        return Response(status=204)

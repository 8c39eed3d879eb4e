"""Playlists over HTTP: thin views over ``services``."""

from __future__ import annotations

from django.core.exceptions import ValidationError as Refusal
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api import MemberView, StoredView, caller
from accounts.throttling import RateLimitHeaders
from generator.api import MusicView, read, takes_response
from generator.schema import ERRORS, MISSING, READ_ERRORS, REFUSED, ErrorSerializer
from generator.serializers import TakesSerializer
from generator.track_api import refusal
from generator.vae.legacy import LinkError
from playlists import library, services
from playlists.models import DEFAULT, Playlist
from playlists.serializers import ClaimedSerializer, ClaimSerializer, ImportSerializer, PlaylistTakesSerializer

NOT_LOADED = OpenApiResponse(ErrorSerializer, "The default playlist was not loaded.")


class ImportView(MusicView):
    @extend_schema(
        request=ImportSerializer,
        responses={200: TakesSerializer, 404: NOT_LOADED, **ERRORS},
        operation_id="import_link",
    )
    def post(self, request: Request) -> Response:
        """Read a share link of the original system."""
        try:
            return takes_response(services.import_link(**read(ImportSerializer, request)))
        except LinkError as error:
            raise ValidationError({"link": [f"{error}."]}) from error
        except Playlist.DoesNotExist as error:
            raise NotFound from error


class DefaultPlaylistView(RateLimitHeaders, APIView):
    @extend_schema(
        responses={200: PlaylistTakesSerializer, 404: NOT_LOADED, **READ_ERRORS}, operation_id="default_playlist"
    )
    def get(self, request: Request) -> Response:
        """The playlist that a new listener hears."""
        playlist = get_object_or_404(Playlist.objects.visible_to(request.user), slug=DEFAULT)
        takes = services.takes_of(playlist=playlist)
        return Response(PlaylistTakesSerializer({"title": playlist.title, "results": takes}).data)


class PlaylistView(StoredView):
    @extend_schema(
        responses={200: PlaylistTakesSerializer, **MISSING, **READ_ERRORS},
        operation_id="playlist",
    )
    def get(self, request: Request, playlist_id: str) -> Response:
        """The tracks of a playlist that you may see: a public one, an unlisted one whose id you know, or your own."""
        playlist = get_object_or_404(Playlist.objects.reachable_by(request.user), public_id=playlist_id)
        takes = services.takes_of(playlist=playlist, viewer=request.user)
        return Response(PlaylistTakesSerializer({"title": playlist.title, "results": takes}).data)


class ClaimView(MemberView):
    """A call that is as much work as a hundred others, and needed once: limited by itself."""

    @property
    def throttle_scope(self) -> str:
        return "claim"

    @extend_schema(
        request=ClaimSerializer,
        responses={200: ClaimedSerializer, **ERRORS, **REFUSED},
        operation_id="claim",
    )
    def post(self, request: Request) -> Response:
        """Make what you made as a visitor yours: private tracks, and a private playlist in their order.

        The same take twice is stored once, so a call that was interrupted can be made again.
        """
        takes = read(ClaimSerializer, request)["takes"]
        try:
            claimed = library.claim(user=caller(request), brought=takes)
        except Refusal as error:
            raise refusal(error) from error
        return Response(ClaimedSerializer(claimed).data)

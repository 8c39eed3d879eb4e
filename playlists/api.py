"""Playlists over HTTP: thin views over ``services``."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.throttling import RateLimitHeaders
from generator.api import MusicView, read, takes_response
from generator.schema import ERRORS, ErrorSerializer
from generator.serializers import TakesSerializer
from generator.vae.legacy import LinkError
from playlists import services
from playlists.models import DEFAULT, Playlist
from playlists.serializers import ImportSerializer, PlaylistTakesSerializer

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
        responses={200: PlaylistTakesSerializer, 404: NOT_LOADED, 429: ERRORS[429]}, operation_id="default_playlist"
    )
    def get(self, request: Request) -> Response:
        """The playlist that a new listener hears."""
        playlist = get_object_or_404(Playlist.objects.visible_to(request.user), slug=DEFAULT)
        takes = services.takes_of(playlist=playlist)
        return Response(PlaylistTakesSerializer({"title": playlist.title, "results": takes}).data)

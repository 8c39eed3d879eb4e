"""Playlists over HTTP: thin views over ``services``."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import MemberView, caller
from generator.api import MusicView, read, takes_response
from generator.schema import ERRORS, REFUSED, ErrorSerializer
from generator.serializers import TakesSerializer
from generator.vae.legacy import LinkError
from playlists import library, services
from playlists.models import Playlist
from playlists.serializers import ClaimedSerializer, ClaimSerializer, ImportSerializer

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
        claimed = library.claim(user=caller(request), brought=takes)
        return Response(ClaimedSerializer(claimed).data)

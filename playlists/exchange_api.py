"""Playlists as files over HTTP."""

from __future__ import annotations

import json
from typing import Any, ClassVar
from urllib.parse import quote

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import caller
from accounts.models import User
from generator.schema import ERRORS, MISSING, READ_ERRORS, REFUSED
from playlists import exchange, reading
from playlists.exchange_serializers import ImportedSerializer, ImportPlaylistSerializer
from playlists.list_api import PlaylistBase
from playlists.models import Playlist
from playlists.reading import Entry

FORMATS = ("legacy", "json", "jspf", "midi")


class _OneRenderer(DefaultContentNegotiation):
    """``?format=`` says what is exported here; to DRF it would name a renderer."""

    def select_renderer(self, request: Request, renderers: Any, format_suffix: str | None = None) -> Any:
        return renderers[0], renderers[0].media_type


class ExportView(PlaylistBase):
    """MIDI is made anew for each call, which is some work, and limited as such."""

    content_negotiation_class = _OneRenderer
    media_types: ClassVar = {"json": "application/json", "jspf": "application/jspf+json", "midi": "application/zip"}

    @property
    def throttle_scope(self) -> str:
        return "music" if self.request.query_params.get("format") == "midi" else "read"

    @extend_schema(
        parameters=[OpenApiParameter("format", str, required=True, enum=FORMATS)],
        responses={
            (200, "application/json"): OpenApiResponse(
                OpenApiTypes.OBJECT,
                "`legacy`: `{url, query}`; `json`: `{format, version, title, description, tracks}`.",
            ),
            (200, "application/jspf+json"): OpenApiTypes.OBJECT,
            (200, "application/zip"): OpenApiTypes.BINARY,
            400: ERRORS[400],
            **MISSING,
            **READ_ERRORS,
        },
        operation_id="export_playlist",
    )
    def get(self, request: Request, playlist_id: str) -> HttpResponseBase:
        """As a file: `json` or `jspf` to make it again, `midi` for a zip of lead sheets; `legacy` for a share link."""
        wanted = request.query_params.get("format")
        if wanted not in FORMATS:
            raise ValidationError({"format": [f"Must be one of {', '.join(FORMATS)}."]})
        playlist = self.find(request, playlist_id)
        entries = reading.entries(playlist, request.user)
        if wanted == "legacy":
            return self._link(request, entries)
        return self._file(request, playlist, entries, wanted)

    def _link(self, request: Request, entries: list[Entry]) -> Response:
        if not entries:
            raise ValidationError({"format": ["A link holds one track or more: this playlist has none that you see."]})
        query = exchange.legacy_query(entries)
        return Response({"url": request.build_absolute_uri("/") + query, "query": query})

    def _file(self, request: Request, playlist: Playlist, entries: list[Entry], wanted: str) -> HttpResponse:
        if wanted == "midi":
            content, ending = exchange.to_midi(entries), "zip"
        else:
            text = json.dumps(self._described(request, playlist, entries, wanted), ensure_ascii=False)
            content, ending = text.encode(), wanted
        name = quote(f"{exchange.file_name(playlist.title)}.{ending}")
        headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
        return HttpResponse(content, content_type=self.media_types[wanted], headers=headers)

    def _described(self, request: Request, playlist: Playlist, entries: list[Entry], wanted: str) -> dict[str, Any]:
        if wanted == "json":
            return exchange.to_json(playlist, entries)
        people = [playlist.owner, *(entry.track.creator for entry in entries)]
        site = request.build_absolute_uri("/").rstrip("/")
        return exchange.to_jspf(playlist, entries, site=site, names=_names(people, request.user))


class ImportPlaylistView(PlaylistBase):
    """As much work as a claim, and limited with it."""

    @property
    def throttle_scope(self) -> str:
        return "claim"

    @extend_schema(
        request=ImportPlaylistSerializer,
        responses={201: ImportedSerializer, **ERRORS, **REFUSED},
        operation_id="import_playlist",
    )
    def post(self, request: Request) -> Response:
        """Make a private playlist, and private tracks, of a link, of our JSON or of JSPF; all of it or none."""
        serializer = ImportPlaylistSerializer(data=request.data, context={"request": request})
        serializer.is_valid(raise_exception=True)
        imported = exchange.take_in(user=caller(request), **serializer.validated_data)
        described = reading.described(Playlist.objects.all(), request.user).get(pk=imported.playlist.pk)
        played = reading.played(described, request.user)
        context = {"request": request, "entries": played, "left_out": imported.left_out}
        return Response(ImportedSerializer(described, context=context).data, status=201)


def _names(people: list[User | None], viewer: Any) -> dict[int, str]:
    return {user.pk: user.username for user in people if user and user.shows_profile_to(viewer)}

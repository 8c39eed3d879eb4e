"""Features over HTTP, for curators: thin views over ``curation`` and ``features``."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.utils import timezone
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import Pages, caller
from accounts.staff_api import StaffView
from generator.api import read
from generator.models import Track
from generator.schema import ERRORS, MISSING, REFUSED
from playlists import curation, features
from playlists.curation_serializers import (
    ChangeFeatureSerializer,
    FeatureOrderSerializer,
    FeatureSerializer,
    NewFeatureSerializer,
)
from playlists.list_api import CONFLICT, WRITES, Conflict, chosen
from playlists.models import Feature, Playlist

NEEDS = {"POST": "add", "PUT": "change", "PATCH": "change", "DELETE": "delete"}


class CurationView(StaffView):
    """For those who may do with features what the method does."""

    @property
    def needs(self) -> tuple[str, ...]:  # type: ignore[override]
        return (f"playlists.{NEEDS.get(self.request.method or '', 'view')}_feature",)

    def handle_exception(self, exc: Exception) -> Response:
        """What went away meanwhile is a 404; an order of what is shown no longer a 409."""
        if isinstance(exc, Feature.DoesNotExist | Track.DoesNotExist | Playlist.DoesNotExist):
            exc = NotFound()
        if isinstance(exc, curation.Changed):
            exc = Conflict("What is shown was changed meanwhile. Load it again.")
        return super().handle_exception(exc)


class FeaturesView(CurationView, GenericAPIView):
    pagination_class = Pages
    serializer_class = FeatureSerializer
    queryset = Feature.objects.none()

    @extend_schema(
        parameters=[OpenApiParameter("state", str, enum=features.STATES, description="`shown` unless you say so.")],
        responses={200: FeatureSerializer(many=True), 400: ERRORS[400], **REFUSED, **MISSING},
        operation_id="features",
    )
    def get(self, request: Request) -> Response:
        """What curators show now, in order; what is planned, the next first; what has ended, the last first."""
        page = self.paginate_queryset(self._listed(request))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        request=NewFeatureSerializer,
        responses={201: FeatureSerializer, **ERRORS, **REFUSED, **MISSING},
        operation_id="feature",
    )
    def post(self, request: Request) -> Response:
        """Show a public track or playlist on the home page for a while, after what is there."""
        wish = read(NewFeatureSerializer, request)
        thing = self._find(request, "track" if "track" in wish else "playlist", wish)
        made = curation.create(curator=caller(request), thing=thing, **wish)
        return Response(FeatureSerializer(made).data, status=201)

    def _listed(self, request: Request) -> QuerySet[Feature]:
        state = chosen(request, "state", features.STATES, "shown")
        return features.listed(features.chosen(), state, timezone.now())

    def _find(self, request: Request, kind: str, wish: dict[str, Any]) -> Track | Playlist:
        """What the caller can reach; the rest is not there for them."""
        things: Any = (Track if kind == "track" else Playlist).objects
        thing = things.reachable_by(request.user).filter(public_id=wish.pop(kind)).first()
        if thing is None:
            raise ValidationError({kind: [f"There is no such {kind}."]})
        return thing


class FeatureView(CurationView):
    @extend_schema(
        request=ChangeFeatureSerializer, responses={200: FeatureSerializer, **WRITES}, operation_id="change_feature"
    )
    def patch(self, request: Request, feature_id: str) -> Response:
        """Change its text or its dates."""
        wish = read(ChangeFeatureSerializer, request)
        changed = curation.change(curator=caller(request), feature=self._find(feature_id), **wish)
        return Response(FeatureSerializer(changed).data)

    @extend_schema(responses={204: OpenApiResponse(), **REFUSED, **MISSING}, operation_id="remove_feature")
    def delete(self, request: Request, feature_id: str) -> Response:
        """Show it no longer, and forget that it was."""
        curation.remove(curator=caller(request), feature=self._find(feature_id))
        return Response(status=204)

    def _find(self, feature_id: str) -> Feature:
        found = Feature.objects.select_related("track", "playlist", "curator")
        return get_object_or_404(found, public_id=feature_id)


class FeatureOrderView(CurationView):
    @extend_schema(
        request=FeatureOrderSerializer,
        responses={204: OpenApiResponse(), **ERRORS, **REFUSED, **CONFLICT},
        operation_id="order_features",
    )
    def put(self, request: Request) -> Response:
        """Put all that curators show at a moment into a new order, by their ids."""
        wish = read(FeatureOrderSerializer, request)
        at = wish.get("at") or timezone.now()
        curation.reorder(curator=caller(request), order=wish["features"], at=at)
        return Response(status=204)

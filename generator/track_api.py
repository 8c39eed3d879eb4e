"""Stored tracks over HTTP."""

from __future__ import annotations

from django.core.exceptions import ValidationError as Refusal
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import profiles
from accounts.api import Pages, StoredView, caller
from generator import tracks
from generator.api import read
from generator.models import Track
from generator.schema import ERRORS, MISSING, READ_ERRORS, REFUSED
from generator.serializers import ChangeTrackSerializer, NewTrackSerializer, TrackSerializer
from generator.tracks import NewTrack

BY_CREATOR = OpenApiParameter("creator", str, description="Name of a member: theirs alone.")


def refusal(error: Refusal) -> ValidationError:
    """A service's no, as the API says it."""
    return ValidationError(error.message_dict if hasattr(error, "error_dict") else {"detail": error.messages[0]})


class TracksView(StoredView, GenericAPIView):
    pagination_class = Pages
    serializer_class = TrackSerializer
    queryset = Track.objects.none()

    @extend_schema(
        parameters=[BY_CREATOR],
        responses={200: TrackSerializer(many=True), **MISSING, **READ_ERRORS},
        operation_id="tracks",
    )
    def get(self, request: Request) -> Response:
        """Public tracks, and your own; the newest first."""
        page = self.paginate_queryset(self._listed(request))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        request=NewTrackSerializer, responses={201: TrackSerializer, **ERRORS, **REFUSED}, operation_id="store_track"
    )
    def post(self, request: Request) -> Response:
        """Store a take. It is private until you say otherwise."""
        wish = read(NewTrackSerializer, request)
        take = tracks.take_of(score=wish.get("score"), latent=wish.get("latent"))
        new = NewTrack(take, wish.get("title"), wish.get("mix"))
        try:
            (track,) = tracks.store(creator=caller(request), tracks=[new])
        except Refusal as error:
            raise refusal(error) from error
        return Response(self.get_serializer(track).data, status=201)

    def _listed(self, request: Request) -> QuerySet[Track]:
        listed = Track.objects.visible_to(request.user).select_related("creator", "model_version")
        listed = listed.order_by("-created", "-pk")
        name = request.query_params.get("creator")
        if name is None:
            return listed
        member = profiles.find(name=name, viewer=request.user)
        if member is None or not (member.show_tracks or member == request.user):
            return listed.none()
        return listed.filter(creator=member)


class TrackView(StoredView):
    @extend_schema(responses={200: TrackSerializer, **MISSING, **READ_ERRORS}, operation_id="track")
    def get(self, request: Request, track_id: str) -> Response:
        """One track: a public one, an unlisted one whose id you know, or your own."""
        return self._answer(request, self._find(request, track_id))

    @extend_schema(
        request=ChangeTrackSerializer,
        responses={200: TrackSerializer, **ERRORS, **REFUSED, **MISSING},
        operation_id="change_track",
    )
    def patch(self, request: Request, track_id: str) -> Response:
        """Change title, visibility or mix of your own track."""
        track = self._find_own(request, track_id)
        return self._answer(request, tracks.change(track=track, **read(ChangeTrackSerializer, request)))

    @extend_schema(responses={204: OpenApiResponse(), **REFUSED, **MISSING}, operation_id="delete_track")
    def delete(self, request: Request, track_id: str) -> Response:
        """Delete your own track, everywhere."""
        tracks.delete(track=self._find_own(request, track_id))
        return Response(status=204)

    def _find(self, request: Request, track_id: str) -> Track:
        reachable = Track.objects.reachable_by(request.user).select_related("creator", "model_version")
        return get_object_or_404(reachable, public_id=track_id)

    def _find_own(self, request: Request, track_id: str) -> Track:
        track = self._find(request, track_id)
        if track.creator_id != request.user.pk:
            raise PermissionDenied("This track is not yours.")
        return track

    def _answer(self, request: Request, track: Track) -> Response:
        return Response(TrackSerializer(track, context={"request": request}).data)

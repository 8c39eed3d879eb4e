"""Stored tracks over HTTP."""

from __future__ import annotations

from typing import Any

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import profiles
from accounts.api import Pages, StoredView, caller
from accounts.models import User
from generator import crosses, feeds, tracks
from generator.api import read
from generator.models import Track, TrackQuerySet
from generator.queries import TrackQuerySerializer
from generator.schema import ERRORS, MISSING, READ_ERRORS, REFUSED
from generator.serializers import ChangeTrackSerializer, NewTrackSerializer, TrackSerializer
from generator.tracks import NewTrack


def new_track(wish: dict[str, Any], viewer: User) -> NewTrack:
    """What is to be stored, made if it has to be. Raises Django's ValidationError."""
    parents = crosses.find_parents(ids=wish.get("parents", []), viewer=viewer)
    recipe = {name: wish[name] for name in ("weights", "amount", "seed") if name in wish}
    if parents and "score" not in wish and "latent" not in wish:
        made = crosses.make(parents=parents, origin=wish.get("origin"), **recipe)
        return NewTrack(made.take, wish.get("title"), wish.get("mix"), kin=made.kin)
    kin = None
    if parents:
        how = crosses.recipe(count=len(parents), **recipe)
        kin = crosses.descent(parents=parents, origin=wish.get("origin"), recipe=how, replayable=False)
    take = tracks.take_of(score=wish.get("score"), latent=wish.get("latent"))
    return NewTrack(take, wish.get("title"), wish.get("mix"), kin=kin)


class TracksView(StoredView, GenericAPIView):
    pagination_class = Pages
    serializer_class = TrackSerializer
    queryset = Track.objects.none()

    @extend_schema(
        parameters=[TrackQuerySerializer],
        responses={200: TrackSerializer(many=True), 400: ERRORS[400], **MISSING, **READ_ERRORS},
        operation_id="tracks",
    )
    def get(self, request: Request) -> Response:
        """Public tracks as a feed; or what a member made or likes, the latest first unless `sort` is given."""
        page = self.paginate_queryset(self._listed(request).with_parents())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    @extend_schema(
        request=NewTrackSerializer, responses={201: TrackSerializer, **ERRORS, **REFUSED}, operation_id="store_track"
    )
    def post(self, request: Request) -> Response:
        """Store a take. It is private until you say otherwise."""
        wish = read(NewTrackSerializer, request)
        (track,) = tracks.store(creator=caller(request), tracks=[new_track(wish, caller(request))])
        return Response(self.get_serializer(track).data, status=201)

    def _listed(self, request: Request) -> TrackQuerySet:
        wish = TrackQuerySerializer.read(request)
        found = self._of_somebody(request, wish)
        if found is None:
            sort, period = wish.get("sort", "new"), wish.get("period", "ever")
            return feeds.tracks(sort=sort, period=period, filters=wish["filters"])
        return feeds.narrowed(found, wish["filters"])

    def _of_somebody(self, request: Request, wish: dict[str, Any]) -> TrackQuerySet | None:
        """What a member made or likes, if they show it; None if nobody is named."""
        order = {"sort": wish.get("sort"), "period": wish.get("period", "ever")}
        for name, listed, setting in (
            ("creator", feeds.made_by, "show_tracks"),
            ("liked_by", feeds.liked_by, "show_likes"),
        ):
            if name in wish:
                member = self._member(request, wish[name], setting)
                return listed(member=member, viewer=request.user, **order) if member else Track.objects.none()
        return None

    def _member(self, request: Request, name: str, setting: str) -> User | None:
        """The member of this name, if they show what the setting is about to the caller."""
        member = profiles.find(name=name, viewer=request.user)
        return member if member and (getattr(member, setting) or member == request.user) else None


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

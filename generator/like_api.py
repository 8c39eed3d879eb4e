"""Likes over HTTP."""

from __future__ import annotations

from collections.abc import Callable

from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import MemberView, Pages, StoredView, caller
from accounts.models import User
from generator import feeds, likes
from generator.contexts import Context
from generator.models import Track, TrackQuerySet
from generator.queries import OneOfField, QuerySerializer
from generator.schema import ERRORS, MISSING, READ_ERRORS, REFUSED
from generator.serializers import TrackSerializer


class LikeQuerySerializer(QuerySerializer):
    context = OneOfField(  # type: ignore[assignment]
        [word for word, _ in Context.told()], help_text="Where you heard it, for your ledger of what you teach."
    )


class LikesSerializer(serializers.Serializer):
    likes = serializers.IntegerField(help_text="How many members like it.")
    liked = serializers.BooleanField(help_text="Whether you do.")


class LikeView(StoredView):
    @extend_schema(
        parameters=[LikeQuerySerializer],
        request=None,
        responses={200: LikesSerializer, 400: ERRORS[400], **REFUSED, **MISSING},
        operation_id="like_track",
    )
    def put(self, request: Request, track_id: str) -> Response:
        """Like a track. Doing so again changes nothing."""
        return self._write(request, track_id, likes.like, liked=True)

    @extend_schema(
        parameters=[LikeQuerySerializer],
        responses={200: LikesSerializer, 400: ERRORS[400], **REFUSED, **MISSING},
        operation_id="unlike_track",
    )
    def delete(self, request: Request, track_id: str) -> Response:
        """Take a like back. Doing so again changes nothing."""
        return self._write(request, track_id, likes.unlike, liked=False)

    def _write(self, request: Request, track_id: str, write: Callable[..., int], liked: bool) -> Response:
        context = LikeQuerySerializer.read(request).get("context", "")
        track = get_object_or_404(Track.objects.reachable_by(request.user).only("pk"), public_id=track_id)
        try:
            return Response({"likes": write(user=caller(request), track=track, context=context), "liked": liked})
        except (Track.DoesNotExist, User.DoesNotExist) as gone:
            raise Http404 from gone


class MyLikesView(MemberView, GenericAPIView):
    pagination_class = Pages
    serializer_class = TrackSerializer
    queryset = Track.objects.none()

    @extend_schema(responses={200: TrackSerializer(many=True), **MISSING, **READ_ERRORS}, operation_id="my_likes")
    def get(self, request: Request) -> Response:
        """What you like, the latest first."""
        page = self.paginate_queryset(self._listed(request).with_parents())
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def _listed(self, request: Request) -> TrackQuerySet:
        return feeds.liked_by(member=caller(request), viewer=request.user)

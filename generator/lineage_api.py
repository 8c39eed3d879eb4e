"""What a track has to do with others, over HTTP."""

from __future__ import annotations

from django.conf import settings
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import APIException
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import StoredView
from generator import crosses, likes, similar
from generator.api import MusicView, read
from generator.lineage import lineage
from generator.lineage_serializers import LineageSerializer, NeighboursSerializer, ReplaySerializer
from generator.models import Track
from generator.schema import ERRORS, MISSING, READ_ERRORS, ErrorSerializer
from generator.serializers import CrossSerializer, TakeSerializer

NO_REPLAY = OpenApiResponse(ErrorSerializer, "No cross, or a parent or the model version is gone; says which.")


class Conflict(APIException):
    status_code = 409


def find(request: Request, track_id: str) -> Track:
    """A track that the caller may open. Raises Http404."""
    reachable = Track.objects.reachable_by(request.user).select_related("creator", "model_version")
    return get_object_or_404(reachable, public_id=track_id)


class SimilarView(StoredView):
    @extend_schema(responses={200: NeighboursSerializer, **MISSING, **READ_ERRORS}, operation_id="similar_tracks")
    def get(self, request: Request, track_id: str) -> Response:
        """The public tracks nearest to this one in the latent space. Copies are listed once, its own never."""
        track = find(request, track_id)
        found = similar.neighbours(track=track, viewer=request.user, count=settings.SIMILAR_COUNT)
        context = {"request": request, "distances": {one.track.pk: one.distance for one in found}}
        near = [one.track for one in found]
        context["liked"] = likes.liked_by(request.user, near)
        answer = NeighboursSerializer({"results": near}, context=context)
        return Response(answer.data)


class LineageView(StoredView):
    @extend_schema(responses={200: LineageSerializer, **MISSING, **READ_ERRORS}, operation_id="lineage")
    def get(self, request: Request, track_id: str) -> Response:
        """Parents, theirs and theirs; and the children that you may see, the newest first."""
        found = lineage(track=find(request, track_id), viewer=request.user)
        return Response(LineageSerializer(found, context={"request": request}).data)


class CrossView(MusicView):
    @extend_schema(request=CrossSerializer, responses={200: TakeSerializer, **ERRORS}, operation_id="cross")
    def post(self, request: Request) -> Response:
        """Make a take from tracks that you can open: between them, nearer to those of more weight, then varied."""
        wish = read(CrossSerializer, request)
        parents = crosses.find_parents(ids=wish.pop("parents"), viewer=request.user)
        made = crosses.make(parents=parents, origin=wish.pop("origin", None), **wish)
        return Response(TakeSerializer(made.take).data)


class ReplayView(MusicView):
    @extend_schema(
        request=None, responses={200: ReplaySerializer, 409: NO_REPLAY, **MISSING, **ERRORS}, operation_id="replay"
    )
    def post(self, request: Request, track_id: str) -> Response:
        """Make a crossed track again from its parents, by the model version that made it, and compare."""
        try:
            replayed = crosses.replay(track=find(request, track_id))
        except crosses.CannotReplay as error:
            raise Conflict(str(error)) from error
        return Response(ReplaySerializer(replayed).data)

"""What a moderator's page of a case calls."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import caller
from accounts.staff_api import StaffView
from generator.schema import MISSING, READ_ERRORS, REFUSED, ErrorSerializer
from generator.serializers import TrackSerializer
from playlists.moderation import cases, evidence
from playlists.moderation.models import Case

TAKEN = {409: OpenApiResponse(ErrorSerializer, "Another moderator is at it, or has decided it.")}


class CaseTakesSerializer(serializers.Serializer):
    results = TrackSerializer(many=True)


class CaseClaimSerializer(serializers.Serializer):
    until = serializers.DateTimeField(source="claimed_until", help_text="Until when it is yours, unless you ask again.")


def find(case_id: str) -> Case:
    found = cases.find(case_id)
    if found is None:
        raise Http404
    return found


class TakesView(StaffView):
    needs = ("moderation.view_case",)

    @extend_schema(
        responses={200: CaseTakesSerializer, **MISSING, **REFUSED, **READ_ERRORS}, operation_id="moderation_takes"
    )
    def get(self, request: Request, case_id: str) -> Response:
        """What plays of a case, even if it is hidden: the track, the playlist's, or the member's latest."""
        found = list(evidence.tracks(find(case_id)))
        return Response({"results": TrackSerializer(found, many=True, context={"request": request}).data})


class ClaimView(StaffView):
    needs = ("moderation.decide_case",)

    @extend_schema(
        request=None, responses={200: CaseClaimSerializer, **MISSING, **REFUSED, **TAKEN}, operation_id="claim_case"
    )
    def put(self, request: Request, case_id: str) -> Response:
        """Say that you are at it. It is yours for `CLAIM_MINUTES`; asked again, for as long from then on."""
        try:
            return Response(CaseClaimSerializer(cases.claim(case=find(case_id), moderator=caller(request))).data)
        except cases.Taken as error:
            return Response({"detail": str(error)}, status=409)

    @extend_schema(responses={204: OpenApiResponse(), **MISSING, **REFUSED}, operation_id="release_case")
    def delete(self, request: Request, case_id: str) -> Response:
        """You have left it."""
        cases.release(case=find(case_id), moderator=caller(request))
        return Response(status=204)

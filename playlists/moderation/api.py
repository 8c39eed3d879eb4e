"""Reports over HTTP."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import MemberView, Pages, caller
from generator.api import read
from generator.schema import ERRORS, MISSING, READ_ERRORS, REFUSED
from playlists.moderation import reports, targets
from playlists.moderation.models import Report
from playlists.moderation.serializers import ReportedSerializer, ReportSerializer


class ReportsView(MemberView):
    @extend_schema(
        request=ReportSerializer,
        responses={200: ReportedSerializer, 201: ReportedSerializer, **ERRORS, **REFUSED},
        operation_id="report",
    )
    def post(self, request: Request) -> Response:
        """Say that something should not be there. Said again, your report is changed, and not another one."""
        wish = read(ReportSerializer, request)
        kind, name = wish.pop("kind"), wish.pop("name")
        thing = targets.find_reachable(kind=kind, name=name, viewer=request.user)
        if thing is None:
            raise ValidationError({kind: [f"There is no such {kind}."]})
        told, first = reports.report(reporter=caller(request), thing=thing, **wish)
        return Response(ReportedSerializer(told).data, status=201 if first else 200)


class MyReportsView(MemberView, GenericAPIView):
    pagination_class = Pages
    serializer_class = ReportedSerializer
    queryset = Report.objects.none()

    @extend_schema(responses={200: ReportedSerializer(many=True), **MISSING, **READ_ERRORS}, operation_id="my_reports")
    def get(self, request: Request) -> Response:
        """What you reported, the latest first, and what became of it."""
        page = self.paginate_queryset(reports.made_by(caller(request)))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

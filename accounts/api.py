"""Who is calling; and what calls about stored things have in common."""

from __future__ import annotations

from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.permissions import SAFE_METHODS, IsAuthenticated, IsAuthenticatedOrReadOnly
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.authentication import WithinScope
from accounts.models import User
from accounts.paging import Pages
from accounts.throttling import RateLimitHeaders

__all__ = ["MeView", "MemberView", "Pages", "StoredView", "caller"]


class StoredView(RateLimitHeaders, APIView):
    """Anybody may read what they can see; members write. Writing has a limit of its own."""

    permission_classes = [WithinScope, IsAuthenticatedOrReadOnly]

    @property
    def throttle_scope(self) -> str:
        return "read" if self.request.method in SAFE_METHODS else "write"


def caller(request: Request) -> User:
    """Who calls, where permissions have made sure that somebody does."""
    assert isinstance(request.user, User)
    return request.user


class MemberView(StoredView):
    """For members alone."""

    permission_classes = [WithinScope, IsAuthenticated]


class MeSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    name = serializers.CharField(source="username")
    display_name = serializers.CharField(source="shown_name")


class MeView(MemberView):
    @extend_schema(
        responses={200: MeSerializer, 401: OpenApiResponse(description="Nobody is logged in."), 429: OpenApiResponse()},
        operation_id="me",
    )
    def get(self, request: Request) -> Response:
        """Who is logged in, or whose token this is."""
        return Response(MeSerializer(request.user).data)

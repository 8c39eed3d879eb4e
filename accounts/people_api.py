"""Members over HTTP: what they show of themselves."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import profiles
from accounts.api import StoredView
from accounts.models import User
from accounts.paging import Pages


class PersonSerializer(serializers.Serializer):
    name = serializers.CharField(source="username")
    display_name = serializers.CharField(source="shown_name")
    about = serializers.CharField()


class PeopleView(StoredView, GenericAPIView):
    pagination_class = Pages
    serializer_class = PersonSerializer
    queryset = User.objects.none()

    @extend_schema(
        parameters=[OpenApiParameter("q", str, description="Words of a name; the last may be a beginning.")],
        responses={
            200: PersonSerializer(many=True),
            400: OpenApiResponse(description="What is searched for is too long."),
            401: OpenApiResponse(description="The token is no longer good."),
            404: OpenApiResponse(description="There is no such page."),
            429: OpenApiResponse(description="Too many calls."),
        },
        operation_id="people",
    )
    def get(self, request: Request) -> Response:
        """Members who show themselves to you, by name."""
        page = self.paginate_queryset(self._found(request))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)

    def _found(self, request: Request) -> QuerySet[User]:
        q = request.query_params.get("q")
        most = settings.MAX_QUERY_CHARACTERS
        if q is not None and len(q) > most:
            raise ValidationError({"q": [f"Must be text of up to {most} characters."]})
        return profiles.search(q=q, viewer=request.user)

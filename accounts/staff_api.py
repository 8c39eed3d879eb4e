"""Calls that are for staff alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.permissions import IsAuthenticated
from rest_framework.request import Request

from accounts.api import MemberView
from accounts.authentication import WithinScope
from accounts.staff import lacks_second_factor, may

if TYPE_CHECKING:
    from rest_framework.views import APIView


class IsStaff(IsAuthenticated):
    """Visitors get a 401; members without the view's ``needs``, or without a second factor, a 403."""

    message = "This is for staff who have the permission, and a second factor where the site asks for one."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not super().has_permission(request, view):
            return False
        return may(request.user, *getattr(view, "needs", ())) and not lacks_second_factor(request.user)


class StaffView(MemberView):
    """For staff with the permissions that ``needs`` names."""

    permission_classes = [WithinScope, IsStaff]
    needs: tuple[str, ...] = ()

"""``Authorization: Bearer <key>``, and what a key may do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from accounts import tokens
from accounts.models import ApiToken, User

if TYPE_CHECKING:  # DRF's views import this module
    from rest_framework.views import APIView

SCHEME = "bearer"


class BearerAuthentication(BaseAuthentication):
    """A call that shows a key is that member's call or a 401; it never goes on as anybody else's."""

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != SCHEME:
            return None
        token = tokens.recognise(key=key.strip())
        if token is None:
            raise AuthenticationFailed("This token is not known, was revoked or has expired.")
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="lofi"'


class WithinScope(BasePermission):
    """A key that may only read stores nothing. Views that store nothing whatever the method say ``stores = False``."""

    message = "This token may only read."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not isinstance(request.auth, ApiToken) or request.method in SAFE_METHODS:
            return True
        return request.auth.scope == ApiToken.Scope.WRITE or not getattr(view, "stores", True)

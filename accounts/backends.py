"""Who is logging in."""

from __future__ import annotations

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.http import HttpRequest

from accounts.models import User


class NameOrEmailBackend(AuthenticationBackend):
    """By name, or by an address that was verified.

    allauth's own tries a known address twice and an unknown one once, which shows in the time; and it lets an address
    that nobody verified log in, so that whoever signs up with somebody's address could tell whether it has an account.
    Here one password is checked, whatever was typed: allauth computes a hash in vain when there is nobody to check.
    """

    def _authenticate(self, request: HttpRequest | None, **credentials: Any) -> Any:
        login = credentials.get("username") or credentials.get("email") or ""
        return self._check_password(find_user(login), credentials["password"])

    def get_user(self, user_id: Any) -> User | None:
        """Who a session is of: of nobody from the moment that they are suspended."""
        user: User | None = super().get_user(user_id)
        return None if user and user.is_suspended else user


def find_user(login: str) -> User | None:
    """The member of that name or verified address, both without regard to case. Asks for both at any rate."""
    address = EmailAddress.objects.filter(email=login.lower(), verified=True).select_related("user").first()
    named = User.objects.filter(username=login.lower()).first()
    return named or (address.user if address else None)

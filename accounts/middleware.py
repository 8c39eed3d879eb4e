"""When a session was last seen."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from accounts.outages import left_out_when_full

EVERY = 300
"""Seconds between two notes of the same session: allauth's own middleware writes one a request."""


class LastSeenMiddleware:
    """Notes time, address and browser of a member's session, for the page that lists them.

    Never with an answer that caches may keep for all: the note brings the session's cookie along.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        unnoted = self._unnoted(request)
        response = self.get_response(request)
        shared = "public" in response.get("Cache-Control", "")
        # a view may log out, or take the call for that of a token's owner
        if unnoted and not shared and unnoted == self._unnoted(request):
            with left_out_when_full():
                UserSession.objects.create_from_request(request)
                request.session["seen"] = time.time()
        return response

    def _unnoted(self, request: HttpRequest) -> tuple[str, int] | None:
        """Session and member, if they were not noted lately."""
        session = request.session
        if session.session_key and session.get("seen", 0) < time.time() - EVERY and request.user.is_authenticated:
            return session.session_key, request.user.pk
        return None

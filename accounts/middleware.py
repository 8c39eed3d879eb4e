"""When a session was last seen."""

from __future__ import annotations

import time
from collections.abc import Callable

from allauth.usersessions.models import UserSession
from django.http import HttpRequest
from django.http.response import HttpResponseBase

EVERY = 300
"""Seconds between two notes of the same session: allauth's own middleware writes one a request."""


class LastSeenMiddleware:
    """Notes time, address and browser of a member's session, for the page that lists them.

    Never with an answer that caches may keep for all: the note brings the session's cookie along.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if "public" not in response.get("Cache-Control", ""):
            self._note(request)
        return response

    def _note(self, request: HttpRequest) -> None:
        session = request.session
        if session.session_key and session.get("seen", 0) < time.time() - EVERY and request.user.is_authenticated:
            session["seen"] = time.time()
            UserSession.objects.create_from_request(request)

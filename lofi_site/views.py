"""The page, and what is said when something is not there or broken."""

from __future__ import annotations

import sys
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from accounts import outages
from lofi_site import offline
from lofi_site.observability import request_ids
from playlists.views.home import shelves

_WORDS = {
    400: "Bad request.",
    403: "You may not do that.",
    404: "Not found.",
    429: "That was often. Please wait a few minutes, then try again.",
    500: "Something broke on our side.",
}
_TITLES = _WORDS | {404: "This record is not in the crate."}
"""What a page says, which people read; programs are told the standard phrase."""


@require_safe
@ensure_csrf_cookie
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "home.html", shelves(request))


@require_safe
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Answers at the root, as a service worker has no say above the folder that it comes from."""
    try:
        return HttpResponse(offline.script(), content_type="text/javascript; charset=utf-8")
    except FileNotFoundError as error:
        raise Http404 from error


def _error(request: HttpRequest, status: int, words: str = "") -> HttpResponse:
    if request.path.startswith("/api/") or request.path in ("/decode", "/predict"):
        return JsonResponse({"detail": words or _WORDS[status]}, status=status)
    page: dict[str, Any] = {"words": words or _TITLES[status], "status": status}
    if status >= 500:  # whatever broke, this page needs neither the database nor a session
        page |= {"user": None, "messages": [], "request_id": request_ids.current()}
    return render(request, "error.html", page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: one that was opened before somebody logged in or out, or somebody else's."""
    return _error(request, 403, "This page was too old. Go back, load it again, and try once more.")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return _error(request, 404)


def too_many(request: HttpRequest) -> HttpResponse:
    return _error(request, 429)


def server_error(request: HttpRequest) -> HttpResponse:
    """A 503 when it is not our code that broke: middleware, views and templates all end here, with what they raised."""
    if words := outages.reason(sys.exception()):
        return unavailable(request, words, outages.RETRY_AFTER)
    return _error(request, 500)


def unavailable(request: HttpRequest, words: str, seconds: int) -> HttpResponse:
    """A 503: worth another try in so many seconds."""
    response = _error(request, 503, words)
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    response["Content-Length"] = str(len(response.content))  # where it is answered, no middleware is left to say so
    return response

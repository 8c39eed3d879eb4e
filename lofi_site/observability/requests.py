"""One line and one count for each request. Neither holds anything of the visitor: the route, never the address."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from structlog.contextvars import bind_contextvars, reset_contextvars

from lofi_site.observability import request_ids
from lofi_site.observability.metrics import IN_FLIGHT, REQUEST_SECONDS, REQUESTS, note_pool

logger = logging.getLogger("lofi_site.request")
METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


class RequestMiddleware:
    """Numbers the request, answers with the number, and tells how the request went.

    ``ms`` ends with the answer's first byte: what is streamed goes on after it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        begun, number = time.perf_counter(), request_ids.of(request)
        tokens = bind_contextvars(request_id=number)
        try:
            with IN_FLIGHT.track_inprogress():
                response = self.get_response(request)
            response[request_ids.HEADER] = number
            _note(request, response, time.perf_counter() - begun)
            return response
        finally:
            reset_contextvars(**tokens)


def _note(request: HttpRequest, response: HttpResponseBase, seconds: float) -> None:
    route = route_of(request)
    method = request.method if request.method in METHODS else "other"
    REQUESTS.labels(route, method, str(response.status_code)).inc()
    REQUEST_SECONDS.labels(route, method).observe(seconds)
    note_pool()
    told = {"method": method, "route": route, "status": response.status_code, "ms": round(seconds * 1000, 1)}
    logger.info("request", extra={**told, "bytes": _size(response)})


def route_of(request: HttpRequest) -> str:
    """As it is written in the ``urls`` modules, so that there are only so many."""
    if request.resolver_match is not None:
        return f"/{request.resolver_match.route}"
    return "static" if request.path.startswith(str(settings.STATIC_URL)) else "unmatched"


def _size(response: HttpResponseBase) -> int | None:
    """Bytes of the body; None of a stream that does not say."""
    if not response.streaming:
        return len(response.content)  # type: ignore[attr-defined]
    length = response.headers.get("Content-Length")
    return int(length) if length else None

"""What is decided before any view sees the request."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

from django.conf import settings
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase

CHUNK = 65_536
LINGER = 32_000_000
"""Bytes of a refused body that are read and thrown away, so that a client that is still sending sees the answer."""


class BodyLimitMiddleware:
    """Refuse a body that declares more than ``MAX_BODY_BYTES`` (413) or does not say (411), without ever holding it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if int(request.META.get("CONTENT_LENGTH") or 0) > settings.MAX_BODY_BYTES:
            return _too_large(request)
        if "HTTP_TRANSFER_ENCODING" in request.META:
            return JsonResponse({"detail": "The body's length must be told in Content-Length."}, status=411)
        return self.get_response(request)


class ZeroByteMiddleware:
    """Refuse a zero byte (400) in what is looked up or kept of every call: PostgreSQL knows no text that holds one.

    A cookie in quotes may spell it, and not every server minds it in a header.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if any("\0" in value for value in (*request.COOKIES.values(), request.META.get("HTTP_USER_AGENT", ""))):
            return JsonResponse({"detail": "Cookies and User-Agent must not hold a zero byte."}, status=400)
        return self.get_response(request)


def _too_large(request: HttpRequest) -> StreamingHttpResponse:
    body = json.dumps({"detail": f"The body must not be larger than {settings.MAX_BODY_BYTES} bytes."}).encode()
    response = StreamingHttpResponse(_answer_then_drain(request, body), status=413, content_type="application/json")
    response["Content-Length"] = str(len(body))
    response["Connection"] = "close"
    return response


def _answer_then_drain(request: HttpRequest, body: bytes) -> Iterator[bytes]:
    yield body
    drained = 0
    while drained < LINGER and (chunk := request.read(CHUNK)):
        drained += len(chunk)

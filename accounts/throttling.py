"""Limits on calls: by account for members, by address for visitors; told in ``RateLimit`` headers."""

from __future__ import annotations

import ipaddress
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from accounts import newcomers
from accounts.services import count_call

if TYPE_CHECKING:  # DRF's views import this module
    from rest_framework.views import APIView

_SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400}


@dataclass(frozen=True, slots=True)
class Rate:
    """``calls`` in each ``window`` of seconds."""

    calls: int
    window: int

    @classmethod
    def parse(cls, text: str) -> Rate:
        """Read ``300/minute``. Raises ValueError."""
        calls, _, unit = text.partition("/")
        if unit not in _SECONDS or not calls.isdecimal() or int(calls) < 1:
            raise ValueError(f"a rate must look like 300/minute (second, minute, hour, day), not {text!r}")
        return cls(int(calls), _SECONDS[unit])


def client_address(request: HttpRequest | Request) -> str:
    """The visitor's address: the socket's, or the one that the outermost of ``NUM_PROXIES`` trusted proxies saw.

    An IPv6 visitor owns a /64, so that is what is counted.
    """
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    proxies = min(settings.NUM_PROXIES, len(forwarded))
    address = forwarded[-proxies] if proxies else request.META.get("REMOTE_ADDR", "")
    return _network(address)


def _network(address: str) -> str:
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((int(parsed) >> 64 << 64, 64)))
    return str(parsed)


class ScopedThrottle(BaseThrottle):
    """Counts the call in the view's ``throttle_scope``: ``read`` unless it names another."""

    left = 0.0

    def allow_request(self, request: Request, view: APIView) -> bool:
        scope = _scope(request, view)
        rate = Rate.parse(settings.THROTTLE_RATES[scope])
        count, self.left = count_call(key=f"{scope}:{_caller(request)}", window=rate.window)
        request._request.rate_limit_headers = _headers(rate, count, self.left)  # type: ignore[attr-defined]
        return count <= rate.calls

    def wait(self) -> float:
        return self.left


def _scope(request: Request, view: APIView) -> str:
    """The view's; new accounts have one of their own to write in."""
    scope: str = getattr(view, "throttle_scope", "read")
    if scope == "write" and request.user.is_authenticated and newcomers.is_new(request.user):
        return "write_new"
    return scope


View = Callable[..., HttpResponse]


def limited(scope: str) -> Callable[[View], View]:
    """For views that are no API: past the scope's limit a 429, as the API gives it."""

    def decorate(view: View) -> View:
        @wraps(view)
        def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            rate = Rate.parse(settings.THROTTLE_RATES[scope])
            count, left = count_call(key=f"{scope}:{_caller(request)}", window=rate.window)
            if count > rate.calls:
                return HttpResponse(
                    "Too many calls.",
                    "text/plain; charset=utf-8",
                    429,
                    headers={"Retry-After": str(max(1, math.ceil(left)))},
                )
            return view(request, *args, **kwargs)

        return counted

    return decorate


def _caller(request: Request | HttpRequest) -> str:
    return f"user:{request.user.pk}" if request.user.is_authenticated else f"address:{client_address(request)}"


def _headers(rate: Rate, count: int, left: float) -> dict[str, str]:
    return {
        "RateLimit-Policy": f"{rate.calls};w={rate.window}",
        "RateLimit-Limit": str(rate.calls),
        "RateLimit-Remaining": str(max(0, rate.calls - count)),
        "RateLimit-Reset": str(math.ceil(left)),
    }


class RateLimitHeaders:
    """Mix-in for API views: every answer says how much of the limit is left."""

    def finalize_response(self, request: Request, response: Response, *args: Any, **kwargs: Any) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)  # type: ignore[misc]
        for name, value in getattr(request._request, "rate_limit_headers", {}).items():
            response[name] = value
        return response

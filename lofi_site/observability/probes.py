"""``/healthz``, ``/readyz`` and ``/metrics``: for machines, which come by address, without HTTPS and without a session.

They are answered before anything else has a say, so that they are there when the database is not.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.crypto import constant_time_compare

from lofi_site.observability import metrics
from lofi_site.observability.checks import READINESS, Finding

_FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")


class ProbeMiddleware:
    """Answers the probes, and lets everything else through; also what is not for the caller, who then gets a 404."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        probe = _PROBES.get(request.path_info)
        if probe and request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        answer = probe(request) if probe else None
        if answer is None:
            return self.get_response(request)
        answer["Cache-Control"] = "no-store"
        return answer


def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "ok"})


def ready(request: HttpRequest) -> HttpResponse:
    """200 when all parts answer, else 503; which of them do not, since when, and with what type of error."""
    found = READINESS.look()
    good = all(finding.ok for finding in found.values())
    body = {"status": "ok" if good else "failing", "checks": {name: _told(each) for name, each in found.items()}}
    return JsonResponse(body, status=200 if good else 503)


def counts(request: HttpRequest) -> HttpResponse | None:
    """Prometheus' page: for who knows ``METRICS_TOKEN`` or, where none is set, for this machine alone."""
    if not settings.METRICS_TOKEN:
        return _page() if _is_local(request) else None
    given = request.META.get("HTTP_AUTHORIZATION", "")
    if constant_time_compare(given, f"Bearer {settings.METRICS_TOKEN}"):
        return _page()
    return HttpResponse("The token is missing or wrong.", status=401, headers={"WWW-Authenticate": "Bearer"})


def _page() -> HttpResponse:
    return HttpResponse(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def _is_local(request: HttpRequest) -> bool:
    """Whether it comes from this machine, and not through a proxy that stands here."""
    try:
        address = ipaddress.ip_address(request.META.get("REMOTE_ADDR", ""))
    except ValueError:
        return False
    return address.is_loopback and not any(name in request.META for name in _FORWARDED)


def _told(finding: Finding) -> dict[str, str | bool]:
    if finding.ok or finding.since is None:
        return {"ok": True}
    return {"ok": False, "error": finding.error, "since": finding.since.isoformat(timespec="seconds")}


_PROBES: dict[str, Callable[[HttpRequest], HttpResponse | None]] = {
    "/healthz": alive,
    "/readyz": ready,
    "/metrics": counts,
}

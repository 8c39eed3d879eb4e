"""Errors of the API."""

from __future__ import annotations

import math
from typing import Any

from django.http import Http404
from rest_framework.exceptions import NotFound, Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's answers; a throttled caller is told how many seconds to wait. What is not there is always the same 404."""
    response = drf_exception_handler(NotFound() if isinstance(error, Http404) else error, context)
    if response is not None and isinstance(error, Throttled):
        seconds = max(1, math.ceil(getattr(error, "wait", None) or 1))
        response["Retry-After"] = str(seconds)
        response.data = {"detail": f"Too many calls. Try again in {seconds} seconds."}
    return response

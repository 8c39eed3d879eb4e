"""Errors of the API."""

from __future__ import annotations

import math
from typing import Any

from rest_framework.exceptions import Throttled
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's answers; a throttled caller is told how many seconds to wait."""
    response = drf_exception_handler(error, context)
    if response is not None and isinstance(error, Throttled):
        seconds = max(1, math.ceil(getattr(error, "wait", None) or 1))
        response["Retry-After"] = str(seconds)
        response.data = {"detail": f"Too many calls. Try again in {seconds} seconds."}
    return response

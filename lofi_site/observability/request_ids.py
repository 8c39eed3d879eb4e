"""The number that a request goes by in every line of the log, in its answer and in the tasks that it leaves behind."""

from __future__ import annotations

import re
import uuid

from django.http import HttpRequest
from structlog.contextvars import get_contextvars

HEADER = "X-Request-ID"
KEY = "request_id"
_WELL_FORMED = re.compile(r"[A-Za-z0-9._-]{8,128}")


def of(request: HttpRequest) -> str:
    """What a proxy in front calls it, if that is 8 to 128 letters, digits, dots, dashes or underlines; else a new one.

    The header is ``X-Request-ID``.
    """
    given = request.META.get("HTTP_X_REQUEST_ID", "")
    return given if _WELL_FORMED.fullmatch(given) else uuid.uuid4().hex


def current() -> str:
    """That of the request, or of the task, that this thread works on; empty outside of both."""
    return str(get_contextvars().get(KEY, ""))

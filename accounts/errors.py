"""Errors of the API."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import ValidationError as Refusal
from django.http import Http404
from rest_framework.exceptions import NotAuthenticated, NotFound, Throttled, ValidationError
from rest_framework.response import Response
from rest_framework.views import exception_handler as drf_exception_handler

from accounts.models import User


def refusal(error: Refusal) -> ValidationError:
    """A service's no, as the API says it."""
    return ValidationError(error.message_dict if hasattr(error, "error_dict") else {"detail": error.messages[0]})


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's answers; what a service refuses is a 400, and what is not there always the same 404.

    A throttled caller is told how many seconds to wait. One whose account is deleted meanwhile is nobody: 401.
    """
    if isinstance(error, Refusal):
        error = refusal(error)
    if isinstance(error, Http404 | User.DoesNotExist):
        error = NotFound() if isinstance(error, Http404) else NotAuthenticated()
    response = drf_exception_handler(error, context)
    if response is not None and isinstance(error, Throttled):
        seconds = max(1, math.ceil(getattr(error, "wait", None) or 1))
        response["Retry-After"] = str(seconds)
        response.data = {"detail": f"Too many calls. Try again in {seconds} seconds."}
    if response is not None:
        response.data = _encodable(_with_text_as_detail(response.data))
    return response


def _with_text_as_detail(data: Any) -> Any:
    """``detail`` is always text, even where a body has a field of that name, which nothing knows."""
    if isinstance(data, dict) and isinstance(data.get("detail"), list):
        return {**data, "detail": f"detail: {' '.join(map(str, data['detail']))}"}
    return data


def _encodable(told: Any) -> Any:
    """Errors say back what was sent, and JSON may send half of a character, which no answer can hold."""
    if isinstance(told, dict):
        return {_encodable(name): _encodable(value) for name, value in told.items()}
    if isinstance(told, list):
        return [_encodable(value) for value in told]
    return told.encode(errors="backslashreplace").decode() if isinstance(told, str) else told

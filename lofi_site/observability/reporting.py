"""Errors on their way to Sentry: what broke and where, and nothing of whom it broke for."""

from __future__ import annotations

from typing import Any

import sentry_sdk
from django.conf import settings
from sentry_sdk.integrations.logging import ignore_logger

from lofi_site.observability import request_ids

KEPT = ("event_id", "timestamp", "platform", "level", "logger", "release", "environment", "sdk", "modules")
FRAME = ("filename", "module", "function", "lineno", "pre_context", "context_line", "post_context", "in_app")


def start() -> None:
    ignore_logger("lofi_site.task")  # tells of the exception that is reported already
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        environment=settings.SENTRY_ENVIRONMENT,
        release=settings.SENTRY_RELEASE or None,
        send_default_pii=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        include_local_variables=False,
        auto_session_tracking=False,
        before_send=before_send,
    )


def before_send(event: Any, hint: dict[str, Any]) -> Any:
    """A new event of what is known to be harmless: no words of exceptions, bodies, cookies, headers, queries, users."""
    sent = {name: event[name] for name in KEPT if name in event}
    sent["tags"] = {request_ids.KEY: request_ids.current()}
    if event.get("transaction_info", {}).get("source") in ("route", "task"):
        sent["transaction"] = event["transaction"]
    if "logentry" in event:
        sent["logentry"] = {"message": event["logentry"].get("message", "")}
    if "exception" in event:
        sent["exception"] = {"values": [_raised(value) for value in event["exception"].get("values", [])]}
    return sent


def _raised(value: dict[str, Any]) -> dict[str, Any]:
    frames = value.get("stacktrace", {}).get("frames", [])
    kept = [{name: frame[name] for name in FRAME if name in frame} for frame in frames]
    return {"type": value.get("type"), "module": value.get("module"), "stacktrace": {"frames": kept}}

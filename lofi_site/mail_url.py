"""Where mail is handed over, as one URL: ``smtp://user:password@host:587`` or ``smtps://user:password@host``."""

from __future__ import annotations

from typing import Any
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TIMEOUT = 20
"""Seconds that the mail server has to answer."""


def parse_mail_url(url: str) -> dict[str, Any]:
    """Django's settings for ``url``, none for an empty one. Raises ImproperlyConfigured.

    ``smtp`` starts TLS on port 587, ``smtps`` speaks TLS from the beginning on port 465, and ``smtp+plain`` neither,
    on port 25: for a relay on the same machine.
    """
    if not url:
        return {}
    parts = urlsplit(url)
    ports = {"smtp": 587, "smtps": 465, "smtp+plain": 25}
    if parts.scheme not in ports or not parts.hostname:
        raise ImproperlyConfigured("EMAIL_URL must look like smtp://user:password@host:587 (or smtps, smtp+plain).")
    return {
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or ports[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp",
        "EMAIL_USE_SSL": parts.scheme == "smtps",
        "EMAIL_TIMEOUT": TIMEOUT,
    }

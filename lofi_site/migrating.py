"""What a migration may not do to a site that serves meanwhile: wait for a lock, with everybody else behind it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import connections

_SET = "SELECT set_config('lock_timeout', %s, false)"


def limit_waiting(using: str, **kwargs: Any) -> None:
    """A receiver of ``pre_migrate``: PostgreSQL gives up on a lock after ``MIGRATION_LOCK_SECONDS``."""
    _set(using, f"{round(settings.MIGRATION_LOCK_SECONDS * 1000)}ms")


def wait_as_before(using: str, **kwargs: Any) -> None:
    """A receiver of ``post_migrate``."""
    _set(using, "0")


def _set(using: str, value: str) -> None:
    if connections[using].vendor == "postgresql":
        with connections[using].cursor() as cursor:
            cursor.execute(_SET, [value])

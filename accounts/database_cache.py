"""The cache in the database, where allauth's limits are kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.db import DatabaseCache
from django.db import OperationalError, connections, router, transaction


class HonestDatabaseCache(DatabaseCache):
    """Django's takes a write that the database can't do for a key that is there: every limit would look used up."""

    def add(self, key: str, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Raises OperationalError when the disk is full, or the database is away."""
        failed: list[OperationalError] = []

        def note(execute: Callable[..., Any], *call: Any) -> Any:
            try:
                return execute(*call)
            except OperationalError as error:
                failed.append(error)
                raise

        alias = router.db_for_write(self.cache_model_class)
        with transaction.atomic(alias), connections[alias].execute_wrapper(note):  # its end may fail, too
            added = super().add(key, value, timeout, version)
            if failed:
                raise failed[0]
        return added

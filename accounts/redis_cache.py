"""Django's Redis cache, with the database's standing in while Redis is away.

What limits log-ins is counted in the cache, so an empty one, or none, would let guesses through just then.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.core.cache import caches
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
_back_at = 0.0


def is_away() -> bool:
    """Whether Redis did not answer within the last ``REDIS_REST_SECONDS``, and is not asked: for this process."""
    return time.monotonic() < _back_at


def _rest(error: RedisError) -> None:
    global _back_at
    _back_at = time.monotonic() + settings.REDIS_REST_SECONDS
    logger.warning(
        "Redis is away (%s); the database holds the cache for %g s", type(error).__name__, settings.REDIS_REST_SECONDS
    )


def count(key: str, window: int) -> tuple[int, float] | None:
    """One more of ``key``; how many since its first within ``window`` seconds, and in how many seconds that is over.

    In one round trip, by Redis's own clock; None while it is away. ``EXPIRE NX`` needs Redis 7.
    """
    if is_away():
        return None
    cache: Any = caches["default"]
    made = cache.make_key(key)
    pipeline = cache._cache.get_client(made, write=True).pipeline(transaction=False)
    try:
        counted, _, left = pipeline.incr(made).expire(made, window, nx=True).pttl(made).execute()
    except RedisError as error:
        _rest(error)
        return None
    return int(counted), left / 1000


def _in_redis_or_database(name: str) -> Callable[..., Any]:
    in_redis = getattr(RedisCache, name)

    @wraps(in_redis)
    def operation(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        if not is_away():
            try:
                return in_redis(self, *args, **kwargs)
            except RedisError as error:
                _rest(error)
        return getattr(caches["database"], name)(*args, **kwargs)

    return operation


class KeptRedisCacheClient(RedisCacheClient):
    """Keeps a client for each pool: Django makes one for each operation, which takes longer than to ask Redis."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._client = lru_cache(maxsize=None)(self._client)  # type: ignore[has-type]  # until then redis-py's class


class RedisOrDatabaseCache(RedisCache):
    """Needs a cache ``database`` beside it."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = KeptRedisCacheClient

    add = _in_redis_or_database("add")
    get = _in_redis_or_database("get")
    set = _in_redis_or_database("set")
    touch = _in_redis_or_database("touch")
    delete = _in_redis_or_database("delete")
    get_many = _in_redis_or_database("get_many")
    has_key = _in_redis_or_database("has_key")
    incr = _in_redis_or_database("incr")
    set_many = _in_redis_or_database("set_many")
    delete_many = _in_redis_or_database("delete_many")

    def clear(self) -> None:
        """Deletes what bears the cache's own prefix: Django's way would empty the queue beside it too.

        Raises redis.exceptions.RedisError.
        """
        client = self._cache.get_client(None, write=True)
        for key in client.scan_iter(match=f"{self.key_prefix}:*", count=1000):
            client.unlink(key)

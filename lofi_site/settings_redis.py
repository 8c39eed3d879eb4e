"""The part of the settings that is about Redis, and the cache: in it, or in the database."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisGone
from redis.retry import Retry

env = Env()

REDIS_URL = env.str("REDIS_URL", "")
REDIS_TIMEOUT_SECONDS = env.float("REDIS_TIMEOUT_SECONDS", 0.5)
REDIS_REST_SECONDS = env.float("REDIS_REST_SECONDS", 5.0)
if min(REDIS_TIMEOUT_SECONDS, REDIS_REST_SECONDS) <= 0:
    raise ImproperlyConfigured("REDIS_TIMEOUT_SECONDS and REDIS_REST_SECONDS must be above 0.")

# allauth's limits are kept here, and must hold for all processes together
_DATABASE_CACHE = {
    "BACKEND": "accounts.database_cache.HonestDatabaseCache",
    "LOCATION": "cache",
    "OPTIONS": {"MAX_ENTRIES": 50_000},
}
_REDIS_CACHE = {
    "BACKEND": "accounts.redis_cache.RedisOrDatabaseCache",
    "LOCATION": REDIS_URL,
    "KEY_PREFIX": "lofi-cache",
    "OPTIONS": {
        "socket_timeout": REDIS_TIMEOUT_SECONDS,
        "socket_connect_timeout": REDIS_TIMEOUT_SECONDS,
        # a connection that Redis closed meanwhile is opened again; what takes too long is not asked twice
        "retry": Retry(NoBackoff(), 1, supported_errors=(RedisGone,)),
    },
}
CACHES: dict[str, Any] = (
    {"default": _REDIS_CACHE, "database": _DATABASE_CACHE} if REDIS_URL else {"default": _DATABASE_CACHE}
)

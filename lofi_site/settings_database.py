"""The part of the settings that is about the database: docs/decisions/0703-deployment.md tells why."""

from __future__ import annotations

from typing import Any

import dj_database_url
from django.core.exceptions import ImproperlyConfigured
from environs import Env

from lofi_site.settings_lists import POSTGRES_OPTIONS
from lofi_site.settings_paths import DATA_DIR

env = Env()

# SQLite that several processes can write to, unless DATABASE_URL names another.
_SQLITE = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
}
DATABASE_POOL_MAX = env.int("DATABASE_POOL_MAX", 8)
DATABASE_POOL_MIN = env.int("DATABASE_POOL_MIN", 1)
DATABASE_POOL_SECONDS = env.float("DATABASE_POOL_SECONDS", 2.0)
DATABASE_CONNECT_SECONDS = env.int("DATABASE_CONNECT_SECONDS", 5)
MIGRATION_LOCK_SECONDS = env.float("MIGRATION_LOCK_SECONDS", 5.0)
if not 1 <= DATABASE_POOL_MIN <= DATABASE_POOL_MAX:
    raise ImproperlyConfigured(
        f"DATABASE_POOL_MIN ({DATABASE_POOL_MIN}) must lie between 1 and DATABASE_POOL_MAX ({DATABASE_POOL_MAX})."
    )
if min(DATABASE_POOL_SECONDS, DATABASE_CONNECT_SECONDS) <= 0:
    raise ImproperlyConfigured("DATABASE_POOL_SECONDS and DATABASE_CONNECT_SECONDS must be above 0.")
if MIGRATION_LOCK_SECONDS < 0:
    raise ImproperlyConfigured("MIGRATION_LOCK_SECONDS must be 0 (no limit) or more.")

_POOL = {
    "min_size": DATABASE_POOL_MIN,
    "max_size": DATABASE_POOL_MAX,
    "timeout": DATABASE_POOL_SECONDS,
    # an attempt that goes on for long waits longer each time; a new one begins with the next request
    "reconnect_timeout": DATABASE_POOL_SECONDS,
}
DATABASES: dict[str, Any] = {
    "default": dj_database_url.parse(
        env.str("DATABASE_URL", "") or f"sqlite:///{DATA_DIR / 'lofi.sqlite3'}", conn_health_checks=True
    )
}
_OPTIONS: dict[str, Any] = DATABASES["default"].setdefault("OPTIONS", {})
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["CONN_MAX_AGE"] = 600
    _OPTIONS.update(_SQLITE)
    # a file, as in earnest: the shared cache of a database in memory refuses a writer where a file lets it wait
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
else:
    _OPTIONS.setdefault("connect_timeout", DATABASE_CONNECT_SECONDS)
    _OPTIONS.update({"options": POSTGRES_OPTIONS, "pool": _POOL})
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

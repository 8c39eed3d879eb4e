"""What is counted as it happens, by each process for itself, and the page that adds the processes up.

Labels have few values each: the routes of the site, HTTP's methods and codes, names of tasks. What a visitor types is
in none of them.
"""

from __future__ import annotations

import os
from typing import Any

from django.db import connection
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client import generate_latest as text_of
from prometheus_client.multiprocess import MultiProcessCollector

from lofi_site.multiprocess import VARIABLE
from lofi_site.observability.state import STATE

CONTENT_TYPE = CONTENT_TYPE_LATEST
REQUESTS = Counter("lofi_http_requests_total", "Requests that were answered.", ["route", "method", "status"])
REQUEST_SECONDS = Histogram(
    "lofi_http_request_seconds",
    "Seconds from a request's arrival in Django to its answer's first byte.",
    ["route", "method"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
IN_FLIGHT = Gauge("lofi_http_requests_in_flight", "Requests that are being answered.", multiprocess_mode="livesum")
POOL = Gauge(
    "lofi_database_pool_connections",
    "Connections of the processes' pools as each last request left them, and requests that waited for one.",
    ["state"],
    multiprocess_mode="livesum",
)
LIKES = Counter("lofi_likes_total", "Likes of tracks that were given, or taken back.", ["change"])
TASKS = Counter("lofi_tasks_total", "Background tasks that ran, by how they ended.", ["task", "state"])
TASK_SECONDS = Histogram(
    "lofi_task_seconds",
    "Seconds that background tasks ran.",
    ["task"],
    buckets=(0.01, 0.05, 0.25, 1, 5, 15, 60, 300, 1800),
)


def exposition() -> bytes:
    """All metrics in Prometheus' text format, of all processes that count into the same folder."""
    counted = CollectorRegistry() if VARIABLE in os.environ else REGISTRY
    if VARIABLE in os.environ:
        MultiProcessCollector(counted)  # type: ignore[no-untyped-call]
    return text_of(counted) + text_of(STATE)


def note_pool() -> None:
    """How full this process's pool is; nothing where there is none."""
    pool = getattr(connection, "pool", None)
    if pool is None:
        return
    stats = pool.get_stats()
    POOL.labels("idle").set(stats["pool_available"])
    POOL.labels("busy").set(stats["pool_size"] - stats["pool_available"])
    POOL.labels("waited for").set(stats["requests_waiting"])


def count_like(**kwargs: Any) -> None:
    """A receiver of ``likes.liked``."""
    LIKES.labels("given").inc()


def count_unlike(**kwargs: Any) -> None:
    """A receiver of ``likes.unliked``."""
    LIKES.labels("taken back").inc()

"""The cache in Redis: what becomes of it, and of limits, while Redis is away."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from celery import Celery
from django.conf import LazySettings
from django.core.cache import cache, caches
from rest_framework.test import APIClient

from accounts import redis_cache, services
from accounts.models import RequestCount
from lofi_site import settings_celery, settings_redis
from tests.redis import Redis

KEYS = ("cache.test.one", "cache.test.two")


@pytest.fixture
def redis(tmp_path: Path, settings: LazySettings, db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    """The site's cache is in it, and looked for again at once."""
    try:
        server = Redis(tmp_path)
    except OSError:
        pytest.skip("starts a Redis, which is not installed")
    settings.REDIS_URL, settings.REDIS_REST_SECONDS = server.url(), 0
    settings.CACHES = {
        "default": {**settings_redis._REDIS_CACHE, "LOCATION": server.url()},
        "database": settings_redis._DATABASE_CACHE,
    }
    monkeypatch.setattr(redis_cache, "_back_at", 0.0)
    yield server
    server.kill()


def operations() -> list[Any]:
    """One of each, on keys that are not there before."""
    one, two = KEYS
    return [
        cache.add(one, 1),
        cache.add(one, 2),
        cache.incr(one),
        cache.get(one),
        cache.get(two, "nothing"),
        cache.set(two, ["a"]),
        cache.touch(two, 60),
        cache.get_many(KEYS),
        cache.has_key(two),
        cache.delete(two),
        cache.set_many({two: 3}),
        cache.get_or_set(two, 4),
        cache.delete_many(KEYS),
        cache.get(one),
    ]


def test_cache_does_the_same_with_redis_and_without(redis: Redis) -> None:
    with_redis = operations()
    redis.kill()
    assert operations() == with_redis
    assert with_redis[2:5] == [2, 2, "nothing"]


def test_redis_holds_the_cache_again_once_it_is_back(redis: Redis) -> None:
    redis.kill()
    cache.set("cache.test.one", "in the database")
    redis.start()
    assert cache.get("cache.test.one") is None
    cache.set("cache.test.one", "in Redis")
    assert caches["database"].get("cache.test.one") == "in the database"


def test_redis_that_did_not_answer_is_left_alone_for_a_while(
    redis: Redis, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.REDIS_REST_SECONDS = 60
    redis.kill()
    for _ in range(3):
        cache.get("cache.test.one")
    redis.start()
    cache.set("cache.test.one", 1)
    assert redis_cache.is_away()
    assert [record.getMessage() for record in caplog.records] == [
        "Redis is away (ConnectionError); the database holds the cache for 60 s"
    ]


def test_redis_that_hangs_costs_no_more_than_its_timeout(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    cache.set("cache.test.one", 1)
    redis.process.send_signal(19)
    try:
        assert cache.get("cache.test.one") is None
    finally:
        redis.process.send_signal(18)
    assert [record.getMessage() for record in caplog.records] == [
        "Redis is away (TimeoutError); the database holds the cache for 0 s"
    ]


def test_connection_that_redis_closed_is_opened_again(redis: Redis, caplog: pytest.LogCaptureFixture) -> None:
    cache.set("cache.test.one", 1)
    redis.kill()
    redis.start()
    assert cache.get("cache.test.one") is None
    assert caplog.records == []


@pytest.mark.parametrize("rest", [0, 60])
def test_limits_hold_while_redis_is_away(rest: int, redis: Redis, settings: LazySettings, api: APIClient) -> None:
    settings.REDIS_REST_SECONDS = rest
    settings.THROTTLE_RATES = {"music": "3/minute", "read": "3/minute"}
    redis.kill()
    assert [api.get("/api/v1/model").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_calls_are_counted_in_redis_for_a_window_from_the_first(redis: Redis) -> None:
    assert [services.count_call(key="a", window=60)[0] for _ in range(3)] == [1, 2, 3]
    assert services.count_call(key="b", window=60)[0] == 1
    assert 0 < services.count_call(key="a", window=120)[1] <= 60  # the first call said how long it lasts
    client = caches["default"]._cache.get_client()  # type: ignore[attr-defined]
    client.pexpire(cache.make_key("calls:a"), 1)
    time.sleep(0.01)
    assert services.count_call(key="a", window=60)[0] == 1
    assert not RequestCount.objects.exists()


def test_client_is_kept(redis: Redis) -> None:
    made = caches["default"]._cache  # type: ignore[attr-defined]
    assert made.get_client("a") is made.get_client("b", write=True)


def test_emptied_cache_leaves_the_queue_in_the_same_database_as_it_is(
    redis: Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CELERY_BROKER_URL", raising=False)  # Celery would rather have that one
    app = Celery("tests", broker=redis.url(), broker_transport_options=settings_celery.REDIS_TRANSPORT)
    app.conf.task_queues = settings_celery.CELERY_TASK_QUEUES
    app.conf.task_default_queue = settings_celery.CELERY_TASK_DEFAULT_QUEUE
    app.conf.task_routes = settings_celery.CELERY_TASK_ROUTES
    app.send_task("accounts.tasks.sweep_exports")
    app.send_task("generator.training.tasks.tend")
    cache.set("cache.test.one", 1)
    cache.clear()
    client = caches["default"]._cache.get_client()  # type: ignore[attr-defined]
    assert cache.get("cache.test.one") is None
    assert [client.llen(f"lofi-queue:{name}") for name in ("serving", "training")] == [1, 1]

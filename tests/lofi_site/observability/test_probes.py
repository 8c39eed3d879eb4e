"""The probes: who may ask, and what they say of a site that is whole or broken."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.cache import caches
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client

from tests.postgres import as_default

PARTS = ("database", "migrations", "cache", "model", "broker")
NOWHERE = "127.0.0.1:9"
"""Nobody listens there."""
TOKEN = "a-token-for-the-scraper"


@pytest.fixture
def strict(settings: LazySettings) -> None:
    """As in production: by HTTPS, and by name."""
    settings.SECURE_SSL_REDIRECT = True
    settings.ALLOWED_HOSTS = ["lofi.example"]


def failing(client: Client) -> dict[str, str]:
    """Each part that fails, with its error."""
    answer = client.get("/readyz")
    checks: dict[str, dict[str, Any]] = answer.json()["checks"]
    found = {name: part["error"] for name, part in checks.items() if not part["ok"]}
    assert tuple(checks) == PARTS
    assert (answer.status_code, answer.json()["status"]) == ((503, "failing") if found else (200, "ok"))
    return found


@contextmanager
def without_database() -> Iterator[None]:
    away = {"HOST": "127.0.0.1", "PORT": "9", "NAME": "lofi", "USER": "lofi", "PASSWORD": "secret-word"}
    with as_default({"ENGINE": "django.db.backends.postgresql", **away}):
        yield


@pytest.mark.usefixtures("strict")
def test_process_lives_by_address_and_without_https_or_database(client: Client) -> None:
    """Without the ``db`` fixture whatever touched the database would fail."""
    answer = client.get("/healthz", headers={"Host": "10.0.0.7"})
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.usefixtures("strict")
@pytest.mark.django_db(transaction=True)
def test_whole_site_is_ready(client: Client) -> None:
    answer = client.get("/readyz", headers={"Host": "10.0.0.7"})
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "checks": {name: {"ok": True} for name in PARTS}}


@pytest.mark.django_db(transaction=True)
def test_site_without_its_database_says_so_and_keeps_its_secrets(client: Client, settings: LazySettings) -> None:
    in_it = ("database", "migrations", "model") if settings.REDIS_URL else ("database", "migrations", "cache", "model")
    with without_database():
        assert failing(client) == dict.fromkeys(in_it, "OperationalError")
        body = client.get("/readyz").text
    assert [word for word in ("secret-word", "127.0.0.1", "lofi.sqlite3") if word in body] == []


@pytest.mark.django_db(transaction=True)
def test_database_older_than_the_code_is_not_ready(client: Client) -> None:
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("generator", "0001_initial")
    try:
        assert failing(client) == {"migrations": "MigrationsMissing"}
    finally:
        recorder.record_applied("generator", "0001_initial")


@pytest.mark.django_db(transaction=True)
def test_cache_that_is_away_is_named(client: Client, settings: LazySettings) -> None:
    away = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": f"redis://{NOWHERE}/3"}
    settings.CACHES = {"default": away}
    assert "default" in caches.settings
    assert failing(client) == {"cache": "ConnectionError"}


@pytest.mark.django_db(transaction=True)
def test_broker_that_is_away_is_named(client: Client, settings: LazySettings) -> None:
    settings.CELERY_BROKER_URL = f"redis://{NOWHERE}/3"
    assert failing(client) == {"broker": "OperationalError"}


@pytest.mark.django_db(transaction=True)
def test_model_that_cannot_be_loaded_is_named(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.CHECKPOINT_DIR = tmp_path
    assert failing(client) == {"model": "CheckpointError"}


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
@pytest.mark.django_db(transaction=True)
def test_probes_are_read_only(client: Client, path: str) -> None:
    answer = client.post(path)
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("caller", "status"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, 200),
        ({"REMOTE_ADDR": "127.4.5.6"}, 200),
        ({"REMOTE_ADDR": "::1"}, 200),
        ({"REMOTE_ADDR": "10.0.0.7"}, 404),
        ({"REMOTE_ADDR": ""}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "127.0.0.1"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_X_REAL_IP": "203.0.113.9"}, 404),
        ({"REMOTE_ADDR": "127.0.0.1", "HTTP_VIA": "1.1 proxy"}, 404),
        ({"REMOTE_ADDR": "10.0.0.7", "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"}, 404),
    ],
)
def test_metrics_without_a_token_are_for_this_machine_alone(
    client: Client, caller: dict[str, str], status: int
) -> None:
    assert client.get("/metrics", **caller).status_code == status  # type: ignore[arg-type]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("given", "status"),
    [
        (f"Bearer {TOKEN}", 200),
        (f"Bearer {TOKEN}x", 401),
        (f"bearer {TOKEN[:-1]}", 401),
        (f"Basic {TOKEN}", 401),
        ("Bearer ", 401),
        ("Bearer ä", 401),
        (None, 401),
    ],
)
@pytest.mark.parametrize("address", ["10.0.0.7", "127.0.0.1"])
def test_metrics_with_a_token_are_for_who_knows_it(
    client: Client, settings: LazySettings, given: str | None, status: int, address: str
) -> None:
    settings.METRICS_TOKEN = TOKEN
    caller = {"HTTP_AUTHORIZATION": given} if given else {}
    answer = client.get("/metrics", REMOTE_ADDR=address, **caller)  # type: ignore[arg-type]
    assert (answer.status_code, "lofi_part_ok" in answer.text) == (status, status == 200)

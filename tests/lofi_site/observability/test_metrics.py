"""What is counted, by one process and by several."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import yaml
from django.conf import LazySettings
from django.test import Client
from prometheus_client import REGISTRY
from prometheus_client.parser import text_string_to_metric_families as families

from accounts.models import User
from generator import likes, services
from generator.models import ModelVersion
from generator.vae.sample import Constraints
from lofi_site.celery import app
from lofi_site.observability import metrics
from lofi_site.observability.state import queue_depths
from tests import library
from tests.postgres import postgres, postgres_database  # noqa: F401 (fixtures)

ROOT = Path(__file__).resolve().parents[3]


def value(name: str, **labels: str) -> float:
    return REGISTRY.get_sample_value(name, labels) or 0.0


def page() -> dict[tuple[str, str], float]:
    """Each sample with at most one label, by name and that label's value."""
    found = {}
    for family in families(metrics.exposition().decode()):
        for sample in family.samples:
            if len(sample.labels) < 2:
                found[sample.name, "".join(sample.labels.values())] = sample.value
    return found


@pytest.mark.django_db
def test_takes_and_their_decoding_are_counted() -> None:
    before = value("lofi_takes_total"), value("lofi_decode_seconds_count")
    services.generate(count=3, seed=1, constraints=Constraints())
    services.decode(latents=np.zeros((2, 100)))
    assert (value("lofi_takes_total"), value("lofi_decode_seconds_count")) == (before[0] + 5, before[1] + 5)


@pytest.mark.django_db
def test_likes_are_counted_once_each_way(alice: User) -> None:
    track = library.track(alice, visibility="public")
    before = value("lofi_likes_total", change="given"), value("lofi_likes_total", change="taken back")
    for act in (likes.like, likes.like, likes.unlike, likes.unlike):
        act(user=alice, track=track)
    after = value("lofi_likes_total", change="given"), value("lofi_likes_total", change="taken back")
    assert after == (before[0] + 1, before[1] + 1)


@pytest.mark.django_db(transaction=True)
def test_page_tells_which_version_serves_and_what_waits(alice: User) -> None:
    alice.data_exports.create()
    found = page()
    version = services.generate(count=1, seed=1, constraints=Constraints())[0].model_version
    assert found["lofi_model_info", version] == 1
    assert found["lofi_oldest_waiting_seconds", "export"] > 0
    assert found["lofi_oldest_waiting_seconds", "training"] == 0
    assert {part for name, part in found if name == "lofi_part_ok"} == {
        *("database", "migrations", "cache", "model", "broker"),
        *("queues", "waiting", "connections", "limit"),
    }
    assert not ModelVersion.objects.filter(is_active=True).exists()


def test_queue_is_as_deep_as_what_no_worker_took(settings: LazySettings) -> None:
    settings.CELERY_BROKER_URL = "memory://"
    depths = [queue_depths()]
    with app.connection_for_write("memory://") as broker:
        for _ in range(2):
            app.send_task("nobody.takes.this", connection=broker)
            depths.append(queue_depths())
        broker.default_channel.queue_purge("serving")
    assert depths == [{"serving": many, "training": 0} for many in range(3)]


@pytest.mark.usefixtures("postgres")
def test_page_tells_of_connections_to_postgres() -> None:
    found = page()
    assert found["lofi_database_connections", "active"] >= 1
    (limit,) = (number for (name, _), number in found.items() if name == "lofi_database_connections_limit")
    assert limit >= 10


@pytest.mark.slow
def test_processes_are_added_up(tmp_path: Path) -> None:
    code = """
import django; django.setup()
from generator.measures import TAKES
from lofi_site.observability import metrics
metrics.IN_FLIGHT.inc(); TAKES.inc(2)
print(metrics.exposition().decode())
"""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "lofi_site.settings", "DATA_DIR": str(tmp_path)}
    environment |= {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
    pages = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, text=True, check=True
        ).stdout
        for _ in range(2)
    ]
    assert [line for line in pages[1].splitlines() if line.startswith("lofi_takes_total ")] == ["lofi_takes_total 4.0"]


@pytest.mark.django_db
def test_each_alert_is_about_a_metric_that_the_site_has(client: Client) -> None:
    client.get("/rules")
    known = {family.name for family in families(metrics.exposition().decode())}
    rules = yaml.safe_load((ROOT / "docs" / "deploy" / "alerts.yml").read_text(encoding="utf-8"))["groups"][0]["rules"]
    unknown = {name for rule in rules for name in names_in(rule["expr"]) if not any(map(name.startswith, known))}
    assert len(rules) >= 6
    assert unknown == set()
    assert [rule["alert"] for rule in rules if not rule["annotations"]["description"]] == []


def names_in(expression: str) -> set[str]:
    return set(re.findall(r"\blofi_\w+", expression))

"""Production's processes, each by its own command."""

from __future__ import annotations

import contextlib
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lofi_site.unit import UNITS
from tests.lofi_site.test_serving import until
from tests.redis import Redis

ROOT = Path(__file__).resolve().parents[2]
SEND = """
import django
django.setup()
from lofi_site.celery import app
app.send_task("accounts.tasks.forget_request_counts")
app.send_task("generator.training.tasks.train_if_due")
"""


def unit(folder: Path, *names: str, **environment: str) -> subprocess.Popen[str]:
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "CELERY_BROKER_URL")}
    return subprocess.Popen(
        [sys.executable, "-m", "lofi_site.unit", *names],
        cwd=ROOT, env={**clean, "DATA_DIR": str(folder), **environment}, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


@contextlib.contextmanager
def running(folder: Path, name: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    process = unit(folder, name, **environment)
    try:
        yield process
    finally:
        process.terminate()
        process.communicate(timeout=30)


def is_locked(path: Path) -> bool:
    if not path.exists():
        return False
    with path.open() as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
    return False


@pytest.mark.parametrize("names", [(), ("sing",), ("web", "beat")])
def test_unknown_unit_is_refused_by_name(names: tuple[str, ...], tmp_path: Path) -> None:
    process = unit(tmp_path, *names)
    assert process.communicate(timeout=60)[1] == "lofi: name one of web, worker, trainer, beat\n"
    assert process.returncode == 2


def test_worker_and_trainer_share_no_queue() -> None:
    queues = [UNITS[name][UNITS[name].index("--queues") + 1] for name in ("worker", "trainer")]
    assert queues == ["serving", "training"]


@pytest.mark.slow
def test_second_beat_is_refused_until_the_first_is_killed(tmp_path: Path) -> None:
    with running(tmp_path, "beat") as first:
        until(lambda: is_locked(tmp_path / "beat.lock"))
        second = unit(tmp_path, "beat")
        assert second.communicate(timeout=60)[1] == "lofi: another beat runs, and would do everything twice\n"
        assert second.returncode == 1
        first.kill()
        first.wait()
        assert not is_locked(tmp_path / "beat.lock")
        with running(tmp_path, "beat"):
            until(lambda: is_locked(tmp_path / "beat.lock"))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "left"), [("worker", [0, 2]), ("trainer", [1, 0])])
def test_unit_takes_from_its_own_queue_alone(name: str, left: list[int], tmp_path: Path) -> None:
    """Any that starts says to the trainer that it may look after runs."""
    try:
        redis = Redis(tmp_path)
    except OSError:
        pytest.skip("starts a Redis, which is not installed")
    import redis as client

    queue = client.Redis(port=redis.port)
    own = {"REDIS_URL": redis.url(), "DJANGO_SETTINGS_MODULE": "lofi_site.settings", "WORKER_PROCESSES": "1"}
    own["PROMETHEUS_MULTIPROC_DIR"] = str(tmp_path / "metrics")
    environment = {**os.environ, **own, "DATA_DIR": str(tmp_path)}
    for command in (["manage.py", "migrate", "-v0"], ["-c", SEND]):
        subprocess.run([sys.executable, *command], cwd=ROOT, env=environment, check=True)

    def waiting() -> list[int]:
        return [int(queue.llen(f"lofi-queue:{each}")) for each in ("serving", "training")]

    try:
        assert waiting() == [1, 1]
        with running(tmp_path, name, **own):
            until(lambda: waiting() == left and queue.hlen("lofi-queue:unacked") == 0)
        assert list((tmp_path / "metrics").glob("counter_*.db")) != []  # where the server's page finds them
    finally:
        redis.kill()

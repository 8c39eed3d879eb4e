"""What may happen to a run: its process is killed, the worker, the broker; the disk is full. All of it is real."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings

from accounts import tokens
from generator import registry
from generator.models import ModelVersion
from generator.training import files, runs
from generator.training.models import FineTuneRun, State
from tests.accounts.people import staff
from tests.generator.training.children import RESUME, begin, has, is_over
from tests.generator.training.site import SharedSite
from tests.generator.training.world import TINY, queued_run, shipped, some_scores
from tests.lofi_site.test_serving import ended, until
from tests.redis import Redis

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("small")]


def test_killed_process_is_followed_by_one_that_ends_with_the_same_result(settings: LazySettings) -> None:
    scores = some_scores()
    undisturbed = queued_run(scores)
    begin()
    until(lambda: is_over(undisturbed))
    killed = queued_run(scores)
    first = begin()
    until(lambda: has(killed, RESUME))
    os.kill(first, signal.SIGKILL)
    settings.TRAINING_STALE_SECONDS = 3600
    assert runs.take_up() is None  # its heartbeat is still fresh
    settings.TRAINING_STALE_SECONDS = 0
    begin()
    until(lambda: is_over(killed))
    assert [(run.state, run.error, run.attempts) for run in (undisturbed, killed)] == [
        (State.DONE, "", 1),
        (State.DONE, "", 2),
    ]
    assert killed.candidate == undisturbed.candidate
    assert not has(killed, Path(files.LESSONS))


def test_cancelled_run_ends_long_before_its_samples_do_and_leaves_nothing(bob: Any) -> None:
    run = queued_run(some_scores())
    FineTuneRun.objects.filter(pk=run.pk).update(options={**TINY, "samples": 100_000})
    begin()
    until(lambda: has(run, RESUME))
    runs.cancel(run=run, actor=bob, why="Not now.")
    until(lambda: is_over(run))
    assert (run.state, files.folder_of(run).exists(), ModelVersion.objects.count()) == (State.CANCELLED, False, 1)


@pytest.fixture
def small_disk(data: Path) -> Iterator[Path]:
    """The folder of models has room for its first files, and not for a checkpoint's."""
    folder = data / "models"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("mounts a small disk, which takes root")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)


def test_full_disk_is_a_clear_state_and_nothing_of_it_stays(small_disk: Path) -> None:
    serves = registry.active_sampler().version
    run = queued_run(some_scores())
    begin()
    until(lambda: is_over(run))
    assert run.state == State.FAILED
    assert run.error == "The disk is full. Nothing was kept of the run; make room, and start another."
    assert list(small_disk.iterdir()) == []
    assert (list(ModelVersion.objects.all()), registry.active_sampler().version) == ([shipped()], serves)


@pytest.fixture
def broker(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Redis]:
    try:
        broker = Redis(tmp_path)
    except OSError:
        pytest.skip("starts a Redis, which is not installed")
    monkeypatch.setenv("CELERY_BROKER_URL", broker.url())
    yield broker
    broker.kill()


@pytest.fixture
def site(broker: Redis, data: Path) -> Iterator[SharedSite]:
    site = SharedSite(data)
    yield site
    ended(site)


def test_site_serves_on_without_its_broker_and_the_run_survives_that_and_the_worker(
    site: SharedSite, broker: Redis
) -> None:
    key = tokens.create(user=staff("ada", "admin"), name="x", scope="write", days=None)[1]
    broker.kill()
    assert site.ask("/api/v1/training/runs", {"why": "x"}, key)[0] == 201
    assert site.answers()
    waiting = FineTuneRun.objects.get()
    assert waiting.state == State.QUEUED
    FineTuneRun.objects.filter(pk=waiting.pk).delete()
    run = queued_run(some_scores())
    broker.start()
    until(lambda: has(run, RESUME))
    killed = site.find("fine_tune")
    os.kill(site.find("celery")[0], signal.SIGKILL)
    until(lambda: bool(site.find("fine_tune")) and site.find("fine_tune") != killed)
    assert len(site.find("fine_tune")) == 1
    assert site.answers()
    until(lambda: is_over(run))
    assert (run.state, run.error) == (State.DONE, "")

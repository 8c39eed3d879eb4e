"""Background tasks that failed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from celery import shared_task
from django.conf import LazySettings
from django.utils import timezone

from accounts import failures, tallies
from accounts.models import TaskFailure

pytestmark = pytest.mark.django_db


@shared_task
def write_to(address: str) -> None:
    raise ValueError(f"no such person: {address}")


def test_failure_tells_what_and_where_and_not_to_whom() -> None:
    write_to.apply(args=["alice@example.org"])
    failure = TaskFailure.objects.get()
    assert failure.task == "tests.accounts.test_failures.write_to"
    assert failure.error.startswith("ValueError in test_failures.py, line ")
    assert "alice" not in failure.error


def test_failure_is_counted_by_day() -> None:
    for _ in range(2):
        write_to.apply(args=["alice@example.org"])
    assert tallies.series(failures.TALLY, 1) == [2]


def test_failures_are_forgotten_after_a_while_and_their_counts_are_not(settings: LazySettings) -> None:
    settings.TASK_FAILURE_DAYS = 30
    write_to.apply(args=["alice@example.org"])
    for days in (29, 31):
        TaskFailure.objects.create(task="x", error=f"{days} days ago", created=timezone.now() - timedelta(days=days))
    assert failures.sweep() == 1
    assert "31 days ago" not in set(TaskFailure.objects.values_list("error", flat=True))
    assert TaskFailure.objects.count() == 2
    assert tallies.series(failures.TALLY, 1) == [1]

"""Background tasks that failed: written down for staff, and forgotten after a while."""

from __future__ import annotations

import traceback
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts import tallies
from accounts.models import MAX_ERROR, TaskFailure

TALLY = "task-failures"


def note(sender: Any, exception: BaseException, **kwargs: Any) -> None:
    """A receiver of Celery's ``task_failure``."""
    write(task=sender.name, error=exception)


def write(*, task: str, error: BaseException) -> None:
    """Something that runs by itself failed. What the error says stays in the log: it may name somebody."""
    TaskFailure.objects.create(task=task, error=_what_and_where(error)[:MAX_ERROR])
    tallies.add(TALLY)


def sweep() -> int:
    """Delete failures older than ``TASK_FAILURE_DAYS``; answers how many. Their counts by day stay."""
    past = timezone.now() - timedelta(days=settings.TASK_FAILURE_DAYS)
    return TaskFailure.objects.filter(created__lt=past).delete()[0]


def _what_and_where(exception: BaseException) -> str:
    name = type(exception).__name__
    frames = traceback.extract_tb(exception.__traceback__)
    return f"{name} in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else name

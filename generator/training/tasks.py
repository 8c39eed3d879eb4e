"""What the worker does about runs: it starts their process, and does not wait for it."""

from __future__ import annotations

import logging
from typing import Any

from celery import shared_task
from kombu.exceptions import OperationalError

from generator.training import process, runs

logger = logging.getLogger(__name__)


@shared_task
def tend() -> None:
    """Take up the run that waits for a process, or whose process died."""
    process.reap()
    claimed = runs.take_up()
    if claimed:
        process.start(*claimed)


@shared_task
def train_if_due() -> None:
    if runs.start_if_due():
        tend_soon()


def tend_soon() -> None:
    """Without a broker the run waits: the worker looks for it every ten seconds once it is back."""
    try:
        tend.apply_async(retry=False)
    except (OperationalError, OSError) as error:
        logger.warning("the worker could not be told of a run: %s", error)


def tend_at_once(**kwargs: Any) -> None:
    """A worker has started: what the one before it left is taken up."""
    tend_soon()

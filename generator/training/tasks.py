"""What the worker does about runs: it starts their process, and does not wait for it."""

from __future__ import annotations

from typing import Any

from celery import shared_task

from accounts.handover import hand_over
from generator.training import process, runs


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
    hand_over(tend)


def tend_at_once(**kwargs: Any) -> None:
    """A worker has started: what the one before it left is taken up."""
    tend_soon()

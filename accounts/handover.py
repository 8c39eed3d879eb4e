"""Telling the workers that there is something to do."""

from __future__ import annotations

import logging
from typing import Any

from celery import Task
from kombu.exceptions import ChannelError, KombuError

logger = logging.getLogger(__name__)
UNREACHABLE = (KombuError, ChannelError, OSError)
"""What a broker that is away raises, or one made of files on a full disk."""


def hand_over(task: Task, *arguments: Any) -> None:
    """Queue a task whose work is written down in the database already.

    Whoever asks is not held up by a broker that is away: a sweep finds the work, and does it a little later.
    """
    try:
        task.apply_async(arguments, retry=False)
    except UNREACHABLE as error:
        logger.warning("the workers could not be told of %s: %s", task.name, error)

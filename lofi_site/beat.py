"""Celery's beat, which goes on when the clock is set back."""

from __future__ import annotations

import logging
from typing import Any

from celery.beat import PersistentScheduler

logger = logging.getLogger(__name__)


class SteadyScheduler(PersistentScheduler):
    """Counts anew from the present when a task last ran in what is the future now.

    Celery's own would be silent until the clock has caught up: for an hour, or for the day that it was wrong by.
    """

    def tick(self, *args: Any, **kwargs: Any) -> float:
        ahead = [
            entry for entry in self.schedule.values() if entry.last_run_at and entry.last_run_at > entry.default_now()
        ]
        for entry in ahead:
            entry.last_run_at = entry.default_now()
        if ahead:
            logger.warning("the clock was set back; the schedule is counted from now on")
            self._heap = None
        return float(super().tick(*args, **kwargs))

"""The schedule of background work, when the clock is set back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import time_machine
from celery import Celery

from lofi_site.beat import SteadyScheduler

EVERY = 10


def test_schedule_goes_on_when_the_clock_is_set_back(tmp_path: Path) -> None:
    app = Celery("elsewhere", broker="memory://", set_as_current=False)
    app.conf.beat_schedule = {"tend": {"task": "tend", "schedule": EVERY}}
    now = datetime.now(UTC)
    with time_machine.travel(now + timedelta(days=1)) as clock:
        scheduler = SteadyScheduler(app=app, schedule_filename=str(tmp_path / "schedule"))
        clock.shift(EVERY)
        assert scheduler.tick() == 0  # sent
        clock.move_to(now)
        assert scheduler.tick() <= EVERY
        clock.shift(EVERY)
        assert scheduler.tick() == 0
    scheduler.close()

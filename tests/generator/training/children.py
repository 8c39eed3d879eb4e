"""The processes of runs, as the worker starts them. Tests that use them ask for the fixture ``small``."""

from __future__ import annotations

from pathlib import Path

from generator.training import files, process, runs
from generator.training.models import ACTIVE, FineTuneRun

RESUME = Path(files.WORK) / "resume.pt"


def begin() -> int:
    """What the worker does; answers the process id of the run's own process."""
    claimed = runs.take_up()
    assert claimed
    return process.start(*claimed)


def is_over(run: FineTuneRun) -> bool:
    process.reap()
    run.refresh_from_db()
    return run.state not in ACTIVE


def has(run: FineTuneRun, name: Path) -> bool:
    return (files.folder_of(run) / name).exists()

"""Where the processes of the site leave what they count, for any of them to add up."""

from __future__ import annotations

import os
from pathlib import Path

from environs import Env

VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus-client reads it as soon as it is imported, and counts for this process alone without it."""
env = Env()


def folder() -> Path:
    data = env.path("DATA_DIR", Path(__file__).resolve().parent.parent / "var")
    return env.path("PROMETHEUS_MULTIPROC_DIR", data / "metrics")


def prepare() -> None:
    """Make the folder, empty it of what earlier processes counted, and name it to this one and its children."""
    path = folder()
    path.mkdir(parents=True, exist_ok=True)
    for left in path.glob("*.db"):
        left.unlink(missing_ok=True)
    os.environ[VARIABLE] = str(path)

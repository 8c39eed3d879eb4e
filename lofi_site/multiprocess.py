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


def join() -> None:
    """Make the folder, and name it to this process and its children. Before prometheus-client is imported."""
    path = folder()
    path.mkdir(parents=True, exist_ok=True)
    os.environ[VARIABLE] = str(path)


def prepare() -> None:
    """The same, and remove what processes counted that are no more; files are named by them."""
    join()
    for left in folder().glob("*.db"):
        if not _lives(int(left.stem.rpartition("_")[2])):
            left.unlink(missing_ok=True)


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's
        return True
    return True

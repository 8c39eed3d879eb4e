"""The process that trains: a child of the worker's that the worker does not wait for.

It holds torch's memory while it runs and no longer, may be killed without hurting the worker, and dies with it.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import subprocess
import sys

from django.conf import settings

from generator.training.models import FineTuneRun

NICENESS = 15
PR_SET_PDEATHSIG = 1
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
_children: list[subprocess.Popen[bytes]] = []


def start(run: FineTuneRun, token: str) -> int:
    """Answers its process id."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "fine_tune", run.public_id, token]
    child = subprocess.Popen(  # noqa: S603  # nosec B603  # ids of ours
        [*command, f"--parent={os.getpid()}"],
        env={**os.environ, **ONE_THREAD},
        stdin=subprocess.DEVNULL,
        start_new_session=True,
    )
    _children.append(child)
    return child.pid


def reap() -> None:
    """Let those that ended go."""
    _children[:] = [child for child in _children if child.poll() is None]


def become_child(parent: int) -> None:
    """Give way to everybody else; hear a SIGTERM when the parent dies, even if it died before now (Linux)."""
    os.nice(NICENESS)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        signal.raise_signal(signal.SIGTERM)

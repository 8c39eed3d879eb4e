"""``python -m lofi_site.serve``: the web server and the worker, started and ended together.

Both run in sessions of their own, so that a Ctrl-C in the terminal reaches this process alone, which then ends them in
order; should this process be killed, the kernel passes a SIGTERM on to them (Linux). A worker that dies is started
again, a server that dies ends everything.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import logging.config
import os
import signal
import subprocess
import sys
import time
from collections import deque

from lofi_site import multiprocess
from lofi_site.settings_observability import LOGGING

logger = logging.getLogger("lofi_site.serve")
STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
PR_SET_PDEATHSIG = 1
POLL = 0.2
GRACE = 20
"""Seconds that a process has to finish what it is doing."""
RESTARTS, WITHIN = 5, 60
"""A worker that dies more often than so many times in so many seconds stays down, and the site with it."""
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
SERVER = [sys.executable, "-m", "gunicorn", "--config", "python:lofi_site.gunicorn", "lofi_site.wsgi:application"]
CELERY = [sys.executable, "-m", "celery", "--app", "lofi_site"]
QUIET = ["--pool", "prefork", "--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel", "WARNING"]
WORKER = [*CELERY, "worker", "--beat", "--concurrency", "1", *QUIET]
"""Takes from every queue; in production each has a worker of its own (lofi_site/unit.py)."""


def main() -> int:
    # held back until _watch asks for them, so that none can break into a start or into the ending
    signal.pthread_sigmask(signal.SIG_BLOCK, STOPPING)
    running: dict[str, subprocess.Popen[bytes]] = {}
    logging.config.dictConfig(LOGGING)
    multiprocess.prepare()
    try:
        return _watch(running)
    finally:
        _end(list(running.values()))
        multiprocess.leave()


def _watch(running: dict[str, subprocess.Popen[bytes]]) -> int:
    running["server"], running["worker"] = _start(SERVER), _start(WORKER)
    deaths: deque[float] = deque(maxlen=RESTARTS)
    while signal.sigtimedwait(STOPPING, POLL) is None:
        if (status := running["server"].poll()) is not None:
            _say(f"the server ended with status {status}; stopping the worker too")
            return 1
        if (status := running["worker"].poll()) is None:
            continue
        if len(deaths) == RESTARTS and time.monotonic() - deaths[0] < WITHIN:
            _say(f"the worker ended with status {status} again and again; stopping")
            return 1
        deaths.append(time.monotonic())
        _kill_group(running["worker"])
        _say(f"the worker ended with status {status}; starting it again")
        running["worker"] = _start(WORKER)
    _say("stopping")
    return 0


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    environment = {**ONE_THREAD, **os.environ, "DJANGO_SETTINGS_MODULE": "lofi_site.settings"}
    return subprocess.Popen(  # noqa: S603  # nosec B603  # the commands are the constants above
        command, env=environment, start_new_session=True, preexec_fn=_become_child
    )


def _become_child() -> None:
    """Hears signals again, and dies with its parent."""
    signal.pthread_sigmask(signal.SIG_UNBLOCK, STOPPING)
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + GRACE
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, until - time.monotonic()))
        _kill_group(process)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """End what a process left behind: its session is its own, so its group is too."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _say(text: str) -> None:
    logger.warning("lofi: %s", text)


if __name__ == "__main__":
    sys.exit(main())

"""``python -m lofi_site.unit NAME``: one of production's processes, in the place of this one.

``web`` serves; ``worker`` does what people wait for; ``trainer`` starts fine-tunes; ``beat`` says what is due.
``python -m lofi_site.serve`` runs all of them in two processes. Status 2: no such name; 1: there is a beat already.
"""

from __future__ import annotations

import fcntl
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from environs import Env

from lofi_site import multiprocess
from lofi_site.serve import CELERY, ONE_THREAD, QUIET, SERVER

env = Env()


def _worker(queue: str, processes: int) -> list[str]:
    own = ("--queues", queue, "--hostname", f"{queue}@%h", "--concurrency", str(processes))
    return [*CELERY, "worker", *own, *QUIET]


UNITS: dict[str, list[str]] = {
    "web": SERVER,
    "worker": _worker("serving", env.int("WORKER_PROCESSES", 2)),
    "trainer": _worker("training", 1),
    "beat": [*CELERY, "beat", "--pidfile", "", "--loglevel", "WARNING"],
}


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in UNITS:
        return _refuse(f"name one of {', '.join(UNITS)}", 2)
    os.environ.update({**ONE_THREAD, **os.environ, "DJANGO_SETTINGS_MODULE": "lofi_site.settings"})
    if arguments[0] == "beat" and not _hold_lock():
        return _refuse("another beat runs, and would do everything twice", 1)
    multiprocess.join()
    command = UNITS[arguments[0]]
    os.execv(command[0], command)  # noqa: S606  # nosec B606  # the constants above


def _hold_lock() -> bool:
    """The lock is the open file's, which outlives the exec and ends with the process, however it ends."""
    from lofi_site.settings import DATA_DIR

    lock = os.open(Path(DATA_DIR) / "beat.lock", os.O_CREAT | os.O_RDWR, 0o600)
    os.set_inheritable(lock, True)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _refuse(why: str, status: int) -> int:
    print(f"lofi: {why}", file=sys.stderr)
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Run by each Python process of a site whose clock is set by the file ``FAULTY_CLOCK``: seconds ahead of the real one.

What counts seconds, as sleeping and timeouts do, is left alone.
"""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import time_machine

FILE = Path(os.environ["FAULTY_CLOCK"])
POLL = 0.05


def follow(clock: time_machine.Coordinates, offset: str) -> None:
    """In a thread, which a fork leaves behind."""
    while True:
        if offset != (now := FILE.read_text()):
            offset = now
            clock.move_to(time_machine.escape_hatch.time.time() + float(offset))
        time.sleep(POLL)


def start(clock: time_machine.Coordinates) -> None:
    threading.Thread(target=follow, args=(clock, ""), daemon=True).start()


started = time_machine.travel(time.time() + float(FILE.read_text())).start()
os.register_at_fork(after_in_child=lambda: start(started))
start(started)

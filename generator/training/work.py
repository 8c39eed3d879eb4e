"""What the process of a run does: it learns, is examined, and ends the run; a thread beside it keeps watch."""

from __future__ import annotations

import logging
import os
import resource
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection

from accounts import failures
from generator.training import files, making, runs
from generator.training.models import FineTuneRun, Phase, State

logger = logging.getLogger(__name__)
LOOK_SECONDS = 1.0
GRACE_SECONDS = 5.0
"""For so long the work may go on after it was told to stop: then the thread ends the process itself."""
Ending = Callable[[], None]


class Watch:
    """Beats for the run, and notices what must stop it: a wish to cancel, another holder, too much time or memory."""

    def __init__(self, run: FineTuneRun, token: str) -> None:
        self.run, self.token = run, token
        self.ending: Ending | None = None
        """How the run is to end, once something stops it."""
        self.progress: dict[str, Any] = {}
        self._begun = self._beaten = time.monotonic()
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def begin(self) -> None:
        self._thread.start()

    def over(self) -> None:
        self._over.set()
        self._thread.join(2 * GRACE_SECONDS)

    @property
    def stale(self) -> bool:
        """Whether so long passed without a beat that another process may have taken the run up."""
        return time.monotonic() - self._beaten > settings.TRAINING_STALE_SECONDS / 2

    def look(self) -> None:
        """Beat, and set ``ending`` if the run must not go on. A database that is away is waited for, for a while."""
        try:
            state = runs.beat(run=self.run, token=self.token, **self.progress)
        except DatabaseError as error:
            logger.warning("%s could not say that it lives: %s", self.run, error)
            connection.close()
            if self.stale:
                self._stop(lambda: None)
            return
        self._beaten = time.monotonic()
        self._judge(state)

    def fail(self, words: str) -> None:
        """Files first: what they leave free may be what the row needs."""
        files.remove(self.run)
        runs.end(run=self.run, token=self.token, state=State.FAILED, error=words)

    def _judge(self, state: str | None) -> None:
        if state is None:
            self._stop(lambda: None)  # another process has it, and its files
        elif state == State.CANCELLING:
            self._stop(self._cancel)
        elif time.monotonic() - self._begun > 60 * settings.TRAINING_MINUTES:
            self._stop(partial(self.fail, f"It took longer than {settings.TRAINING_MINUTES} minutes."))
        elif resident() > settings.TRAINING_MEMORY_MB * files.MEGABYTE:
            self._stop(partial(self.fail, f"It needed more than {settings.TRAINING_MEMORY_MB} MB of memory."))

    def _cancel(self) -> None:
        files.remove(self.run)
        runs.end(run=self.run, token=self.token, state=State.CANCELLED)

    def leave(self, number: int, frame: FrameType | None) -> None:
        """A SIGTERM: the machine or the worker goes down."""
        self._stop(partial(runs.give_back, run=self.run, token=self.token))

    def _stop(self, ending: Ending) -> None:
        self.ending = self.ending or ending

    def _keep(self) -> None:
        while not self._over.wait(LOOK_SECONDS) and not self.ending:
            self.look()
        if not self._over.wait(GRACE_SECONDS) and self.ending:
            self.ending()
            os._exit(1)
        connection.close()


def perform(watch: Watch) -> None:
    """Do the run from wherever it stands, to one of its ends. The watch has begun."""
    try:
        making.make(watch.run, watch.token, partial(note, watch))
    except making.Stopped:
        _finish(watch)
    except Exception as error:
        if watch.ending:
            _finish(watch)
        else:
            _fail(watch, error)
    finally:
        watch.over()


def note(watch: Watch, phase: Phase, **progress: Any) -> None:
    """Where the work stands; raises ``making.Stopped`` if it must not go on."""
    watch.progress = {"phase": phase, **progress}
    if watch.stale:  # this process stood still for so long that it has to ask before it goes on
        watch.look()
    if watch.ending:
        raise making.Stopped


def resident() -> int:
    """Bytes of memory that this process holds now (Linux), or held at most."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[1]) * resource.getpagesize()
    except OSError:
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _finish(watch: Watch) -> None:
    if watch.ending:
        watch.ending()


def _fail(watch: Watch, error: Exception) -> None:
    logger.error("the run %s failed", watch.run, exc_info=error)
    watch.fail(making.words_of(watch.run, error))
    failures.write(task="generator.training.fine_tune", error=error)

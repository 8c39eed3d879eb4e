"""Back-pressure: a process works on few requests at a time, lets some wait for a moment, and refuses the rest at once.

Threads that compute share one core of a process whatever they do, so more of them at a time make all of them late and
none of them early. Those that read a body from, or send an answer to, a slow listener hold no place.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, UnreadablePostError
from django.http.response import HttpResponseBase

from lofi_site import views

BUSY = "Many people are here at the moment. Please try again."
Handler = Callable[[HttpRequest], HttpResponseBase]


class Places:
    """``at_once`` that are worked on, ``waiting`` that wait for their turn, ``seconds`` at most.

    A place is handed to whoever waits longest: with a semaphore newcomers may take it first, and some wait in vain.
    """

    def __init__(self, at_once: int, waiting: int, seconds: float) -> None:
        self._free, self._room, self._seconds = at_once, waiting, seconds
        self._line: deque[Event] = deque()
        self._lock = Lock()

    def enter(self) -> bool:
        """Whether there is a place now, or comes to be one in time. What entered must leave."""
        with self._lock:
            if self._free:
                self._free -= 1
                return True
            if len(self._line) >= self._room:
                return False
            turn = Event()
            self._line.append(turn)
        return turn.wait(self._seconds) or self._given_in_the_end(turn)

    def leave(self) -> None:
        with self._lock:
            if self._line:
                self._line.popleft().set()
            else:
                self._free += 1

    def _given_in_the_end(self, turn: Event) -> bool:
        """Whether the turn came between giving up and saying so; else it is out of the line."""
        with self._lock:
            if turn.is_set():
                return True
            self._line.remove(turn)
            return False


class BackPressureMiddleware:
    """A 503 with ``Retry-After`` for whom there is no place in this process."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response
        self.places = Places(settings.WEB_AT_ONCE, settings.MAX_WAITING, settings.MAX_WAIT_SECONDS)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        _read_body(request)
        if not self.places.enter():
            return _refuse(request)
        try:
            return self.get_response(request)
        finally:
            _give_connections_back()
            self.places.leave()


def _refuse(request: HttpRequest) -> HttpResponseBase:
    response = views.unavailable(request, BUSY, settings.RETRY_AFTER_SECONDS)
    response._has_been_logged = True  # type: ignore[attr-defined]  # Django would call each an error of the site
    return response


def _give_connections_back() -> None:
    """To the pool: they are not held while the answer is sent."""
    for connection in connections.all(initialized_only=True):
        if getattr(connection, "pool", None) and not connection.in_atomic_block:  # as a test's is
            connection.close()


def _read_body(request: HttpRequest) -> None:
    """Wait for a slow sender here. What can't be read is told by the view that misses it."""
    with suppress(UnreadablePostError):
        _ = request.body

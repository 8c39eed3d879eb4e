"""Back-pressure: who has no place is told so at once, who has one is served."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager

import pytest
from django.conf import LazySettings
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from lofi_site.overload import BackPressureMiddleware, Places
from tests.lofi_site.test_serving import until

Ask = Callable[[], HttpResponse]


class Kitchen:
    """A view that begins, and ends when it is told to."""

    def __init__(self) -> None:
        self.begun, self.done = threading.Semaphore(0), threading.Event()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.begun.release()
        self.done.wait(20)
        return HttpResponse("here")


@contextmanager
def busy(settings: LazySettings, at_once: int, waiting: int, seconds: float = 20) -> Iterator[tuple[Kitchen, Ask]]:
    """All that are worked on at once are; answers how to ask once more."""
    settings.WEB_AT_ONCE, settings.MAX_WAITING, settings.MAX_WAIT_SECONDS = at_once, waiting, seconds
    kitchen = Kitchen()
    middleware = BackPressureMiddleware(kitchen)
    with ThreadPoolExecutor() as pool:
        try:
            for _ in range(at_once):
                pool.submit(middleware, RequestFactory().get("/"))
                assert kitchen.begun.acquire(timeout=20)
            yield kitchen, lambda: middleware(RequestFactory().get("/api/v1/model"))  # type: ignore[return-value]
        finally:
            kitchen.done.set()


def test_one_more_than_may_wait_is_refused_at_once(settings: LazySettings) -> None:
    settings.RETRY_AFTER_SECONDS = 7
    with busy(settings, at_once=2, waiting=0) as (_, ask):
        response = ask()
    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "7", "no-store")
    assert json.loads(response.content) == {"detail": "Many people are here at the moment. Please try again."}


def test_who_waits_is_served_when_there_is_a_place(settings: LazySettings) -> None:
    with busy(settings, at_once=1, waiting=1) as (kitchen, ask), ThreadPoolExecutor() as pool:
        waiting: Future[HttpResponse] = pool.submit(ask)
        kitchen.done.set()
        assert waiting.result(20).content == b"here"


def test_who_waits_too_long_is_refused(settings: LazySettings) -> None:
    with busy(settings, at_once=1, waiting=1, seconds=0.01) as (_, ask):
        assert ask().status_code == 503


def test_who_gave_up_leaves_room_for_another() -> None:
    places = Places(at_once=1, waiting=1, seconds=0.01)
    assert [places.enter(), places.enter(), places.enter()] == [True, False, False]
    places.leave()
    assert places.enter()


def test_who_came_first_is_served_first() -> None:
    places, served = Places(at_once=1, waiting=8, seconds=20), []
    assert places.enter()

    def wait(number: int) -> None:
        served.append((number, places.enter()))
        places.leave()

    with ThreadPoolExecutor(8) as pool:
        for number in range(8):
            pool.submit(wait, number)
            until(lambda number=number: len(places._line) == number + 1)  # type: ignore[misc]
        places.leave()
    assert served == [(number, True) for number in range(8)]


def test_newcomer_does_not_overtake_who_waits() -> None:
    places = Places(at_once=1, waiting=1, seconds=1)
    assert places.enter()
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(places.enter)
        until(lambda: len(places._line) == 1)
        places.leave()
        newcomer = places.enter()
        assert (first.result(20), newcomer) == (True, False)


def test_broken_view_leaves_its_place(settings: LazySettings) -> None:
    settings.WEB_AT_ONCE, settings.MAX_WAITING = 1, 0

    def broken(request: HttpRequest) -> HttpResponse:
        raise RuntimeError("on purpose")

    middleware = BackPressureMiddleware(broken)
    for _ in range(3):
        with pytest.raises(RuntimeError, match="on purpose"):
            middleware(RequestFactory().get("/"))


def test_page_that_is_refused_is_a_page_and_no_error_of_the_site(
    client: Client, settings: LazySettings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.WEB_AT_ONCE = settings.MAX_WAITING = 0
    response = client.get("/")
    assert [record for record in caplog.records if record.levelname == "ERROR"] == []
    assert (response.status_code, response["Content-Type"]) == (503, "text/html; charset=utf-8")
    assert '<main id="main"' in response.text
    assert "Many people are here" in response.text
    assert "Content-Security-Policy" in response.headers


def test_static_files_and_bodies_that_are_too_large_ask_for_no_place(client: Client, settings: LazySettings) -> None:
    settings.WEB_AT_ONCE = settings.MAX_WAITING = 0
    settings.MAX_BODY_BYTES = 10
    assert client.post("/api/v1/generate", "x" * 11, "application/json").status_code == 413


def test_slow_sender_holds_no_place(settings: LazySettings) -> None:
    settings.WEB_AT_ONCE, settings.MAX_WAITING = 1, 0
    middleware = BackPressureMiddleware(lambda request: HttpResponse(request.body))
    sending, sent = threading.Event(), threading.Event()

    class SlowBody:
        def read(self, size: int = -1) -> bytes:
            sending.set()
            sent.wait(20)
            return b"late"

        readline = read

    slow = RequestFactory().post("/", b"late", "text/plain", **{"wsgi.input": SlowBody()})
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(middleware, slow)
        assert sending.wait(20)
        assert middleware(RequestFactory().get("/")).status_code == 200
        sent.set()
        assert waiting.result(20).content == b"late"  # type: ignore[attr-defined]

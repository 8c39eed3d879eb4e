"""Looks with a deadline."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.conf import LazySettings

from lofi_site.observability.checks import LATE, Lookout


class Part:
    """Of a site; it hangs, or breaks, as long as it is told to."""

    def __init__(self) -> None:
        self.begun = 0
        self.broken = False
        self.free = threading.Event()
        self.free.set()

    def __call__(self) -> int:
        self.begun += 1
        self.free.wait(60)
        if self.broken:
            raise ConnectionError("postgres://lofi:secret@db.example/lofi")
        return self.begun


@pytest.fixture
def part() -> Iterator[Part]:
    made = Part()
    yield made
    made.free.set()


def test_what_hangs_fails_and_the_others_do_not(part: Part, settings: LazySettings) -> None:
    settings.READY_SECONDS = 0.2
    part.free.clear()
    found = Lookout({"slow": part, "quick": lambda: 7}).look()
    assert (found["slow"].ok, found["slow"].error) == (False, LATE)
    assert (found["quick"].ok, found["quick"].value, found["quick"].since) == (True, 7, None)


def test_what_still_hangs_is_not_begun_again(part: Part, settings: LazySettings) -> None:
    settings.READY_SECONDS = 0.1
    part.free.clear()
    lookout = Lookout({"slow": part})
    for _ in range(3):
        lookout.look()
    assert part.begun == 1


def test_failure_keeps_its_beginning_until_it_is_over(part: Part) -> None:
    lookout = Lookout({"part": part})
    part.broken = True
    first, second = (lookout.look()["part"] for _ in range(2))
    part.broken = False
    assert lookout.look()["part"].since is None
    part.broken = True
    third = lookout.look()["part"]
    assert first.error == "ConnectionError"
    assert first.since
    assert third.since
    assert first.since == second.since
    assert first.since < third.since


def test_many_looks_at_once_are_one(part: Part, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lofi_site.observability.checks.MAX_AGE", 60.0)
    lookout = Lookout({"part": part})
    found = [lookout.look()["part"].value for _ in range(5)]
    assert found == [1] * 5

"""Crowds of threads on one server: each gets a connection, or the reason why not is told."""

from __future__ import annotations

from fcntl import LOCK_EX, LOCK_NB, flock
from itertools import count

import pytest
from django.db import OperationalError

from tests import postgres


class Server:
    """Has connections for two."""

    def __init__(self) -> None:
        self.asked = count(1)

    def ensure_connection(self) -> None:
        if next(self.asked) > 2:
            raise OperationalError("too many clients already")

    def close(self) -> None:
        pass


def test_reason_is_told_when_somebody_gets_no_connection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "connection", Server())
    with pytest.raises(OperationalError, match="too many clients already"):
        postgres.at_once(*[lambda: "never"] * 4)


def test_crowd_is_alone_on_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    def another_comes() -> str:
        with postgres.CROWD.open("w") as file, pytest.raises(BlockingIOError):
            flock(file, LOCK_EX | LOCK_NB)
        return "in vain"

    monkeypatch.setattr(postgres, "connection", Server())
    assert postgres.at_once(another_comes) == ["in vain"]

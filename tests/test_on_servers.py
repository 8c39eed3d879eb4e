"""How the second run of the tests, on PostgreSQL and Redis, is put together."""

from __future__ import annotations

from typing import Any

import pytest

from tests import on_servers


def test_workers_share_no_database_of_redis() -> None:
    shared = []
    for worker in ("master", "gw0", "gw1"):
        environment: dict[str, Any] = {}
        on_servers.share_out(environment, "redis://h:1", worker)
        shared += environment.values()
    assert shared == [f"redis://h:1/{number}" for number in range(6)]


def test_missing_server_is_told_and_fails_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "")
    assert on_servers.main([]) == 0
    told = capsys.readouterr().out
    assert told.startswith("==> NOT TESTED on PostgreSQL and Redis: ")


def test_using_a_database_is_known(request: pytest.FixtureRequest) -> None:
    assert not on_servers.uses_database(request.node)


def test_using_a_database_through_a_fixture_is_known(request: pytest.FixtureRequest, alice: Any) -> None:
    assert on_servers.uses_database(request.node)


@pytest.mark.django_db
def test_using_a_database_by_a_mark_is_known(request: pytest.FixtureRequest) -> None:
    assert on_servers.uses_database(request.node)

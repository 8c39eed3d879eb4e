"""PostgreSQL goes away and comes back while the site is written to: what was acknowledged is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection

from accounts.outages import AWAY
from lofi_site.overload import BUSY
from tests.faults.clients import Crowd, is_left_lock, writing
from tests.faults.servers import Postgres
from tests.faults.site import SIGN_UP, Answer, FaultySite, World, address, settle
from tests.lofi_site.test_serving import ended, until
from tests.postgres import as_default

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture(scope="module")
def site(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any
) -> Iterator[tuple[FaultySite, World]]:
    site = FaultySite(tmp_path_factory.mktemp("site"), DATABASE_URL=address(postgres.database))
    try:
        with django_db_blocker.unblock(), as_default(postgres.database):
            yield site, settle()
    finally:
        ended(site)


@pytest.fixture
def crowd(site: tuple[FaultySite, World]) -> Iterator[Crowd]:
    with writing(*site) as crowd:
        yield crowd


def is_clear(error: Answer) -> bool:
    """A 503 that says why and when to come back, in JSON or as a page; or a lock that was left.

    Who waits for the database holds a place meanwhile, so that others may find none.
    """
    if is_left_lock(error):
        return True
    words = {"5": AWAY, "2": BUSY}.get(error.headers.get("Retry-After", ""))
    if error.status != 503 or words is None:
        return False
    if error.headers["Content-Type"] == "application/json":
        return json.loads(error.body) == {"detail": words}
    return words in error.body


@pytest.mark.parametrize("how", ["fast", "immediate", "kill"])
def test_no_acknowledged_write_is_lost_with_the_server(
    postgres: Postgres, site: tuple[FaultySite, World], crowd: Crowd, how: str
) -> None:
    postgres.kill() if how == "kill" else postgres.stop(how)
    crowd.wait_for_errors()
    postgres.start()
    crowd.go_on()
    errors = len(crowd.errors)
    crowd.go_on(20)  # all of them are back: from here on nothing fails
    assert len(crowd.errors) == errors
    assert [error for error in crowd.errors if not is_clear(error)] == []
    for client in crowd.clients:
        client.stop.set()
        client.thread.join(90)
    connection.close()  # this thread's was forgotten as well
    assert crowd.lost == []
    promised = {f"{name}@example.org" for name in crowd.newcomer.names}
    until(lambda: promised <= set(site[0].mails()))


def test_page_without_a_database_is_a_page(postgres: Postgres, site: tuple[FaultySite, World]) -> None:
    postgres.stop("fast")
    try:
        answers = [site[0].call("GET", path) for path in ("/", SIGN_UP, "/api/v1/tracks")]
        assert [is_clear(answer) for answer in answers] == [True] * 3
        assert ["<main" in answer.body for answer in answers] == [True, True, False]
    finally:
        postgres.start()
    until(lambda: site[0].call("GET", "/").status == 200)

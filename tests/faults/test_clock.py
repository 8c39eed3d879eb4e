"""The clock jumps: a day ahead, an hour back, and back to what it was."""

from __future__ import annotations

import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import EmailMessage
from django.test import Client

from accounts import outbox
from accounts.models import OutgoingMail
from tests.accounts.people import PASSWORD
from tests.faults.clients import writing
from tests.faults.conftest import served
from tests.faults.site import TOKEN, FaultySite, send, settle
from tests.lofi_site.test_serving import until

pytestmark = [pytest.mark.slow, pytest.mark.alone]
FOLLOWED = 1
"""Seconds after which each process has looked at its clock."""
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FEEDS = ("/api/v1/tracks?sort=hot", "/api/v1/tracks?sort=top&period=day", "/api/v1/tracks?sort=new", "/")


class Clock:
    """The wall clock of the site's processes; what counts seconds goes on counting them."""

    def __init__(self, folder: Path) -> None:
        self.file = folder / "clock"
        self.set(timedelta())

    def set(self, ahead: timedelta) -> None:
        new = self.file.with_suffix(".new")
        new.write_text(str(ahead.total_seconds()))
        new.rename(self.file)
        time.sleep(FOLLOWED)

    @property
    def environment(self) -> dict[str, str]:
        return {"FAULTY_CLOCK": str(self.file), "PYTHONPATH": str(Path(__file__).parent / "clock")}


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    return Clock(tmp_path)


@pytest.fixture
def site(clock: Clock, tmp_path: Path, django_db_blocker: Any) -> Iterator[FaultySite]:
    environment = {**clock.environment, "THROTTLE_MUSIC": "3/minute"}
    with served(tmp_path / "data", django_db_blocker, **environment) as site:
        yield site


def swept(site: FaultySite, to: str) -> None:
    """A letter that no task was queued for is sent: the schedule goes on."""
    outbox.put(EmailMessage("Hello", "Come in.", "lofi@example.org", [to]))
    until(lambda: to in site.mails())


def made(site: FaultySite) -> int:
    return site.call("POST", "/api/v1/generate", {"count": 1, "seed": 1}).status


def test_site_goes_on_when_the_clock_jumps(site: FaultySite, clock: Clock) -> None:
    world = settle()
    session = logged_in(world.members[0])
    with writing(site, world) as crowd:
        for ahead in (DAY, DAY - HOUR, timedelta()):
            clock.set(ahead)
            crowd.go_on(10)
            assert [site.call("GET", path).status for path in FEEDS] == [200] * len(FEEDS)
            assert is_member(site, session)
            assert made(site) == 200
            swept(site, f"at{ahead.total_seconds():.0f}@example.org")
    assert (crowd.errors, crowd.lost) == ([], [])
    promised = {f"{name}@example.org" for name in crowd.newcomer.names}
    until(lambda: promised <= set(site.mails()))
    assert not OutgoingMail.objects.exists()


def test_limit_that_was_used_up_in_the_future_is_none_in_the_present(site: FaultySite, clock: Clock) -> None:
    clock.set(DAY)
    assert [made(site) for _ in range(4)] == [200, 200, 200, 429]
    clock.set(timedelta())
    assert [made(site) for _ in range(4)] == [200, 200, 200, 429]


def logged_in(user: Any) -> str:
    """The key of a session."""
    client = Client()
    assert client.post("/account/login/", {"login": user.username, "password": PASSWORD}).status_code == 302
    return str(client.cookies["sessionid"].value)


def is_member(site: FaultySite, session: str) -> bool:
    request = urllib.request.Request(
        site.url("/account/profile/"), headers={"Cookie": f"sessionid={session}; csrftoken={TOKEN}"}
    )
    return send(request).status == 200

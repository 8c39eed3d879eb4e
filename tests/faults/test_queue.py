"""The queue is lost, or a worker is killed in the middle: what was promised is done, once."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from accounts import exports
from accounts.models import DataExport, OutgoingMail
from tests.faults.clients import writing
from tests.faults.conftest import served
from tests.faults.servers import MailServer
from tests.faults.site import FaultySite, settle
from tests.lofi_site.test_serving import until
from tests.redis import Redis

pytestmark = [pytest.mark.slow, pytest.mark.alone]


@pytest.fixture
def site(redis: Redis, mail_server: MailServer, tmp_path: Path, django_db_blocker: Any) -> Iterator[FaultySite]:
    """With its queue in Redis."""
    environment = {"CELERY_BROKER_URL": redis.url(), "EMAIL_URL": mail_server.url}
    with served(tmp_path / "data", django_db_blocker, **environment) as site:
        yield site


@pytest.fixture
def site_with_files(mail_server: MailServer, tmp_path: Path, django_db_blocker: Any) -> Iterator[FaultySite]:
    """With its queue in files."""
    with served(tmp_path / "data", django_db_blocker, EMAIL_URL=mail_server.url) as site:
        yield site


def test_letters_and_exports_survive_the_queue_that_held_them(
    site: FaultySite, redis: Redis, mail_server: MailServer
) -> None:
    alice = settle().members[0]
    site.workers(signal.SIGSTOP)
    assert [site.sign_up(f"early{i}").status for i in range(3)] == [302] * 3
    assert exports.request(user=alice)  # and its task is never queued
    redis.kill()
    assert [site.sign_up(f"late{i}").status for i in range(3)] == [302] * 3
    redis.start()
    site.workers(signal.SIGCONT)
    expected = sorted([f"early{i}@example.org" for i in range(3)] + [f"late{i}@example.org" for i in range(3)])
    until(lambda: set(expected) <= set(mail_server.letters))
    until(lambda: DataExport.objects.get().status == DataExport.Status.READY)
    until(lambda: not OutgoingMail.objects.exists())
    assert sorted(set(mail_server.letters) - {alice.email}) == expected
    assert len(mail_server.letters) == len(set(mail_server.letters))


def test_nobody_notices_that_the_queue_is_away(site: FaultySite, redis: Redis, mail_server: MailServer) -> None:
    world = settle()
    with writing(site, world) as crowd:
        redis.kill()
        crowd.go_on(20)
        redis.start()
        crowd.go_on(20)
    assert (crowd.errors, crowd.lost) == ([], [])
    promised = {f"{name}@example.org" for name in crowd.newcomer.names}
    until(lambda: promised <= set(mail_server.letters))


@pytest.mark.parametrize("broker", ["site", "site_with_files"])
def test_letter_of_a_killed_worker_is_sent_once(
    broker: str, request: pytest.FixtureRequest, mail_server: MailServer
) -> None:
    site: FaultySite = request.getfixturevalue(broker)
    mail_server.slow.set()
    assert site.sign_up("alice").status == 302
    until(mail_server.held.is_set)
    assert mail_server.letters == []
    site.workers(signal.SIGKILL)
    mail_server.slow.clear()
    until(lambda: not OutgoingMail.objects.exists())
    assert mail_server.letters == ["alice@example.org"]


def test_export_of_a_killed_worker_is_made(site_with_files: FaultySite) -> None:
    alice = settle().members[0]
    site_with_files.workers(signal.SIGKILL)
    export = exports.request(user=alice)
    assert export
    until(lambda: DataExport.objects.get(pk=export.pk).status == DataExport.Status.READY)

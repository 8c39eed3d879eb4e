"""Background tasks: a line and a count each, under the number of the request that asked for them."""

from __future__ import annotations

from typing import Any

import pytest
from celery import shared_task, signals
from prometheus_client import REGISTRY
from structlog.contextvars import bound_contextvars, get_contextvars

from tests.lofi_site.observability.conftest import Log

pytestmark = pytest.mark.django_db
NUMBER = "number-of-the-request"


@shared_task
def hum(broken: bool = False) -> str:
    if broken:
        raise RuntimeError("out of tune")
    return str(get_contextvars()["task_id"])


@shared_task(bind=True, max_retries=1)
def hum_again(self: Any) -> None:
    if not self.request.retries:
        raise self.retry(exc=ConnectionError("alice@example.org"), countdown=0)


def ran(task: Any, state: str) -> float:
    return REGISTRY.get_sample_value("lofi_tasks_total", {"task": task.name, "state": state}) or 0.0


def lines(log: Log) -> list[dict[str, Any]]:
    kept = ("event", "level", "task", "state", "request_id")
    return [{name: line[name] for name in kept if name in line} for line in log.of("lofi_site.task")]


def test_task_hands_the_number_on() -> None:
    headers: dict[str, Any] = {}
    with bound_contextvars(request_id=NUMBER):
        signals.before_task_publish.send(sender=hum.name, headers=headers)
    assert headers == {"request_id": NUMBER}


def test_task_that_no_request_asked_for_has_no_number() -> None:
    headers: dict[str, Any] = {}
    signals.before_task_publish.send(sender=hum.name, headers=headers)
    assert headers == {}


def test_task_is_told_under_the_number_of_its_request(log: Log) -> None:
    with bound_contextvars(request_id=NUMBER):
        answer = hum.apply()
    told = {"event": "task", "level": "info", "task": hum.name, "state": "SUCCESS", "request_id": NUMBER}
    assert lines(log) == [told]
    assert [line["task_id"] for line in log.of("lofi_site.task")] == [answer.result] == [answer.id]


def test_what_runs_by_the_clock_and_well_is_told_to_who_debugs(log: Log) -> None:
    hum.apply()
    assert lines(log) == [{"event": "task", "level": "debug", "task": hum.name, "state": "SUCCESS"}]


def test_failure_is_told_with_its_place_and_counted(log: Log) -> None:
    before = ran(hum, "FAILURE"), ran(hum, "SUCCESS")
    hum.apply(kwargs={"broken": True})
    assert (ran(hum, "FAILURE"), ran(hum, "SUCCESS")) == (before[0] + 1, before[1])
    assert lines(log) == [
        {"event": "task failed", "level": "error", "task": hum.name},
        {"event": "task", "level": "info", "task": hum.name, "state": "FAILURE"},
    ]
    (raised,) = log.of("lofi_site.task")[0]["exception"]
    assert (raised["type"], raised["frames"][-1].split(" ")[1]) == ("RuntimeError", "hum")


def test_task_that_tries_again_is_told_and_counted(log: Log) -> None:
    before = ran(hum_again, "RETRY"), ran(hum_again, "SUCCESS")
    hum_again.apply()
    assert (ran(hum_again, "RETRY"), ran(hum_again, "SUCCESS")) == (before[0] + 1, before[1] + 1)
    assert [line["event"] for line in lines(log)].count("task will be tried again") == 1
    assert "alice" not in log.text


def test_nothing_of_a_task_is_left_when_it_ended() -> None:
    hum.apply()
    assert get_contextvars() == {}

"""Each request is one line and one count, under its number."""

from __future__ import annotations

import logging
import re

import pytest
from django.conf import LazySettings
from django.test import Client
from prometheus_client import REGISTRY

from accounts.models import User
from tests.lofi_site import broken_urls
from tests.lofi_site.observability.conftest import Log

pytestmark = pytest.mark.django_db
LINE = "lofi_site.request"
NEW = re.compile(r"[0-9a-f]{32}")


def counted(route: str, method: str, status: int) -> float:
    labels = {"route": route, "method": method, "status": str(status)}
    return REGISTRY.get_sample_value("lofi_http_requests_total", labels) or 0.0


@pytest.mark.parametrize("given", ["a" * 8, "a" * 128, "7f3a-91_b.C", "01ARZ3NDEKTSV4RRFFQ69G5FAV"])
def test_well_formed_number_is_kept_and_told(client: Client, log: Log, given: str) -> None:
    assert client.get("/rules", headers={"X-Request-ID": given})["X-Request-ID"] == given
    assert [line["request_id"] for line in log.of(LINE)] == [given]


@pytest.mark.parametrize(
    "given", ["", "short", "a" * 129, "alice@example.org", "a b c d e f", "abcdefgh\n", "ääääääää"]
)
def test_other_number_is_replaced(client: Client, log: Log, given: str) -> None:
    answered = client.get("/rules", headers={"X-Request-ID": given})["X-Request-ID"]
    assert NEW.fullmatch(answered)
    assert [line["request_id"] for line in log.of(LINE)] == [answered]


def test_line_tells_how_it_went_and_nothing_of_the_visitor(client: Client, log: Log, alice: User) -> None:
    client.force_login(alice)
    answer = client.get("/@alice?from=alice@example.org", REMOTE_ADDR="203.0.113.9")
    (line,) = log.of(LINE)
    told = {name: value for name, value in line.items() if name not in ("ms", "time")}
    assert told == {
        "event": "request",
        "level": "info",
        "logger": LINE,
        "request_id": answer["X-Request-ID"],
        "method": "GET",
        "route": "/@<str:name>",
        "status": 200,
        "bytes": len(answer.content),
    }


@pytest.mark.parametrize(
    ("path", "route"),
    [
        ("/", "/"),
        ("/nowhere/at/all", "unmatched"),
        ("/static/nothing.js", "static"),
        ("/api/v1/moods", "/api/v1/moods"),
    ],
)
def test_request_is_counted_by_its_route(client: Client, path: str, route: str) -> None:
    status = client.get(path).status_code
    before = counted(route, "GET", status)
    client.get(path)
    assert counted(route, "GET", status) == before + 1


def test_method_that_nobody_knows_makes_no_series_of_its_own(client: Client) -> None:
    before = counted("/rules", "other", 405)
    client.generic("BREW", "/rules")
    assert counted("/rules", "other", 405) == before + 1
    assert counted("/rules", "BREW", 405) == 0


def test_broken_page_tells_the_number_of_the_log(client: Client, log: Log, settings: LazySettings) -> None:
    settings.ROOT_URLCONF = "tests.lofi_site.broken_urls"
    client.raise_request_exception = False
    answer = client.get("/")
    number = answer["X-Request-ID"]
    assert f"tell us this number: <code>{number}</code>" in answer.text
    (error,), (line,) = log.of("django.request"), log.of(LINE)
    assert (error["request_id"], line["request_id"], line["status"]) == (number, number, 500)
    assert (error["event"], error["exception"][-1]["type"]) == ("Internal Server Error", "RuntimeError")
    line_of_fail = broken_urls.fail.__code__.co_firstlineno + 1
    assert error["exception"][-1]["frames"][-1] == f"tests/lofi_site/broken_urls.py:{line_of_fail} fail"
    assert "on purpose" not in log.text


def test_number_ends_with_its_request(client: Client, log: Log) -> None:
    client.get("/rules")
    logging.getLogger("lofi_site.test").info("later")
    assert "request_id" not in log.of("lofi_site.test")[0]

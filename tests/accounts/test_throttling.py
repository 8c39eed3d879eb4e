"""Limits: who is counted, what is told, and that processes count together."""

from __future__ import annotations

import threading
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from model_bakery import baker
from rest_framework.test import APIClient, APIRequestFactory

from accounts import services, tasks
from accounts.models import RequestCount, User
from accounts.throttling import Rate, client_address


@pytest.fixture(autouse=True)
def three_a_minute(settings: LazySettings) -> None:
    settings.THROTTLE_RATES = {"music": "3/minute", "read": "1000/minute"}


def generate(api: APIClient, **extra: Any) -> Any:
    return api.post("/api/v1/generate", {"count": 1, "seed": 1}, format="json", **extra)


def test_limit_is_told_and_kept(api: APIClient) -> None:
    answers = [generate(api) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [answer["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0"]
    assert {answer["RateLimit-Limit"] for answer in answers} == {"3"}
    assert {answer["RateLimit-Policy"] for answer in answers} == {"3;w=60"}


@pytest.mark.usefixtures("counted_in_database")  # Redis has a clock of its own, which no test moves
def test_refusal_says_when_to_come_back(api: APIClient) -> None:
    with time_machine.travel("2026-01-01T12:00:00Z", tick=False) as clock:
        for _ in range(3):
            generate(api)
        clock.shift(20)
        refused = generate(api)
        assert refused["Retry-After"] == refused["RateLimit-Reset"] == "40"
        assert refused.json() == {"detail": "Too many calls. Try again in 40 seconds."}
        clock.shift(40)
        assert generate(api).status_code == 200


@pytest.mark.usefixtures("counted_in_database")
def test_limit_used_up_before_the_clock_was_set_back_is_over(api: APIClient) -> None:
    with time_machine.travel("2026-01-02T12:00:00Z", tick=False) as clock:
        assert [generate(api).status_code for _ in range(4)] == [200, 200, 200, 429]
        clock.move_to("2026-01-01T12:00:00Z")
        assert [generate(api).status_code for _ in range(4)] == [200, 200, 200, 429]


@pytest.mark.usefixtures("counted_in_database")
def test_limit_holds_between_processes_whose_clocks_differ_a_little(api: APIClient) -> None:
    with time_machine.travel("2026-01-01T12:00:00Z", tick=False) as clock:
        for seconds in (0, -1, 1):
            clock.shift(seconds)
            generate(api)
        clock.shift(-1)
        assert generate(api).status_code == 429


def test_limit_counts_refused_bodies_too(api: APIClient) -> None:
    for _ in range(3):
        assert api.post("/api/v1/decode", {}, format="json").status_code == 400
    assert generate(api).status_code == 429


def test_music_and_reading_are_counted_apart(api: APIClient) -> None:
    for _ in range(4):
        generate(api)
    assert api.get("/api/v1/model").status_code == 200
    assert api.get("/api/v1/model")["RateLimit-Limit"] == "1000"


def test_addresses_are_counted_apart(api: APIClient) -> None:
    for _ in range(4):
        generate(api, REMOTE_ADDR="192.0.2.1")
    assert generate(api, REMOTE_ADDR="192.0.2.1").status_code == 429
    assert generate(api, REMOTE_ADDR="192.0.2.2").status_code == 200


def test_visitors_behind_one_proxy_are_counted_apart(api: APIClient, settings: LazySettings) -> None:
    settings.NUM_PROXIES = 1
    proxy = {"REMOTE_ADDR": "10.0.0.1"}
    for _ in range(4):
        generate(api, HTTP_X_FORWARDED_FOR="192.0.2.1", **proxy)
    assert generate(api, HTTP_X_FORWARDED_FOR="192.0.2.1", **proxy).status_code == 429
    assert generate(api, HTTP_X_FORWARDED_FOR="192.0.2.2", **proxy).status_code == 200


def test_forged_forwarding_does_not_lift_the_limit(api: APIClient, settings: LazySettings) -> None:
    for proxies, forged in ((0, "{}"), (1, "{}, 192.0.2.1")):
        settings.NUM_PROXIES = proxies
        answers = [generate(api, HTTP_X_FORWARDED_FOR=forged.format(f"198.51.100.{i}")) for i in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]


def test_members_are_counted_by_account(api: APIClient) -> None:
    alice, bob = baker.make(User, _quantity=2)
    api.force_login(alice)
    for i in range(4):
        answer = generate(api, REMOTE_ADDR=f"192.0.2.{i}")
    assert answer.status_code == 429
    api.force_login(bob)
    assert generate(api, REMOTE_ADDR="192.0.2.3").status_code == 200


@pytest.mark.parametrize(
    ("proxies", "remote", "forwarded", "address"),
    [
        (0, "192.0.2.1", "198.51.100.1", "192.0.2.1"),
        (1, "10.0.0.1", "198.51.100.1, 192.0.2.7", "192.0.2.7"),
        (2, "10.0.0.1", "203.0.113.5, 192.0.2.7, 10.0.0.2", "192.0.2.7"),
        (2, "10.0.0.1", "192.0.2.7", "192.0.2.7"),
        (1, "10.0.0.1", "", "10.0.0.1"),
        (1, "10.0.0.1", "<script>", "unknown"),
        (0, "2001:db8:1:2:3:4:5:6", "", "2001:db8:1:2::/64"),
        (0, "::ffff:192.0.2.1", "", "192.0.2.1"),
        (0, "", "", "unknown"),
    ],
)
def test_client_address(settings: LazySettings, proxies: int, remote: str, forwarded: str, address: str) -> None:
    settings.NUM_PROXIES = proxies
    request = APIRequestFactory().get("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)
    assert client_address(request) == address


@pytest.mark.parametrize("text", ["", "300", "300/", "x/minute", "0/minute", "-1/minute", "3/fortnight", "1.5/hour"])
def test_rate_refuses_what_is_none(text: str) -> None:
    with pytest.raises(ValueError, match="300/minute"):
        Rate.parse(text)


@pytest.mark.django_db(transaction=True)
def test_calls_are_counted_together_by_all_connections() -> None:
    def call() -> None:
        for _ in range(25):
            services.count_call(key="music:address:192.0.2.1", window=60)
        connection.close()

    threads = [threading.Thread(target=call) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert services.count_call(key="music:address:192.0.2.1", window=60)[0] == 101


def test_forget_request_counts_deletes_old_ones(db: None, settings: LazySettings) -> None:
    settings.REDIS_URL = ""  # which forgets by itself
    with time_machine.travel("2026-01-01T12:00:00Z") as clock:
        services.count_call(key="old", window=60)
        clock.shift(3601)
        services.count_call(key="new", window=60)
        tasks.forget_request_counts()
    assert [row.key for row in RequestCount.objects.all()] == ["new"]

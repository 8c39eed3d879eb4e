"""Where one is logged in."""

from __future__ import annotations

import pytest
import time_machine
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts import tokens
from accounts.models import User
from accounts.templatetags.account_pages import browser_name
from tests.accounts.people import log_in, member

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 (KHTML, like Gecko) Safari/604.1"


@pytest.mark.django_db
def test_other_sessions_are_listed_and_ended() -> None:
    member("alice"), member("bob")
    here, there, bobs = Client(headers={"User-Agent": FIREFOX}), Client(headers={"User-Agent": SAFARI}), Client()
    for client, name in ((here, "alice"), (there, "alice"), (bobs, "bob")):
        log_in(client, name)
        client.get("/")
    page = here.get("/account/sessions/").text
    assert [name in page for name in ("Firefox on Windows", "Safari on iPhone")] == [True, True]
    here.post("/account/sessions/")
    assert [client.get("/account/sessions/").status_code for client in (here, there, bobs)] == [200, 302, 200]


@pytest.mark.parametrize(
    ("agent", "name"),
    [(FIREFOX, "Firefox on Windows"), (SAFARI, "Safari on iPhone"), ("", "A browser"), ("curl/8", "A browser")],
)
def test_browser_name_is_short(agent: str, name: str) -> None:
    assert browser_name(agent) == name


@pytest.mark.django_db
def test_last_seen_is_noted_every_five_minutes(client: Client) -> None:
    def seen() -> str:
        client.get("/api/v1/model")
        return UserSession.objects.get().last_seen_at.isoformat()

    with time_machine.travel("2026-01-01T12:00:00Z", tick=False) as clock:
        member("alice")
        log_in(client, "alice")
        first = seen()
        clock.shift(299)
        assert seen() == first
        clock.shift(2)
        assert seen() == "2026-01-01T12:05:01+00:00"


@pytest.mark.django_db
def test_visitors_leave_no_session_behind(client: Client) -> None:
    client.get("/")
    assert client.cookies.get("sessionid") is None
    assert not UserSession.objects.exists()


def test_key_of_a_program_begins_no_session(alice: User) -> None:
    """Not even beside a cookie that names one that is not there."""
    key = tokens.create(user=alice, name="radio", scope="read", days=None)[1]
    client = Client()
    client.cookies["sessionid"] = "x" * 32
    answer = client.get("/api/v1/me", headers={"Authorization": f"Bearer {key}"})
    assert (answer.status_code, answer.cookies["sessionid"].value, Session.objects.count()) == (200, "", 0)

"""Logging in and out, and how often one may try."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import LazySettings
from django.test import Client

from tests.accounts.people import PASSWORD, is_in, log_in, member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("login", ["alice", "ALICE", "alice@example.org", "Alice@Example.org", " alice "])
def test_log_in_by_name_or_address(client: Client, login: str) -> None:
    member("alice")
    assert log_in(client, login)["Location"] == "/"
    assert is_in(client)


@pytest.mark.parametrize(
    ("login", "password"), [("alice", "wrong"), ("bob", PASSWORD), ("alice@example.org", ""), ("", PASSWORD)]
)
def test_log_in_refuses_what_does_not_fit(client: Client, login: str, password: str) -> None:
    member("alice")
    assert log_in(client, login, password).status_code == 200
    assert not is_in(client)


def test_unverified_address_logs_nobody_in(client: Client) -> None:
    member("alice", verified=False)
    assert log_in(client, "alice@example.org").status_code == 200


def test_session_gets_a_new_key_at_log_in(client: Client) -> None:
    member("alice")
    client.get("/account/login/")
    session = client.session
    session["before"] = 1
    session.save()
    old = session.session_key
    log_in(client, "alice")
    assert client.session.session_key != old
    assert not client.session.exists(old)


def test_log_out_is_a_post(client: Client) -> None:
    member("alice")
    log_in(client, "alice")
    assert "Log out?" in client.get("/account/logout/").text
    assert is_in(client)
    assert client.post("/account/logout/")["Location"] == "/"
    assert not is_in(client)


def test_header_offers_what_fits(client: Client) -> None:
    visitor = client.get("/").text
    assert ("/account/login/" in visitor, "<details" in visitor) == (True, False)
    member("alice")
    log_in(client, "alice")
    page = client.get("/").text
    assert ("/account/login/" in page, "<details" in page, 'href="/@alice"' in page) == (False, True, True)


def test_sixth_wrong_password_for_a_name_is_a_429_in_the_sites_look(client: Client) -> None:
    member("alice")
    statuses = [log_in(client, "alice", "wrong").status_code for _ in range(5)]
    refused = log_in(client, "alice")
    assert (statuses, refused.status_code, is_in(client)) == ([200] * 5, 429, False)
    assert '<main id="main"' in refused.text
    assert "Please wait a few minutes" in refused.text


def test_limit_of_one_name_is_not_anothers(client: Client) -> None:
    member("alice"), member("bob")
    for _ in range(6):
        log_in(client, "alice", "wrong")
    assert log_in(client, "bob")["Location"] == "/"


def test_limit_is_by_the_address_behind_the_proxies(client: Client, settings: LazySettings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip"}

    def status(forwarded: str) -> int:
        form = {"login": "x", "password": "y"}
        return client.post("/account/login/", form, headers={"X-Forwarded-For": forwarded}).status_code

    assert [status("192.0.2.1") for _ in range(3)] == [200, 200, 429]
    assert status("192.0.2.1, 192.0.2.2") == 200
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert status("192.0.2.9") == 200  # fewer proxies than told: the socket's address, and no 500


@pytest.mark.parametrize(
    ("action", "path", "form"),
    [
        ("login", "/account/login/", {"login": "x", "password": "y"}),
        ("signup", "/account/signup/", {"username": "", "email": "", "password1": ""}),
        ("reset_password", "/account/password/reset/", {"email": "x@example.org"}),
        ("reset_password_from_key", "/account/password/reset/key/1-set-password/", {"password1": "", "password2": ""}),
        ("change_password", "/account/password/change/", {"oldpassword": "x"}),
        ("reauthenticate", "/account/reauthenticate/", {"password": "x"}),
        ("reauthenticate", "/account/2fa/reauthenticate/", {"code": "123456"}),
        ("manage_email", "/account/email/", {"email": "", "action_add": ""}),
    ],
)
def test_every_credential_form_has_its_limit(
    client: Client, settings: LazySettings, action: str, path: str, form: dict[str, str]
) -> None:
    alice = member("alice")
    per = "user" if settings.ACCOUNT_RATE_LIMITS[action].endswith("user") else "ip"
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, action: f"2/m/{per}"}
    if per == "user":
        client.force_login(alice)
    if "2fa" in path:
        TOTP.activate(alice, "A" * 32)
    statuses = [client.post(path, form).status_code for _ in range(3)]
    assert statuses[2] == 429, statuses
    assert 429 not in statuses[:2]


def test_form_without_its_token_is_a_403_in_the_sites_look() -> None:
    response = Client(enforce_csrf_checks=True).post("/account/login/", {"login": "x", "password": "y"})
    assert response.status_code == 403
    assert '<main id="main"' in response.text
    assert "This page was too old" in response.text

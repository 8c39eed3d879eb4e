"""Signing up: the name, the mail, the link; and what becomes of those who never follow it."""

from __future__ import annotations

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts import signup
from accounts.models import User
from tests.accounts.people import PASSWORD, is_in, link_in_last_mail, log_in, member

pytestmark = pytest.mark.django_db
SENT = "/account/confirm-email/"


def sign_up(client: Client, name: str = "alice", email: str = "alice@example.org", password: str = PASSWORD):
    return client.post("/account/signup/", {"username": name, "email": email, "password1": password})


def test_signup_sends_a_link_and_lets_nobody_in_before_it_is_followed(client: Client) -> None:
    response = sign_up(client)
    assert (response.status_code, response["Location"], is_in(client)) == (302, SENT, False)
    assert [letter.to for letter in mail.outbox] == [["alice@example.org"]]
    assert "please follow this link" in mail.outbox[0].body


def test_link_verifies_and_lets_in_where_one_signed_up(client: Client) -> None:
    sign_up(client)
    link = link_in_last_mail()
    assert "Is <strong>alice@example.org</strong> your address" in client.get(link).text
    assert not EmailAddress.objects.get().verified
    assert client.post(link)["Location"] == "/"
    assert EmailAddress.objects.get().verified
    assert is_in(client)


def test_link_verifies_but_lets_nobody_in_elsewhere(client: Client) -> None:
    sign_up(client)
    elsewhere = Client()
    assert elsewhere.post(link_in_last_mail())["Location"] == "/account/login/"
    assert not is_in(elsewhere)
    assert log_in(elsewhere, "alice@example.org")["Location"] == "/"


def test_broken_link_says_so_in_the_sites_look(client: Client) -> None:
    response = client.get("/account/confirm-email/nonsense/")
    assert response.status_code == 200
    assert "This link is too old" in response.text


def test_who_did_not_follow_the_link_is_sent_another_after_a_while(client: Client) -> None:
    with time_machine.travel("2026-01-01T12:00:00Z") as clock:
        sign_up(client)
        clock.shift(200)
        assert log_in(client, "alice")["Location"] == SENT
    assert len(mail.outbox) == 2
    assert not is_in(client)


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("al", "at least 3 characters"),
        ("a" * 31, "3 to 30 letters"),
        ("al ice", "3 to 30 letters"),
        ("älice", "3 to 30 letters"),
        ("alice@x", "3 to 30 letters"),
        ("alice\n", None),
        ("admin", "kept for the site"),
        ("_Lofi_", "kept for the site"),
        ("API", "kept for the site"),
        ("bob", "Somebody has this name"),
        ("BOB", "Somebody has this name"),
    ],
)
def test_name_is_refused_at_its_field(client: Client, name: str, words: str | None) -> None:
    member("bob")
    response = sign_up(client, name)
    if words is None:  # a line's end around a name is cut off, as by any form
        assert response.status_code == 302
        return
    assert response.status_code == 200
    assert words in str(response.context["form"].errors["username"])
    assert 'aria-invalid="true"' in response.text
    assert 'id="id_username_error"' in response.text


def test_names_are_kept_in_small_letters(client: Client) -> None:
    sign_up(client, "Alice_B-1")
    assert User.objects.get().username == "alice_b-1"


@pytest.mark.parametrize("password", ["short", "12345678", "password1", "alice@example.org"])
def test_weak_password_is_refused_at_its_field(client: Client, password: str) -> None:
    response = sign_up(client, password=password)
    assert list(response.context["form"].errors) == ["password1"]
    assert not User.objects.exists()


def test_passwords_are_kept_by_argon2(client: Client) -> None:
    sign_up(client)
    assert User.objects.get().password.startswith("argon2$argon2id$")


def test_name_taken_a_moment_ago_is_an_error_at_its_field(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    member("alice")
    # as if both had been found free before either was stored
    monkeypatch.setattr("allauth.account.internal.userkit.filter_users_by_username", lambda name: User.objects.none())
    response = sign_up(client, email="other@example.org")
    assert response.status_code == 200
    assert "Somebody has this name" in response.text
    assert mail.outbox == []


def test_known_address_gets_a_letter_that_tells_its_owner(client: Client) -> None:
    member("alice")
    assert sign_up(client, "mallory")["Location"] == SENT
    assert [letter.subject for letter in mail.outbox] == ["You have an account already"]
    assert "/account/password/reset/" in mail.outbox[0].body
    assert "confirm-email" not in mail.outbox[0].body


def test_unverified_accounts_are_forgotten_after_their_days() -> None:
    with time_machine.travel("2026-01-01T12:00:00Z") as clock:
        member("alice")
        member("ghost", verified=False)
        clock.shift(3 * 86_400 - 60)
        member("newcomer", verified=False)
        signup.forget_unverified()
        assert User.objects.count() == 3
        clock.shift(120)
        assert signup.delete_unverified(days=3) == 1
    assert sorted(User.objects.values_list("username", flat=True)) == ["alice", "newcomer"]


def test_staff_made_by_hand_are_not_forgotten() -> None:
    with time_machine.travel("2026-01-01T12:00:00Z"):
        User.objects.create_superuser("root", "", PASSWORD)
    assert signup.delete_unverified(days=3) == 0

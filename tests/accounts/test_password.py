"""A new password by the mail's link, a changed one, and a new address."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from tests.accounts.people import PASSWORD, is_in, link_in_last_mail, log_in, member, prove

pytestmark = pytest.mark.django_db
NEW = "copper-kettle-9"


def ask(client: Client, email: str):
    return client.post("/account/password/reset/", {"email": email})


def test_reset_link_sets_a_new_password_once(client: Client) -> None:
    alice = member("alice")
    assert ask(client, "Alice@example.org")["Location"] == "/account/password/reset/done/"
    link = link_in_last_mail()
    form_at = client.get(link)["Location"]
    assert client.post(form_at, {"password1": NEW, "password2": NEW}).status_code == 302
    alice.refresh_from_db()
    assert alice.check_password(NEW)
    assert "This link no longer works" in Client().get(link, follow=True).text


def test_reset_tells_a_strangers_address_that_it_has_no_account(client: Client) -> None:
    ask(client, "charlie@example.org")
    assert [letter.subject for letter in mail.outbox] == ["No account with this address"]


def test_reset_is_for_verified_addresses(client: Client) -> None:
    member("alice", verified=False)
    ask(client, "alice@example.org")
    assert [letter.subject for letter in mail.outbox] == ["No account with this address"]


def test_reset_refuses_a_weak_password(client: Client) -> None:
    member("alice")
    ask(client, "alice@example.org")
    form_at = client.get(link_in_last_mail())["Location"]
    response = client.post(form_at, {"password1": "12345678", "password2": "12345678"})
    assert (response.status_code, "aria-invalid" in response.text) == (200, True)


def test_password_change_ends_other_sessions_and_sends_a_letter(client: Client) -> None:
    member("alice")
    elsewhere = Client()
    log_in(client, "alice"), log_in(elsewhere, "alice")
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})
    assert client.get("/account/email/").status_code == 200
    assert elsewhere.get("/account/email/").status_code == 302
    assert [letter.subject for letter in mail.outbox] == ["Password Changed"]


def test_password_change_needs_the_old_one(client: Client) -> None:
    alice = member("alice")
    log_in(client, "alice")
    form = {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    assert "This is not your password." in client.post("/account/password/change/", form).text
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


def test_address_changes_when_the_new_one_is_confirmed(client: Client) -> None:
    alice = member("alice")
    log_in(client, "alice")
    prove(client)
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    assert mail.outbox[-1].to == ["new@example.org"]
    assert EmailAddress.objects.get(user=alice, primary=True).email == "alice@example.org"
    client.post(link_in_last_mail())
    assert list(EmailAddress.objects.values_list("email", "verified", "primary")) == [("new@example.org", True, True)]
    alice.refresh_from_db()
    assert alice.email == "new@example.org"


def test_anothers_address_is_taken_in_silence_and_told_to_its_owner(client: Client) -> None:
    member("alice"), member("bob")
    log_in(client, "alice")
    prove(client)
    response = client.post("/account/email/", {"email": "bob@example.org", "action_add": ""})
    assert response.status_code == 302
    assert (mail.outbox[-1].to, mail.outbox[-1].subject) == (["bob@example.org"], "You have an account already")


def test_pages_of_the_account_are_for_members(client: Client) -> None:
    for path in ("email", "password/change", "2fa", "sessions", "2fa/totp/activate", "2fa/recovery-codes"):
        assert client.get(f"/account/{path}/")["Location"].startswith("/account/login/?next="), path
    assert not is_in(client)


@pytest.mark.parametrize("path", ["email", "2fa/totp/activate", "2fa/webauthn/add", "2fa/recovery-codes/generate"])
def test_changes_of_the_log_in_ask_for_the_password_again(client: Client, path: str) -> None:
    member("alice")
    log_in(client, "alice")
    response = client.post(f"/account/{path}/", {"email": "new@example.org", "action_add": ""})
    assert response["Location"].startswith("/account/reauthenticate/?next=")
    assert EmailAddress.objects.count() == 1

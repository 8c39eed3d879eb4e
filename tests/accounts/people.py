"""Members for the tests: Alice owns, Bob is another member, Charlie is nobody."""

from __future__ import annotations

import re

from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from accounts.models import User

PASSWORD = "paper-lantern-7"


def member(name: str, *, verified: bool = True) -> User:
    """A member with an address at example.org and ``PASSWORD``."""
    user: User = User.objects.create_user(name, f"{name}@example.org", PASSWORD)
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def log_in(client: Client, login: str, password: str = PASSWORD):
    return client.post("/account/login/", {"login": login, "password": password})


def prove(client: Client) -> None:
    """Be asked for the password again, as before any change of how one logs in."""
    assert client.post("/account/reauthenticate/", {"password": PASSWORD}).status_code == 302


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


def link_in_last_mail() -> str:
    """The path of the first link in the mail that was sent last."""
    found = re.search(r"https?://[^/\s]+(/\S+)", str(mail.outbox[-1].body))
    assert found, mail.outbox[-1].body
    return found[1]

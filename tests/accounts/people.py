"""Members for the tests: Alice owns, Bob is another member, Charlie is nobody."""

from __future__ import annotations

import re
from functools import cache

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from accounts.models import User

PASSWORD = "paper-lantern-7"


@cache
def _hashed() -> str:
    """As it is stored: real, but worked out once, since it is slow on purpose."""
    return make_password(PASSWORD)


def member(name: str, *, verified: bool = True) -> User:
    """A member with an address at example.org and ``PASSWORD``."""
    user: User = User.objects.create(username=name, email=f"{name}@example.org", password=_hashed())
    EmailAddress.objects.create(user=user, email=user.email, verified=verified, primary=True)
    return user


def staff(name: str, *roles: str) -> User:
    """A member of staff with roles: curator, moderator, admin."""
    user = member(name)
    user.is_staff = True
    user.save()
    user.groups.set(Group.objects.filter(name__in=roles))
    return user


def as_user(user: User) -> APIClient:
    """A client of somebody who is logged in, whose calls are JSON."""
    client = APIClient()
    client.force_login(user)
    return client


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

"""Who comes into the admin, and what an admin who is no superuser may not do to themselves."""

from __future__ import annotations

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import LazySettings
from django.contrib.auth.models import Group
from django.test import Client

from accounts.models import User
from tests.accounts.people import member

pytestmark = pytest.mark.django_db


@pytest.fixture
def alice() -> User:
    """She is staff, with the role admin."""
    alice = member("alice")
    alice.is_staff = True
    alice.save()
    alice.groups.add(Group.objects.get(name="admin"))
    return alice


def test_admin_is_entered_by_the_sites_own_log_in(client: Client) -> None:
    assert client.get("/admin/")["Location"] == "/admin/login/?next=/admin/"
    assert client.get("/admin/login/?next=/admin/")["Location"] == "/account/login/?next=%2Fadmin%2F"


def test_members_are_not_let_in(client: Client) -> None:
    client.force_login(member("bob"))
    assert client.get("/admin/", follow=True).status_code == 403


def test_staff_without_second_factor_is_sent_to_set_one_up(client: Client, alice: User, settings: LazySettings) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True
    client.force_login(alice)
    response = client.get("/admin/", follow=True)
    assert response.redirect_chain[-1][0] == "/account/2fa/"
    assert "Staff need a second factor" in response.text
    assert client.get("/admin/accounts/user/").status_code == 302
    TOTP.activate(alice, "A" * 32)
    assert client.get("/admin/").status_code == 200


def test_second_factor_can_be_off_in_development(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/admin/").status_code == 200


def test_admins_password_is_changed_where_members_change_theirs(client: Client, alice: User) -> None:
    client.force_login(alice)
    assert client.get("/admin/password_change/")["Location"] == "/account/password/change/"


def test_admin_makes_nobody_superuser(client: Client, alice: User) -> None:
    bob = member("bob")
    client.force_login(alice)
    page = client.get(f"/admin/accounts/user/{bob.pk}/change/").text
    assert ['name="is_superuser"' in page, 'name="is_staff"' in page] == [False, True]
    form = {"username": "bob", "email": bob.email, "is_staff": "on", "is_superuser": "on", "is_active": "on"}
    form |= {"profile_seen_by": "everyone"}
    client.post(f"/admin/accounts/user/{bob.pk}/change/", form)
    bob.refresh_from_db()
    assert (bob.is_staff, bob.is_superuser) == (True, False)


def test_admin_may_not_touch_a_superuser(client: Client, alice: User) -> None:
    root = User.objects.create_superuser("root", "root@example.org", "paper-lantern-7")
    client.force_login(alice)
    client.post(f"/admin/accounts/user/{root.pk}/change/", {"username": "root2"})
    assert client.post(f"/admin/accounts/user/{root.pk}/password/", {"password1": "x"}).status_code == 403
    root.refresh_from_db()
    assert root.username == "root"

"""What staff may do."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from accounts import roles
from accounts.models import User

pytestmark = pytest.mark.django_db


def permissions(role: str) -> list[str]:
    found = Group.objects.get(name=role).permissions.select_related("content_type")
    return sorted(f"{each.content_type.app_label}.{each.codename}" for each in found)


@pytest.mark.parametrize("role", roles.ROLES)
def test_role_may_do_what_the_table_says(role: str) -> None:
    assert permissions(role) == sorted(roles.ROLES[role])


def test_moderator_may_hide_but_not_make_or_promote() -> None:
    alice = User.objects.create_user("alice", is_staff=True)
    alice.groups.add(Group.objects.get(name="moderator"))
    wanted = ["playlists.change_playlist", "playlists.add_playlist", "generator.change_modelversion"]
    assert [alice.has_perm(name) for name in wanted] == [True, False, False]


def test_table_is_put_into_effect_again_without_doubles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(roles.ROLES, "moderator", (*roles.ROLES["moderator"], "generator.delete_track"))
    for _ in range(2):
        roles.give_permissions(apps.get_app_config("generator"), "default")
    assert permissions("moderator") == sorted(roles.ROLES["moderator"])


def test_role_that_is_missing_is_made_again_by_migrate() -> None:
    Group.objects.all().delete()
    call_command("migrate", verbosity=0)
    assert sorted(Group.objects.values_list("name", flat=True)) == ["admin", "curator", "moderator"]


def test_permission_given_by_hand_stays() -> None:
    curator = Group.objects.get(name="curator")
    curator.permissions.add(Permission.objects.get(codename="view_session"))
    call_command("migrate", verbosity=0)
    assert "sessions.view_session" in permissions("curator")

"""Acts on many at once: said first, with a reason, all or none, each in the audit."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import Group
from django.core.exceptions import ValidationError
from django.test import Client

from accounts import bulk, tokens
from accounts.models import AuditEntry, User
from generator.models import Track
from tests import library
from tests.accounts.people import is_in, log_in, member

pytestmark = pytest.mark.django_db
MEMBERS = "/admin/accounts/user/"


@pytest.fixture
def alice() -> User:
    """She is staff, with the role admin."""
    alice = member("alice")
    User.objects.filter(pk=alice.pk).update(is_staff=True)
    alice.groups.add(Group.objects.get(name="admin"))
    return alice


def act(client: Client, path: str, action: str, *things: Any, why: str | None = None) -> Any:
    """Choose things of a list and an act; with ``why``, what is asked then is answered too."""
    form = {"action": action, "_selected_action": [thing.pk for thing in things]}
    if why is not None:
        form |= {"confirmed": "yes", "why": why}
    return client.post(path, form)


def test_nothing_is_done_before_it_was_said_what_will_be(client: Client, alice: User, bob: User) -> None:
    tokens.create(user=bob, name="mine", scope="read", days=None)
    client.force_login(alice)
    page = act(client, MEMBERS, "revoke_tokens", bob)
    assert "Programs that use their tokens are refused from now on." in page.text
    assert "<li>bob<input" in page.text
    assert (bob.tokens.count(), AuditEntry.objects.count()) == (1, 0)


@pytest.mark.parametrize("why", ["", "   ", "x" * 501])
def test_reason_is_required_and_bounded(client: Client, alice: User, bob: User, why: str) -> None:
    tokens.create(user=bob, name="mine", scope="read", days=None)
    client.force_login(alice)
    assert "errorlist" in act(client, MEMBERS, "revoke_tokens", bob, why=why).text
    assert (bob.tokens.count(), AuditEntry.objects.count()) == (1, 0)


def test_act_is_in_the_audit_once_for_each(client: Client, alice: User, bob: User) -> None:
    charlie = member("charlie")
    tokens.create(user=bob, name="mine", scope="read", days=None)
    client.force_login(alice)
    assert act(client, MEMBERS, "revoke_tokens", bob, charlie, why="Their keys leaked.").status_code == 302
    entries = AuditEntry.objects.order_by("target").values_list("actor", "action", "kind", "target", "title", "why")
    told = [
        ("alice", "member.revoke_tokens", "user", who.public_id, str(who), "Their keys leaked.")
        for who in (bob, charlie)
    ]
    assert list(entries) == sorted(told, key=lambda row: row[3])
    assert AuditEntry.objects.get(title="bob").data == {"tokens": 1}
    assert bob.tokens.count() == 0


def test_ended_sessions_log_a_member_out_everywhere(client: Client, alice: User, bob: User) -> None:
    phone, laptop = Client(), Client()
    for device in (phone, laptop):
        log_in(device, "bob")
    client.force_login(alice)
    act(client, MEMBERS, "end_sessions", bob, why="They asked for it.")
    assert [is_in(phone), is_in(laptop)] == [False, False]
    assert AuditEntry.objects.get().data == {"sessions": 2}


def test_moderator_who_may_only_look_can_end_nothing(client: Client, bob: User) -> None:
    moderator = User.objects.create_user("mo", is_staff=True)
    moderator.groups.add(Group.objects.get(name="moderator"))
    log_in(phone := Client(), "bob")
    client.force_login(moderator)
    act(client, MEMBERS, "end_sessions", bob, why="I want to.")
    assert (is_in(phone), AuditEntry.objects.count()) == (True, 0)


def test_admin_can_do_nothing_to_a_superuser_among_others(client: Client, alice: User, bob: User) -> None:
    root = User.objects.create_superuser("root", "root@example.org")
    tokens.create(user=bob, name="mine", scope="read", days=None)
    client.force_login(alice)
    assert act(client, MEMBERS, "revoke_tokens", bob, root, why="I want to.").status_code == 403
    assert (bob.tokens.count(), AuditEntry.objects.count()) == (1, 0)


def test_more_than_the_bound_is_refused_with_the_bound(
    client: Client, alice: User, bob: User, settings: LazySettings
) -> None:
    settings.MAX_BULK = 1
    client.force_login(alice)
    page = client.get(act(client, MEMBERS, "revoke_tokens", alice, bob, why="Spam.")["Location"])
    assert "Choose up to 1 at once." in page.text
    assert AuditEntry.objects.count() == 0


def test_what_fails_for_one_is_done_for_none(client: Client, alice: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_rain(site: Any, request: Any, track: Track) -> None:
        if track.title == "Rain":
            raise ValidationError("Rain stays.")
        track.delete()

    tracks = [library.track(alice, title) for title in ("Sun", "Rain")]
    monkeypatch.setattr("generator.admin.TrackAdmin.delete_model", refuse_rain)
    client.force_login(alice)
    page = client.get(act(client, "/admin/generator/track/", "delete_selected", *tracks, why="Spam.")["Location"])
    assert "Nothing was done. Rain stays." in page.text
    assert (Track.objects.count(), AuditEntry.objects.count()) == (2, 0)


def test_deletion_of_many_says_what_goes_along_and_why(client: Client, alice: User) -> None:
    tracks = [library.track(alice, title) for title in ("Sun", "Rain")]
    library.playlist(alice, "Mine", *tracks)
    client.force_login(alice)
    page = act(client, "/admin/generator/track/", "delete_selected", *tracks)
    assert "They are gone for good: 2 tracks, 2 playlist tracks." in page.text
    act(client, "/admin/generator/track/", "delete_selected", *tracks, why="Spam.")
    assert Track.objects.count() == 0
    assert sorted(AuditEntry.objects.values_list("action", "target", "title", "why")) == sorted(
        ("admin.delete", track.public_id, track.title, "Spam.") for track in tracks
    )


def test_what_others_depend_on_is_not_deleted(client: Client) -> None:
    root = User.objects.create_superuser("root", "root@example.org")
    version = library.track(root).model_version
    client.force_login(root)
    path = "/admin/generator/modelversion/"
    page = client.get(act(client, path, "delete_selected", version, why="Old.")["Location"])
    assert "can&#x27;t be deleted, because of what depends on them" in page.text
    assert AuditEntry.objects.count() == 0


def test_every_list_of_the_admin_deletes_with_a_reason() -> None:
    from django.contrib import admin

    assert admin.site.get_action("delete_selected") is bulk.delete_selected

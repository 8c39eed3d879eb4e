"""Leaving: what goes, what may stay, and that nothing of the person does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.conf import LazySettings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from django.test import Client, RequestFactory
from rest_framework.test import APIClient

from accounts import deletion, exports, tasks, tokens
from accounts.models import User
from generator.models import Track
from generator.taste import nudges, owning
from playlists.models import Playlist, PlaylistTrack
from tests import library
from tests.accounts.people import PASSWORD, link_in_last_mail, log_in, member

NAME = "alicewonder"


@pytest.fixture(autouse=True)
def data_dir(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


@pytest.fixture
def alice(db: None) -> User:
    return member(NAME)


def cells() -> Iterator[tuple[str, str, str]]:
    """Each text in each table: table, column, text."""
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            names = [column[0] for column in cursor.description]
            for row in cursor.fetchall():
                yield from ((table, name, str(value)) for name, value in zip(names, row, strict=True))


def traces() -> list[tuple[str, str]]:
    return [(table, name) for table, name, text in cells() if NAME in text.lower()]


def settled(user: User) -> None:
    """Of everything something."""
    user.first_name = f"{NAME} the first"
    user.display_name = f"Dr {NAME}"
    user.save()
    for visibility in ("public", "unlisted", "private"):
        track = library.track(user, f"{visibility} track", visibility)
        library.playlist(user, f"{visibility} list", track, visibility=visibility)
        nudges.nudge(member=user, direction="more", latent=nudges.place_of(track), track=track)
    owning.share(member=user)
    tokens.create(user=user, name=f"{NAME}'s radio", scope="write", days=None)
    SocialAccount.objects.create(user=user, provider="github", uid="7", extra_data={"login": NAME})
    export = exports.request(user=user)
    assert export
    tasks.make_export(export.pk)


def prove(client: Client) -> Any:
    return client.post("/account/reauthenticate/", {"password": PASSWORD})


def came_by_github(client: Client, user: User) -> None:
    """As allauth notes it."""
    request = RequestFactory().get("/")
    request.session = client.session
    record_authentication(request, user, method="socialaccount", provider="github")
    request.session.save()


class TestService:
    def test_nothing_of_the_person_is_left_anywhere(
        self, alice: User, client: Client, data_dir: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        settled(alice)
        log_in(client, NAME)
        assert len(traces()) > 5
        with django_capture_on_commit_callbacks(execute=True):
            deletion.delete(user=alice, keep_public=True)
        assert traces() == []
        assert list((data_dir / "exports").iterdir()) == []
        assert not Session.objects.exists()

    def test_public_things_stay_without_a_name_if_so_wished(self, alice: User) -> None:
        settled(alice)
        deletion.delete(user=alice, keep_public=True)
        assert list(Track.objects.values_list("title", "creator", "claim")) == [("public track", None, None)]
        assert list(Playlist.objects.values_list("title", "owner", "claimed")) == [("public list", None, False)]
        assert PlaylistTrack.objects.count() == 1

    def test_public_things_go_if_so_wished(self, alice: User) -> None:
        settled(alice)
        deletion.delete(user=alice, keep_public=False)
        assert (Track.objects.count(), Playlist.objects.count(), PlaylistTrack.objects.count()) == (0, 0, 0)

    @pytest.mark.parametrize("keep_public", [True, False])
    def test_others_keep_what_is_theirs(self, alice: User, keep_public: bool) -> None:
        bob = member("bob")
        settled(bob)
        settled_before = (bob.tracks.count(), bob.playlists.count(), bob.tokens.count(), bob.data_exports.count())
        deletion.delete(user=alice, keep_public=keep_public)
        assert User.objects.get() == bob
        assert (
            bob.tracks.count(),
            bob.playlists.count(),
            bob.tokens.count(),
            bob.data_exports.count(),
        ) == settled_before

    def test_deletion_that_fails_deletes_nothing(self, alice: User, data_dir: Path) -> None:
        settled(alice)
        with pytest.raises(RuntimeError, match="pulled"), broken_holding():
            deletion.delete(user=alice, keep_public=False)
        assert (User.objects.count(), alice.tracks.count(), alice.playlists.count()) == (1, 3, 3)
        assert len(list((data_dir / "exports").iterdir())) == 1


def test_member_deleted_by_staff_leaves_nothing_private(alice: User, client: Client) -> None:
    settled(alice)
    client.force_login(User.objects.create_superuser("root"))
    address = f"/admin/accounts/user/{alice.pk}/delete/"
    assert client.post(address, {"post": "yes"}).status_code == 302
    assert list(Track.objects.values_list("title", "creator")) == [("public track", None)]
    assert not User.objects.filter(pk=alice.pk).exists()


class broken_holding:
    """Something that a member holds, and that can't be removed."""

    def __enter__(self) -> None:
        from accounts import holdings

        def fail(user: User, keep_public: bool) -> None:
            raise RuntimeError("pulled")

        holdings.register(holdings.Holding("broken", lambda user: None, fail))

    def __exit__(self, *error: object) -> None:
        from accounts import holdings

        del holdings._holdings["broken"]


class TestPage:
    def test_password_is_asked_for_even_of_those_who_have_just_logged_in(self, alice: User, client: Client) -> None:
        log_in(client, NAME)
        for answer in (client.get("/account/delete/"), client.post("/account/delete/", {"public": "remove"})):
            assert answer.status_code == 302
            assert answer["Location"].startswith("/account/reauthenticate/")
        assert User.objects.count() == 1

    def test_deletion_takes_effect_everywhere_at_once(self, alice: User, client: Client) -> None:
        settled(alice)
        key = tokens.create(user=alice, name="radio", scope="read", days=None)[1]
        elsewhere, program = Client(), APIClient()
        log_in(elsewhere, NAME)
        program.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
        log_in(client, NAME)
        prove(client)
        answer = client.post("/account/delete/", {"public": "keep"})
        assert (answer.status_code, "Your account is deleted" in answer.text) == (200, True)
        assert SESSION_KEY not in client.session
        assert elsewhere.get("/account/profile/").status_code == 302
        assert program.get("/api/v1/me").status_code == 401
        assert client.get(f"/@{NAME}").status_code == 404
        assert log_in(Client(), NAME).status_code == 200  # the form again
        assert traces() == []

    def test_farewell_is_sent(self, alice: User, client: Client) -> None:
        log_in(client, NAME)
        prove(client)
        mail.outbox.clear()
        client.post("/account/delete/", {"public": "remove"})
        assert [(letter.to, letter.subject) for letter in mail.outbox] == [
            ([f"{NAME}@example.org"], "Your account is deleted")
        ]

    def test_address_and_name_can_sign_up_again(self, alice: User, client: Client) -> None:
        deletion.delete(user=alice, keep_public=False)
        form = {"username": NAME, "email": f"{NAME}@example.org", "password1": PASSWORD}
        assert client.post("/account/signup/", form).status_code == 302
        client.post(link_in_last_mail())
        assert log_in(Client(), NAME).status_code == 302
        assert User.objects.get().emailaddress_set.get().verified

    @pytest.mark.parametrize("public", ["", "maybe"])
    def test_choice_must_be_made(self, alice: User, client: Client, public: str) -> None:
        log_in(client, NAME)
        prove(client)
        assert client.post("/account/delete/", {"public": public}).status_code == 400
        assert User.objects.count() == 1

    def test_second_factor_will_do_where_there_is_no_password(self, alice: User, client: Client) -> None:
        alice.set_unusable_password()
        alice.save()
        Authenticator.objects.create(user=alice, type=Authenticator.Type.TOTP, data={"secret": ""})
        client.force_login(alice)
        came_by_github(client, alice)  # that lately is not enough for who has something to prove themselves with
        answer = client.post("/account/delete/", {"public": "remove"})
        assert answer["Location"].startswith("/account/2fa/reauthenticate/")
        assert User.objects.count() == 1

    def test_member_without_a_password_logs_in_anew_where_they_came_from(self, alice: User, client: Client) -> None:
        alice.set_unusable_password()
        alice.save()
        client.force_login(alice)
        answer = client.post("/account/delete/", {"public": "remove"})
        assert answer["Location"] == "/account/login/?next=/account/delete/"
        assert (User.objects.count(), SESSION_KEY in client.session) == (1, False)

    def test_member_without_a_password_who_has_just_logged_in_may_leave(self, alice: User, client: Client) -> None:
        alice.set_unusable_password()
        alice.save()
        client.force_login(alice)
        came_by_github(client, alice)
        assert client.post("/account/delete/", {"public": "remove"}).status_code == 200
        assert User.objects.count() == 0

"""Invited editors: a link that is shown once, what it opens, and how long."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.utils import timezone

from accounts import deletion
from accounts.models import User
from playlists import editors
from playlists.models import Playlist, PlaylistTrack
from tests import library
from tests.accounts.people import as_user, member


@pytest.fixture
def made(alice: User) -> Playlist:
    return library.playlist(alice, "Ours", library.track(alice, "A", "unlisted"))


def path(playlist: Playlist, more: str = "") -> str:
    return f"/api/v1/playlists/{playlist.public_id}{more}"


def key_of(owner: User, playlist: Playlist) -> str:
    return as_user(owner).post(path(playlist, "/invitation")).json()["url"].rpartition("/")[2]


class TestInvitation:
    def test_link_is_shown_once_and_its_key_is_not_kept(self, alice: User, made: Playlist) -> None:
        answer = as_user(alice).post(path(made, "/invitation"))
        key = answer.json()["url"].rpartition("/")[2]
        assert (answer.status_code, len(key)) == (201, 43)
        assert answer.json()["url"] == f"http://testserver/playlists/{made.public_id}/join/{key}"
        with connection.cursor() as cursor:
            cursor.execute("SELECT * FROM playlists_invitation")
            assert key not in str(cursor.fetchall())

    def test_new_link_is_good_in_place_of_the_old(self, alice: User, bob: User, made: Playlist) -> None:
        old, new = key_of(alice, made), key_of(alice, made)
        assert editors.invited(playlist_id=made.public_id, key=old) is None
        assert editors.invited(playlist_id=made.public_id, key=new) == made

    def test_link_that_was_withdrawn_or_has_expired_opens_nothing(
        self, alice: User, bob: User, made: Playlist, settings: LazySettings
    ) -> None:
        key = key_of(alice, made)
        with time_machine.travel(timezone.now() + timedelta(days=settings.INVITATION_DAYS, seconds=1)):
            assert editors.join(playlist_id=made.public_id, key=key, user=bob) is None
        assert as_user(alice).delete(path(made, "/invitation")).status_code == 204
        assert as_user(bob).post(path(made, "/editors"), {"key": key}).status_code == 404
        assert not made.editor_links.exists()

    def test_link_opens_no_other_list(self, alice: User, bob: User, made: Playlist) -> None:
        key, other = key_of(alice, made), library.playlist(alice, "Other", visibility="public")
        answer = as_user(bob).post(path(other, "/editors"), {"key": key})
        assert (answer.status_code, list(answer.json())) == (400, ["key"])
        assert not other.editor_links.exists()

    def test_editor_can_not_invite(self, alice: User, bob: User, made: Playlist) -> None:
        editors.join(playlist_id=made.public_id, key=key_of(alice, made), user=bob)
        assert as_user(bob).post(path(made, "/invitation")).status_code == 403
        assert as_user(bob).delete(path(made, "/invitation")).status_code == 403


class TestJoin:
    def test_who_has_the_key_becomes_an_editor_once(self, alice: User, bob: User, made: Playlist) -> None:
        key = key_of(alice, made)
        assert as_user(bob).get(path(made)).status_code == 404
        for _ in range(2):
            answer = as_user(bob).post(path(made, "/editors"), {"key": key})
            assert (answer.status_code, answer.json()["editable"], answer.json()["owned"]) == (200, True, False)
        assert answer.json()["editors"] == ["bob"]
        assert made.editor_links.count() == 1

    def test_owner_needs_not_join(self, alice: User, made: Playlist) -> None:
        assert as_user(alice).post(path(made, "/editors"), {"key": key_of(alice, made)}).status_code == 200
        assert not made.editor_links.exists()

    @pytest.mark.parametrize("key", ["x", "x" * 43, "\x00" * 43, "é" * 43])
    def test_wrong_key_says_nothing_about_a_private_list(self, bob: User, made: Playlist, key: str) -> None:
        assert as_user(bob).post(path(made, "/editors"), {"key": key}).status_code in (404, 400)
        assert not made.editor_links.exists()

    def test_list_has_so_many_editors(self, alice: User, bob: User, made: Playlist, settings: LazySettings) -> None:
        settings.MAX_EDITORS = 0
        answer = as_user(bob).post(path(made, "/editors"), {"key": key_of(alice, made)})
        assert (answer.status_code, "0 editors" in answer.json()["detail"]) == (400, True)


class TestLeave:
    @pytest.mark.parametrize("who", ["alice", "bob"])
    def test_editor_goes_and_what_they_added_stays(self, alice: User, bob: User, made: Playlist, who: str) -> None:
        editors.join(playlist_id=made.public_id, key=key_of(alice, made), user=bob)
        theirs = library.track(bob, "B", "public")
        as_user(bob).post(path(made, "/tracks"), {"tracks": [theirs.public_id]})
        client = as_user({"alice": alice, "bob": bob}[who])
        assert client.delete(path(made, "/editors/bob")).status_code == 204
        assert as_user(bob).get(path(made)).status_code == 404
        assert as_user(bob).post(path(made, "/tracks"), {"tracks": [theirs.public_id]}).status_code == 404
        assert made.entries.get(track=theirs).added_by == bob
        assert as_user(alice).delete(path(made, "/editors/bob")).status_code == 404

    def test_editor_removes_no_other(self, alice: User, bob: User, made: Playlist) -> None:
        carol, key = member("carol"), key_of(alice, made)
        for user in (bob, carol):
            editors.join(playlist_id=made.public_id, key=key, user=user)
        assert as_user(bob).delete(path(made, "/editors/carol")).status_code == 403
        assert editors.named(made) == ["bob", "carol"]

    def test_editor_who_leaves_the_site_leaves_the_list(self, alice: User, bob: User, made: Playlist) -> None:
        editors.join(playlist_id=made.public_id, key=key_of(alice, made), user=bob)
        theirs = library.track(bob, "B", "public")
        as_user(bob).post(path(made, "/tracks"), {"tracks": [theirs.public_id]})
        deletion.delete(user=bob, keep_public=True)
        assert editors.named(made) == []
        assert list(PlaylistTrack.objects.values_list("track__title", "added_by")) == [("A", None), ("B", None)]

"""Official playlists: the site's own, which have no owner, and which curators edit."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import AuditEntry, User
from playlists import editing, editors, reading, sharing
from playlists.models import Playlist, PlaylistEditor
from tests import library
from tests.accounts.people import as_user, staff
from tests.playlists.pages import elements


@pytest.fixture
def curator(db: None) -> User:
    return staff("curator", "curator")


def acts() -> list[tuple[str, str]]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", "actor"))


def test_official_playlist_is_nobodys_and_does_not_count(curator: User, settings: Any) -> None:
    settings.MAX_PLAYLISTS = 0
    made = editing.create(owner=curator, title="By Lofi", tracks=[library.track(curator)], official=True)
    assert (made.owner, made.official, made.slug, made.entries.get().added_by) == (None, True, None, curator)


def test_database_refuses_an_official_playlist_with_an_owner(alice: User) -> None:
    with pytest.raises(IntegrityError, match="official_playlist_has_no_owner"), transaction.atomic():
        Playlist.objects.create(owner=alice, title="Mine", official=True)


def test_default_playlist_is_official_and_edited_by_nobody(default_playlist: Playlist, curator: User) -> None:
    described = reading.described(Playlist.objects.all(), curator).get()
    assert (default_playlist.official, reading.is_edited(described, curator)) == (True, False)


def test_own_playlist_becomes_the_sites_without_those_who_edited_it(alice: User, bob: User) -> None:
    made = library.playlist(alice, "Mine", library.track(bob, "Rain", "public"), visibility="public")
    PlaylistEditor.objects.create(playlist=made, user=bob)
    key = editors.invite(playlist=made)[1]
    for _ in range(2):
        given = editing.make_official(playlist=made, user=alice)
    assert (given.owner, given.official, editors.named(given)) == (None, True, [])
    assert editors.invited(playlist_id=made.public_id, key=key) is None
    assert given.entries.get().track.creator == bob
    assert acts() == [("official.adopt", "alice")]


def test_what_curators_do_to_it_is_in_the_audit(curator: User) -> None:
    track = library.track(curator, "Rain", "public")
    made = editing.create(owner=curator, title="By Lofi", official=True)
    entry = editing.add(playlist=made, user=curator, tracks=[track.public_id]).added[0].public_id
    editing.reorder(playlist=made, user=curator, order=[entry])
    editing.change(playlist=made, user=curator, title="Rain")
    editing.remove(playlist=made, entry=entry, user=curator)
    editing.delete(playlist=made, user=curator)
    names = ["create", "add", "order", "change", "remove", "delete"]
    assert acts() == [(f"official.{name}", "curator") for name in names]


def test_members_own_list_is_their_own_business(alice: User) -> None:
    made = editing.create(owner=alice, title="Mine")
    editing.change(playlist=made, user=alice, title="Rain")
    assert acts() == []


def test_api_tells_what_is_official_and_for_whom_it_is_to_edit(curator: User, bob: User) -> None:
    made = library.playlist(None, "By Lofi", visibility="public")
    found = [as_user(user).get(f"/api/v1/playlists/{made.public_id}").json() for user in (curator, bob)]
    told = [(one["official"], one["owner"], one["owned"], one["editable"]) for one in found]
    assert told == [(True, None, False, True), (True, None, False, False)]


@pytest.mark.parametrize("wish", [False, None, 1, "true"])
def test_official_is_true_or_not_said(curator: User, wish: Any) -> None:
    made = library.playlist(None, "By Lofi", visibility="public")
    answer = as_user(curator).patch(f"/api/v1/playlists/{made.public_id}", {"official": wish})
    assert (answer.status_code, list(answer.json())) == (400, ["official"])


def test_curators_find_it_among_those_to_add_to_and_not_in_their_library(curator: User) -> None:
    library.playlist(None, "By Lofi", visibility="private")
    client = as_user(curator)
    kinds = ["editable", "own", "joined"]
    found = [client.get(f"/api/v1/me/playlists?kind={kind}").json()["count"] for kind in kinds]
    assert (found, "By Lofi" in client.get("/library/playlists").text) == ([1, 0, 0], False)


def test_page_says_by_lofi_and_offers_curators_what_is_theirs(curator: User, bob: User) -> None:
    made = library.playlist(None, "Rain", library.track(bob, "T", "public"), visibility="public")
    found = []
    for user in (curator, bob):
        text = as_user(user).get(f"/playlists/{made.public_id}").text
        acts = ("edit", "order", "delete", "follow", "invite", "official")
        found.append(["By Lofi" in text, *(len(elements(text, f"lofi-{act}")) for act in acts)])
    assert found == [[True, 1, 1, 1, 1, 0, 0], [True, 0, 0, 0, 1, 0, 0]]


def test_preview_of_a_link_names_the_site(db: None) -> None:
    assert sharing.describe_playlist(library.playlist(None, "Rain")) == "A playlist by Lofi"

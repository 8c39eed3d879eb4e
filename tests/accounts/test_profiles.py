"""Public pages: what is shown, and to whom."""

from __future__ import annotations

import re
from typing import Any
from xml.etree import ElementTree

import pytest
from django.conf import LazySettings
from django.test import Client

from accounts import avatars
from accounts.models import User
from playlists.views.profile import PLAYLISTS
from tests import library
from tests.accounts.people import member

FORM = {
    "display_name": "Alice L.",
    "about": "I like rain.\nAnd tea.",
    "profile_seen_by": "everyone",
    "show_tracks": "on",
    "show_playlists": "on",
}


@pytest.fixture
def clients(alice: User) -> dict[str, Client]:
    """Alice, whose page it is; Bob, another member; Charlie, who is not logged in."""
    made = {name: Client() for name in ("alice", "bob", "charlie")}
    made["alice"].force_login(alice)
    made["bob"].force_login(member("bob"))
    return made


def statuses(clients: dict[str, Client], path: str = "/@alice") -> list[int]:
    return [client.get(path).status_code for client in clients.values()]


@pytest.mark.parametrize(
    ("seen_by", "expected"),
    [("everyone", [200, 200, 200]), ("members", [200, 200, 404]), ("nobody", [200, 404, 404])],
)
def test_page_is_shown_to_whom_its_owner_says(
    alice: User, clients: dict[str, Client], seen_by: str, expected: list[int]
) -> None:
    User.objects.filter(pk=alice.pk).update(profile_seen_by=seen_by)
    assert statuses(clients) == expected


def test_hidden_and_unknown_are_the_same_answer(alice: User, clients: dict[str, Client]) -> None:
    User.objects.filter(pk=alice.pk).update(profile_seen_by="nobody")
    hidden, unknown = (clients["charlie"].get(path) for path in ("/@alice", "/@nobody-here"))
    assert (hidden.status_code, hidden.text) == (unknown.status_code, unknown.text) == (404, hidden.text)


def test_page_of_somebody_who_was_shut_out_is_gone(alice: User, clients: dict[str, Client]) -> None:
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert statuses(clients)[1:] == [404, 404]


@pytest.mark.parametrize("name", ["%00", "a%20b", "x" * 151, "alice/", ".."])
def test_impossible_name_is_a_404(clients: dict[str, Client], name: str) -> None:
    assert clients["charlie"].get(f"/@{name}").status_code == 404


def test_name_is_found_however_it_is_written(clients: dict[str, Client]) -> None:
    assert statuses(clients, "/@ALICE") == [200, 200, 200]


def test_page_lists_what_each_may_see(alice: User, clients: dict[str, Client]) -> None:
    for visibility in ("public", "unlisted", "private"):
        track = library.track(alice, f"{visibility}-track", visibility)
        library.playlist(alice, f"{visibility}-list", track, visibility=visibility)
    found = {
        name: sorted(re.findall(r">(\w+-(?:track|list))<", client.get("/@alice").text))
        for name, client in clients.items()
    }
    everything = sorted(f"{v}-{kind}" for v in ("public", "unlisted", "private") for kind in ("list", "track"))
    assert found == {"alice": everything, "bob": ["public-list", "public-track"], "charlie": found["bob"]}


def test_track_is_told_with_key_and_tempo(alice: User, clients: dict[str, Client]) -> None:
    track = library.track(alice, "Rain", "public")
    text = clients["charlie"].get("/@alice").text
    assert f'<a class="card-title" href="/tracks/{track.public_id}">Rain</a>' in text
    assert "D dorian · 75 BPM" in text


@pytest.mark.parametrize(("setting", "heading"), [("show_tracks", "Tracks"), ("show_playlists", "Playlists")])
def test_list_that_is_kept_back_is_its_owners_alone(
    alice: User, clients: dict[str, Client], setting: str, heading: str
) -> None:
    User.objects.filter(pk=alice.pk).update(**{setting: False})
    seen = [f">{heading}</h2>" in client.get("/@alice").text for client in clients.values()]
    assert seen == [True, False, False]


@pytest.mark.parametrize("many", [1, 30])
def test_page_costs_the_same_whatever_it_lists(
    alice: User, clients: dict[str, Client], many: int, django_assert_num_queries: Any
) -> None:
    for i in range(many):
        library.playlist(alice, f"L{i}", library.track(alice, f"T{i}", "public"), visibility="public")
    shown = min(many, PLAYLISTS)
    with django_assert_num_queries(8):  # the member; of lists and of tracks how many, which, and their rows; covers
        text = clients["charlie"].get("/@alice").text
    assert (text.count('class="card" data-track'), text.count('class="card" data-playlist')) == (many, shown)


class TestSettings:
    def test_form_sets_the_profile(self, alice: User, clients: dict[str, Client]) -> None:
        assert clients["alice"].post("/account/profile/", FORM).status_code == 302
        text = clients["charlie"].get("/@alice").text
        assert ("Alice L.</h1>" in text, "I like rain.<br>And tea." in text) == (True, True)
        alice.refresh_from_db()
        assert (alice.show_tracks, alice.show_playlists, alice.show_likes) == (True, True, False)

    def test_words_are_shown_as_text(self, clients: dict[str, Client]) -> None:
        clients["alice"].post("/account/profile/", {**FORM, "about": "<b>x</b>", "display_name": "<i>A</i>"})
        text = clients["charlie"].get("/@alice").text
        assert ("<b>x" in text, "<i>A" in text) == (False, False)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"display_name": "x" * 51}, "at most 50 characters (it has 51)"),
            ({"display_name": "a\nb"}, "Must be one line."),
            ({"display_name": "a\u202eb"}, "Must not hold control characters."),
            ({"display_name": "Admin"}, "This name is kept for the site."),
            ({"about": "x" * 21}, "at most 20 characters (it has 21)"),
            ({"about": "a\x07b"}, "Must not hold control characters."),
            ({"profile_seen_by": "friends"}, "friends is not one of the available choices."),
        ],
    )
    def test_broken_form_names_the_bound_and_changes_nothing(
        self, alice: User, clients: dict[str, Client], settings: LazySettings, change: dict[str, str], words: str
    ) -> None:
        settings.MAX_ABOUT_CHARACTERS = 20
        answer = clients["alice"].post("/account/profile/", {**FORM, **change})
        assert answer.status_code == 400
        assert words in answer.text
        again = User.objects.get(pk=alice.pk)
        assert (again.display_name, again.about) == ("", "")

    def test_form_touches_nobody_else(self, clients: dict[str, Client]) -> None:
        clients["bob"].post("/account/profile/", {**FORM, "username": "alice", "is_staff": "on"})
        assert list(User.objects.order_by("pk").values_list("username", "display_name", "is_staff")) == [
            ("alice", "", False),
            ("bob", "Alice L.", False),
        ]


class TestAvatar:
    def test_avatar_is_a_picture_that_never_changes(self, client: Client) -> None:
        answer = client.get("/avatars/23456789ABC.svg")
        assert answer["Content-Type"] == "image/svg+xml"
        assert "immutable" in answer["Cache-Control"]
        assert answer.text == avatars.draw(seed="23456789ABC") == client.get("/avatars/23456789ABC.svg").text

    def test_avatars_differ_and_are_sound_svg(self) -> None:
        pictures = {avatars.draw(seed=f"{i:011}") for i in range(50)}
        assert len(pictures) == 50
        for picture in pictures:
            assert ElementTree.fromstring(picture).attrib["viewBox"] == "0 0 200 200"

    def test_avatars_have_the_palette_of_the_covers(self) -> None:
        from tests.conftest import ROOT

        cover = (ROOT / "frontend" / "src" / "ui" / "cover.ts").read_text(encoding="utf-8")
        for i in range(50):
            assert set(re.findall(r"#[0-9a-f]{6}", avatars.draw(seed=f"{i:011}"))) <= set(
                re.findall(r"#[0-9a-f]{6}", cover)
            )

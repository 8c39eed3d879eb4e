"""What is one's own."""

from __future__ import annotations

import pytest

from generator import likes
from playlists import votes
from tests import library
from tests.playlists.pages import Cast, cards, elements, entries, make_cast, queries

pytestmark = pytest.mark.django_db
PAGES = ["/library", "/library/likes", "/library/playlists"]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


@pytest.mark.parametrize("path", PAGES)
def test_visitors_log_in_first(cast: Cast, path: str) -> None:
    answer = cast.clients["charlie"].get(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/account/login/?next={path}")


@pytest.mark.parametrize(
    ("path", "words"),
    [("/library", "No track yet."), ("/library/likes", "Press the heart"), ("/library/playlists", "No playlist yet.")],
)
def test_empty_library_says_what_to_do(cast: Cast, path: str, words: str) -> None:
    library.track(cast.bob, "Bob's", "public")
    library.playlist(cast.bob, "Bob's", visibility="public")
    text = cast.text("alice", path)
    assert (words in text, entries(text), cards(text), cards(text, "playlist")) == (True, [], [], [])


def test_all_of_ones_tracks_are_there_with_who_sees_them(cast: Cast) -> None:
    for see in ("public", "unlisted", "private"):
        library.track(cast.alice, see, see)
    text = cast.text("alice", "/library")
    assert entries(text) == ["private", "unlisted", "public"]
    told = [attributes.split('data-visibility="')[1].rstrip('"') for attributes in elements(text, "lofi-visibility")]
    assert told == entries(text)


def test_likes_are_those_one_may_still_see(cast: Cast) -> None:
    gone, kept = library.track(cast.bob, "Gone", "public"), library.track(cast.bob, "Kept", "public")
    for track in (gone, kept):
        likes.like(user=cast.alice, track=track)
    type(gone).objects.filter(pk=gone.pk).update(visibility="private")
    assert cards(cast.text("alice", "/library/likes")) == ["Kept"]


def test_playlists_are_ones_own_then_those_one_follows(cast: Cast) -> None:
    library.playlist(cast.alice, "Mine")
    votes.follow(user=cast.alice, playlist=library.playlist(cast.bob, "Bob's", visibility="public"), following=True)
    assert cards(cast.text("alice", "/library/playlists"), "playlist") == ["Mine", "Bob&#x27;s"]


@pytest.mark.parametrize("path", PAGES)
def test_page_costs_the_same_whatever_one_has(cast: Cast, path: str) -> None:
    cost = {}
    for many in (1, 29):
        for i in range(many):
            track = library.track(cast.alice, f"T{i}", "public")
            likes.like(user=cast.alice, track=track)
            library.playlist(cast.alice, f"L{i}", track)
            votes.follow(user=cast.alice, playlist=library.playlist(cast.bob, "B", visibility="public"), following=True)
        cost[many] = queries(cast.clients["alice"], path)
    assert cost[1] == cost[29]

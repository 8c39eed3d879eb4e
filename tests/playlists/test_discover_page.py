"""Feeds, search, people and the shelves below the room."""

from __future__ import annotations

import pytest
from django.conf import LazySettings

from generator import likes
from generator.models import Track
from playlists import editing
from tests import library
from tests.playlists.pages import Cast, cards, elements, make_cast, queries

pytestmark = pytest.mark.django_db
PAGES = ["/", "/discover", "/discover/playlists", "/search?q=rain", "/people"]


@pytest.fixture
def cast() -> Cast:
    return make_cast()


def fill(cast: Cast, many: int) -> None:
    for i in range(many):
        track = library.track(cast.alice, f"Rain {i}", "public")
        made = library.playlist(cast.alice, f"Rain list {i}", track)
        editing.change(playlist=made, visibility="public")


def test_feed_holds_what_is_public(cast: Cast) -> None:
    for see in ("public", "unlisted", "private"):
        library.track(cast.alice, see, see)
    assert [cards(cast.text(name, "/discover")) for name in cast.clients] == [["public"]] * 3


def test_order_is_what_was_asked_for(cast: Cast) -> None:
    first, _ = library.track(cast.alice, "First", "public"), library.track(cast.alice, "Second", "public")
    likes.like(user=cast.bob, track=first)
    found = [cards(cast.text("charlie", f"/discover?sort={sort}")) for sort in ("new", "top")]
    assert found == [["Second", "First"], ["First", "Second"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        *(("key=3", 1), ("key=4", 0), ("mode=2", 1), ("mode=1", 0), ("tempo=easy", 1), ("tempo=slow", 0)),
        *(("mood=mellow", 1), ("mood=bright", 0), ("q=rain", 1), ("q=snow", 0)),
        ("key=3&mode=2&tempo=easy&mood=mellow&q=rain", 1),
    ],
)
def test_filters_narrow(cast: Cast, query: str, expected: int) -> None:
    library.track(cast.alice, "Rain", "public")
    assert len(cards(cast.text("charlie", f"/discover?{query}"))) == expected


NONSENSE = ["sort=x", "period=x", "key=99", "key=²", "mode=-1", "tempo=x", "mood=x", "page=x", "page=99"]


@pytest.mark.parametrize("query", NONSENSE)
def test_what_makes_no_sense_is_no_wish(cast: Cast, query: str) -> None:
    library.track(cast.alice, "Rain", "public")
    assert cards(cast.text("charlie", f"/discover?{query}")) == ["Rain"]


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/discover", "it will be the first"),
        ("/discover?key=3", "No public track is like that."),
        ("/discover/playlists", "Put the first one together"),
        ("/discover/playlists?q=rain", "No public playlist has these words."),
        ("/search", "Words of a title"),
        ("/search?q=rain", "No public track."),
        ("/people?q=zzz", "Nobody who shows themselves has such a name."),
    ],
)
def test_empty_page_says_what_to_do(cast: Cast, path: str, words: str) -> None:
    text = cast.text("charlie", path)
    assert (words in text, cards(text), cards(text, "playlist")) == (True, [], [])


def test_pages_go_on_and_keep_the_wish(cast: Cast, settings: LazySettings) -> None:
    settings.PAGE_SIZE = 2
    for i in range(3):
        library.track(cast.alice, f"T{i}", "public")
    first = cast.text("charlie", "/discover?sort=new&mode=2")
    assert cards(first) == ["T2", "T1"]
    assert 'rel="next" href="?page=2&amp;sort=new&amp;mode=2"' in first
    assert cards(cast.text("charlie", "/discover?sort=new&mode=2&page=2")) == ["T0"]


def test_search_finds_each_kind_and_counts(cast: Cast) -> None:
    fill(cast, 7)
    text = cast.text("charlie", "/search?q=rain")
    assert (len(cards(text)), len(cards(text, "playlist"))) == (6, 6)
    assert text.count('<span class="shelf-count">7</span>') == 2
    assert "/discover?sort=top&amp;period=ever&amp;q=rain" in text
    assert 'href="/@alice"' in cast.text("charlie", "/search?q=alice").split("<main")[1]


def test_words_that_are_sought_are_text(cast: Cast) -> None:
    text = cast.text("charlie", "/search?q=<script>x")
    assert ("<script>x" in text, "&lt;script&gt;x" in text) == (False, True)


def test_people_who_hide_are_not_found(cast: Cast) -> None:
    cast.alice.profile_seen_by = "members"
    cast.alice.save()
    found = ["/@alice" in cast.text(name, "/people?q=alice").split("<main")[1] for name in cast.clients]
    assert found == [True, True, False]


def test_home_has_the_room_first_and_shelves_below(cast: Cast) -> None:
    fill(cast, 8)
    text = cast.text("charlie", "/")
    assert text.index("<lofi-stage") < text.index('id="hot-tracks"')
    assert (len(cards(text)), len(cards(text, "playlist"))) == (12, 6)


def test_hearts_are_the_viewers(cast: Cast) -> None:
    likes.like(user=cast.bob, track=library.track(cast.alice, "Rain", "public"))
    found = ["data-liked" in elements(cast.text(name, "/discover"), "lofi-like")[0] for name in cast.clients]
    assert found == [False, True, False]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("who", ["bob", "charlie"])
def test_page_costs_the_same_whatever_there_is(cast: Cast, path: str, who: str) -> None:
    cost = {}
    for many in (1, 29):
        fill(cast, many)
        cost[many] = queries(cast.clients[who], path)
    assert (cost[1] == cost[29], Track.objects.count()) == (True, 30)
    assert cost[1] <= 14

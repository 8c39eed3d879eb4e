"""Share links: from strangers, and to them."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import opened, store
from tests.e2e.steps import SCORE, button, choose, link, rows, stored_list, titles, wait_until_heard


@pytest.mark.parametrize(
    "fields",
    [
        {"chords": [], "melodies": []},
        {"mode": 9},
        {"key": 99},
        {"energy": 1.5},
        {"bpm": 1000},
        {"title": ""},
        {"melodies": [[1] * 7] * 4},
    ],
)
def test_a_link_that_breaks_the_format_is_refused_with_its_field(page: Page, fields: dict[str, object]) -> None:
    page.goto("/" + link([{**SCORE, **fields}]))
    expect(page.get_by_text("This link holds no list that can be played")).to_contain_text(next(iter(fields)))
    expect(rows(page)).to_have_count(9)


@pytest.mark.parametrize("query", ["?nonsense", "?eJx", "?%00", "?utm_source=mail"])
def test_a_query_that_is_no_link_leaves_the_page_whole(page: Page, query: str) -> None:
    page.goto("/" + query)
    expect(page.get_by_text("This link holds no list that can be played")).to_be_visible()
    expect(rows(page)).to_have_count(9)


def test_2001_tracks_are_refused_with_the_bound(page: Page) -> None:
    page.goto("/" + link([SCORE] * 2001))
    expect(page.get_by_text("1 to 200 tracks, not 2001")).to_be_visible()
    expect(rows(page)).to_have_count(9)


def test_a_link_loads_and_plays(page: Page) -> None:
    opened(page, "/" + link([{**SCORE, "title": "From afar"}, SCORE]))
    assert titles(page) == ["From afar", "Link"]
    choose(page, 0)
    wait_until_heard(page)


def test_a_link_does_not_touch_the_listeners_own_list(home: Page) -> None:
    names = titles(home)
    choose(home, 0)
    opened(home, "/" + link([SCORE]))
    assert titles(home) == ["Link"]
    button(home, "Back to my list").click()
    assert titles(home) == names
    opened(home, "/" + link([SCORE]))
    button(home, "Add to my list").click()
    assert titles(home) == [*names, "Link"]
    opened(home, "/")
    assert titles(home) == [*names, "Link"]


def test_default_loads_the_nine(page: Page) -> None:
    opened(page, "/?default")
    expect(rows(page)).to_have_count(9)


def test_share_copies_a_link_that_opens_the_same_list(home: Page) -> None:
    names = titles(home)
    button(home, "Share").click()
    expect(home.get_by_text("A link to this list is on your clipboard.")).to_be_visible()
    url = home.evaluate("navigator.clipboard.readText()")
    assert home.evaluate("url => lofi.readLink(url).map(score => score.title)", url) == names


def test_share_shows_the_link_where_copying_is_refused(home: Page) -> None:
    home.evaluate("() => { navigator.clipboard.writeText = () => Promise.reject(new DOMException('no')) }")
    button(home, "Share").click()
    expect(home.get_by_label("Link to this list")).to_have_value(
        home.url + home.evaluate("lofi.writeLink(lofi.queue.items.map(entry => entry.score))")
    )


def test_a_list_too_long_for_a_link_says_so(home: Page) -> None:
    store(home, {"lofi.list": stored_list(2001)})
    opened(home, "/")
    button(home, "Share").click()
    expect(home.get_by_text("It holds the first 200 tracks of 2001")).to_be_visible()

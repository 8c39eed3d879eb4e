"""Every page and sheet: nothing serious by axe, and nothing wider than the window, on a desk and on a phone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.members import new_name, sign_up
from tests.e2e.test_community import call, keep, make_list
from tests.e2e.test_page import serious

EVERYBODYS = {
    "home": "/",
    "discover": "/discover",
    "discover, narrowed": "/discover?sort=top&key=1",
    "discover, nothing": "/discover?mode=7&key=12&bpm_min=100",
    "playlists": "/discover/playlists",
    "search": "/search",
    "search, found": "/search?q={word}",
    "search, nothing": "/search?q=nothingisfoundbythis",
    "people": "/people",
    "people, found": "/people?q={alice}",
    "radio": "/radio",
    "shared taste": "{taste}",
    "track": "/tracks/{track}",
    "playlist": "/playlists/{playlist}",
    "invitation": "{invitation}",
    "profile": "/@{alice}",
    "not found": "/nowhere",
}
MEMBERS = {
    "library": "/library",
    "likes": "/library/likes",
    "taste": "/taste",
    "own playlists": "/library/playlists",
    "new playlist": "/playlists/new?kind=plain",
    "new smart playlist": "/playlists/new?kind=smart",
    "import": "/playlists/new?kind=import",
    "teaching": "/account/teaching/",
    "nothing to compare": "/listen",
}
VISITS = [
    *(("charlie", name) for name in EVERYBODYS),
    *(("alice", name) for name in [*EVERYBODYS, *MEMBERS]),  # has something in each place
    *(("bob", name) for name in ["track", "playlist", "invitation", "profile", *MEMBERS]),  # has nothing
]
SHEETS = [
    ("alice", "home", "Save as playlist"),
    *(("alice", "track", name) for name in ("Add to a playlist", "Vary", "Blend with another", "Share")),
    *(("alice", "playlist", name) for name in ("Share", "Edit", "Invite editors", "Delete")),
    *(("bob", place, "Report") for place in ("track", "playlist")),
]


@pytest.fixture(scope="module")
def people(browser: Browser, base_url: str) -> Iterator[dict[str, Page]]:
    """Each in a browser of their own; Charlie is not logged in."""
    contexts = {who: browser.new_context(base_url=base_url) for who in ("alice", "bob", "charlie")}
    pages = {who: context.new_page() for who, context in contexts.items()}
    yield pages
    for context in contexts.values():
        context.close()


@pytest.fixture(scope="module")
def paths(people: dict[str, Page]) -> dict[str, str]:
    """Where each place is, when Alice has made a track of two parents, and a list with long titles that she likes."""
    alice, name, word = people["alice"], new_name(), new_name()
    sign_up(alice, name)
    sign_up(people["bob"], new_name())
    long = "A title as long as titles may be, which somebody wrote at night, a" + "h" * 14
    one, other = keep(alice, f"Track {word}"), keep(alice, long)
    wish = {"parents": [one, other], "weights": [0.6, 0.4], "origin": "blend"}
    track = str(call(alice, "POST", "tracks", wish)["id"])
    call(alice, "PATCH", f"tracks/{track}", {"visibility": "public"})
    call(alice, "PUT", f"tracks/{track}/like")
    playlist = make_list(alice, "Unbreakable" * 7, [one, other, track])
    make_list(alice, f"List {word}", [one], "private")
    invitation = str(call(alice, "POST", f"playlists/{playlist}/invitation")["url"])
    taste = str(call(alice, "POST", "me/taste/link")["url"])
    call(alice, "POST", "me/taste", {"track": one, "direction": "more"})
    known = {
        "taste": taste,
        "alice": name,
        "word": word,
        "track": track,
        "playlist": playlist,
        "invitation": invitation,
    }
    return {place: path.format(**known) for place, path in (EVERYBODYS | MEMBERS).items()}


def go(page: Page, path: str) -> None:
    page.goto(path)
    expect(page.locator("h1, h2").first).to_be_visible()
    page.wait_for_load_state("networkidle")


def expect_sound(page: Page) -> None:
    for size in (NARROW, WIDE):
        page.set_viewport_size(size)
        page.wait_for_timeout(350)  # what glides has arrived
        assert serious(page) == [], size
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, size


@pytest.mark.parametrize(("who", "place"), VISITS)
def test_page_is_sound(people: dict[str, Page], paths: dict[str, str], who: str, place: str) -> None:
    go(people[who], paths[place])
    expect_sound(people[who])


@pytest.mark.parametrize(("who", "place", "name"), SHEETS)
def test_sheet_is_sound(people: dict[str, Page], paths: dict[str, str], who: str, place: str, name: str) -> None:
    page = people[who]
    go(page, paths[place])
    page.locator("#main").get_by_role("button", name=name, exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()
    expect_sound(page)

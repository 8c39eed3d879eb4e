"""What is reported is looked at, hidden, appealed and given back; moderators do it by keyboard, one at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.members import fill, mail_link, new_name, press, sign_up
from tests.e2e.steps import wait_until_heard
from tests.e2e.test_community import call, keep, make_list, told
from tests.e2e.test_every_page import expect_sound, go

WORDS = "It says rude things about a neighbour."
APPEAL = "The title is a line of a poem."


@dataclass(frozen=True, slots=True)
class Cast:
    """Alice owns, Bob reports, Mara and Noor are moderators; each in a browser of their own."""

    alice: Page
    bob: Page
    mara: Page
    noor: Page
    names: dict[str, str]


@pytest.fixture(scope="module")
def cast(browser: Browser, base_url: str, promote: Callable[[str, str], None]) -> Iterator[Cast]:
    contexts = {who: browser.new_context(base_url=base_url) for who in ("alice", "bob", "mara", "noor")}
    pages, names = {who: context.new_page() for who, context in contexts.items()}, {who: new_name() for who in contexts}
    for who, page in pages.items():
        sign_up(page, names[who])
    for who in ("mara", "noor"):
        promote(names[who], "moderator")
    yield Cast(**pages, names=names)
    for context in contexts.values():
        context.close()


def reported(cast: Cast, title: str) -> str:
    """A playlist of Alice's that Bob reports on its page: its path."""
    path = f"/playlists/{make_list(cast.alice, title, [keep(cast.alice, f'Track of {title}')])}"
    cast.bob.goto(path)
    press(cast.bob, "Report")
    cast.bob.get_by_label("Which rule does it break?").select_option("Insults, hate or threats")
    fill(cast.bob, **{"Anything else we should know?": "That is my neighbour."})
    press(cast.bob, "Send the report")
    expect(told(cast.bob, "Thank you. Somebody will look at it.")).to_be_visible()
    return path


def open_case(page: Page, title: str) -> None:
    page.goto("/moderation")
    page.get_by_role("link", name=title, exact=True).click()
    expect(page.get_by_role("heading", name=title)).to_be_visible()
    page.wait_for_load_state("networkidle")


def done(page: Page) -> Locator:
    return page.locator(".just-done")


def statuses(page: Page, path: str) -> list[int]:
    """Of a playlist's page, its frame and its call."""
    addresses = [path, f"/embed{path}", f"/api/v1{path}"]
    return [page.request.get(address).status for address in addresses]


def found(page: Page, title: str) -> list[int]:
    """How often it is in the search, in the feed of playlists, and on the page of who made it."""
    listed = [call(page, "GET", f"playlists{query}")["results"] for query in (f"?q={title}", "?sort=new")]
    return [sum(row["title"] == title for row in rows) for rows in listed]


def test_reported_list_is_hidden_by_keyboard_appealed_and_given_back(cast: Cast) -> None:
    title = f"Rude {new_name()}"
    path = reported(cast, title)
    assert (statuses(cast.bob, path), found(cast.bob, title)) == ([200, 200, 200], [1, 1])
    mara = cast.mara
    open_case(mara, title)
    expect(mara.get_by_text("That is my neighbour.")).to_be_visible()
    mara.get_by_role("button", name="Play its tracks").click()
    wait_until_heard(mara)
    mara.keyboard.press("3")
    message = mara.get_by_label("To the person concerned")
    expect(message).to_have_value("What it says insults or threatens people. So we have hidden it.")
    mara.keyboard.press("e")
    expect(message).to_be_focused()
    mara.keyboard.press("Control+a")
    mara.keyboard.type(WORDS)
    mara.keyboard.press("Escape")
    mara.keyboard.press("Enter")
    expect(done(mara)).to_contain_text(f"Hidden. Playlist {title}")
    assert (statuses(cast.bob, path), found(cast.bob, title)) == ([404, 404, 404], [0, 0])
    open_case_is_decided(mara, path)

    to = f"{cast.names['alice']}@example.org"
    link = mail_link(cast.alice, to, "Something of yours is hidden", "a[href*='/decisions/']")
    cast.alice.goto(urlsplit(link).path)
    expect(cast.alice.get_by_text(WORDS)).to_be_visible()
    expect_sound(cast.alice)
    fill(cast.alice, **{"Why is it wrong?": APPEAL})
    press(cast.alice, "Appeal")
    expect(cast.alice.get_by_text("You appealed on")).to_be_visible()

    noor = cast.noor
    noor.goto("/moderation/appeals")
    noor.get_by_role("link", name=title, exact=True).click()
    expect(noor.locator(".paper-words")).to_have_text(APPEAL)
    expect_sound(noor)
    noor.get_by_label("Grant it: the decision is taken back").check()
    fill(noor, In_your_words="You are right.")
    press(noor, "Answer")
    expect(noor.get_by_text("Granted: it is as it was.")).to_be_visible()
    assert (statuses(cast.bob, path), found(cast.bob, title)) == ([200, 200, 200], [1, 1])
    go(cast.bob, "/account/reports/")
    row = cast.bob.locator(".sessions li", has_text=title)
    expect(row).to_contain_text("A moderator looked, and found nothing against the rules.")
    expect_sound(cast.bob)


def open_case_is_decided(page: Page, path: str) -> None:
    """The hidden list still plays for moderators, by the case's own call."""
    page.goto("/moderation/decisions")
    page.locator(".log-what a").first.click()
    expect(page.get_by_role("heading", name="Decided", exact=True)).to_be_visible()
    page.get_by_role("button", name="Play its tracks").click()
    wait_until_heard(page)


def test_decision_is_undone_by_one_key(cast: Cast) -> None:
    title = f"Harmless {new_name()}"
    reported(cast, title)
    open_case(cast.mara, title)
    cast.mara.keyboard.press("1")
    cast.mara.keyboard.press("Enter")
    expect(done(cast.mara)).to_contain_text(f"Nothing was done. Playlist {title}")
    cast.mara.keyboard.press("u")
    expect(cast.mara.get_by_text("Taken back. The case is open again.")).to_be_visible()
    expect(cast.mara.get_by_role("heading", name=title)).to_be_visible()


def test_second_moderator_is_told_and_may_when_the_first_has_left(cast: Cast) -> None:
    title = f"Disputed {new_name()}"
    reported(cast, title)
    open_case(cast.mara, title)
    open_case(cast.noor, title)
    expect(cast.noor.locator(".claim-note")).to_have_text(f"{cast.names['mara']} is looking at this case right now.")
    expect(cast.noor.get_by_role("button", name="Decide")).to_be_disabled()
    cast.mara.keyboard.press("j")
    expect(cast.noor.get_by_role("button", name="Decide")).to_be_enabled()


def test_shortcuts_of_the_desk_are_on_the_sheet(cast: Cast) -> None:
    title = f"Shortcuts {new_name()}"
    reported(cast, title)
    open_case(cast.mara, title)
    cast.mara.keyboard.press("?")
    expect(cast.mara.get_by_role("dialog")).to_contain_text("Next or previous case")


@pytest.mark.parametrize(
    "path", ["/rules", "/moderation/log", "/moderation", "/moderation/appeals", "/moderation/decisions"]
)
def test_page_of_moderation_is_sound(cast: Cast, path: str) -> None:
    go(cast.mara, path)
    expect_sound(cast.mara)


def test_case_is_sound(cast: Cast) -> None:
    title = f"Sound {new_name()}"
    reported(cast, title)
    open_case(cast.mara, title)
    expect_sound(cast.mara)

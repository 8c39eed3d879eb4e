"""What people do with each other's music, from sign-up to a list that two made."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.e2e.conftest import WIDE
from tests.e2e.members import PASSWORD, fill, fill_sign_up, log_out, menu, new_name, press, sign_up
from tests.e2e.steps import SCORE, button, link
from tests.e2e.test_list import wait_until_sortable

CALL = """async ([method, path, body]) => {
    const token = document.cookie.match(/csrftoken=([^;]+)/)[1];
    const headers = {"Content-Type": "application/json", "X-CSRFToken": token};
    const answer = await fetch("/api/v1/" + path, {method, headers, body: body && JSON.stringify(body)});
    if (!answer.ok) throw new Error(method + " " + path + ": " + answer.status + " " + await answer.text());
    return answer.status === 204 ? null : answer.json();
}"""


def call(page: Page, method: str, path: str, body: Any = None) -> Any:
    """A call of the API by whoever is logged in on the page."""
    return page.evaluate(CALL, [method, path, body])


def keep(page: Page, title: str, visibility: str = "public", **fields: Any) -> str:
    track = call(page, "POST", "tracks", {"score": {**SCORE, **fields, "title": title}})
    call(page, "PATCH", f"tracks/{track['id']}", {"visibility": visibility})
    return str(track["id"])


def make_list(page: Page, title: str, tracks: list[str], visibility: str = "public") -> str:
    wish = {"title": title, "tracks": tracks, "visibility": visibility}
    return str(call(page, "POST", "playlists", wish)["id"])


def titles(page: Page) -> list[str]:
    return page.locator(".entry-title").all_text_contents()


def expect_titles(page: Page, *expected: str) -> None:
    expect(page.locator(".entry-title")).to_have_text(list(expected))


def told(page: Page, words: str | re.Pattern[str]) -> Locator:
    return page.locator("lofi-notices .notice", has_text=words)


@pytest.fixture
def alice(browser: Browser, base_url: str) -> Iterator[Page]:
    """Another browser, in which somebody is logged in."""
    context = browser.new_context(viewport=WIDE, base_url=base_url)
    page = context.new_page()
    sign_up(page, new_name())
    yield page
    context.close()


@pytest.fixture
def bob(page: Page) -> Page:
    sign_up(page, new_name())
    return page


def test_stranger_forks_a_shared_list_after_signing_up_and_orders_it_by_keyboard(alice: Page, page: Page) -> None:
    shared = make_list(alice, "Rainy ones", [keep(alice, name) for name in ("One", "Two", "Three")], "unlisted")
    page.goto(f"/playlists/{shared}")
    expect_titles(page, "One", "Two", "Three")
    press(page, "Make it mine")
    button(page, "Sign up").last.click()
    name = new_name()
    fill_sign_up(page, name)
    page.goto(f"/playlists/{shared}")
    press(page, "Make it mine")
    expect(page.locator(".thing-credit")).to_have_text("Made from a playlist that is not public.")
    page.locator(".entry-title", has_text="Three").focus()
    page.keyboard.press("Alt+ArrowUp")
    page.keyboard.press("Alt+ArrowUp")
    expect_titles(page, "Three", "One", "Two")
    expect(page.locator(".entry-title", has_text="Three")).to_be_focused()
    expect(page.locator("lofi-order > [role=status]")).to_have_text("Three is now 1 of 3.")
    page.wait_for_load_state("networkidle")
    page.reload()
    expect_titles(page, "Three", "One", "Two")
    alice.goto(f"/playlists/{shared}")
    expect_titles(alice, "One", "Two", "Three")


def test_like_shows_at_once_and_is_undone_when_the_server_fails(alice: Page, bob: Page) -> None:
    track = keep(alice, "Rain")
    held: list[Route] = []
    bob.route(f"**/api/v1/tracks/{track}/like*", lambda route: held.append(route))
    bob.goto(f"/tracks/{track}")
    heart = bob.locator("#main .like").first
    with bob.expect_request(f"**/api/v1/tracks/{track}/like*"):
        heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    expect(heart).to_contain_text("1")
    bob.wait_for_timeout(200)  # in which a second call would come
    assert len(held) == 1
    held[0].fulfill(status=500, body="{}")
    expect(heart).to_have_attribute("aria-pressed", "false")
    expect(told(bob, "Your like was not kept: The server has a problem of its own.")).to_be_visible()
    bob.unroute_all()
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    bob.wait_for_load_state("networkidle")
    bob.reload()
    expect(heart).to_have_attribute("aria-pressed", "true")
    assert call(bob, "GET", f"tracks/{track}")["likes"] == 1


def test_visitors_like_is_done_when_they_are_back(alice: Page, bob: Page) -> None:
    track = keep(alice, "Rain")
    name = (menu(bob).locator("summary").text_content() or "").split()[-1]
    log_out(bob)
    bob.goto(f"/tracks/{track}")
    bob.locator("#main .like").first.click()
    told(bob, "Log in to like tracks.").get_by_role("button", name="Log in").click()
    fill(bob, Name_or_e__mail=name, Password=PASSWORD)
    press(bob, "Log in")
    bob.wait_for_url(f"**/tracks/{track}")
    expect(bob.locator("#main .like").first).to_have_attribute("aria-pressed", "true")


def test_vote_goes_up_down_and_away(alice: Page, bob: Page) -> None:
    made = make_list(alice, "Rainy ones", [keep(alice, "One")])
    bob.goto(f"/playlists/{made}")
    up, down, score = button(bob, "Vote up"), button(bob, "Vote down"), bob.locator(".vote-score")
    for press_it, expected in ((up, "1"), (down, "-1"), (down, "0"), (up, "1")):
        press_it.click()
        expect(score).to_have_text(expected)
    bob.wait_for_load_state("networkidle")
    bob.reload()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(score).to_have_text("1")


def test_blend_of_two_peoples_tracks_credits_both(alice: Page, bob: Page) -> None:
    hers, his = keep(alice, "Her rain", mode=1), keep(bob, "His snow", mode=6)
    bob.goto(f"/tracks/{hers}")
    press(bob, "Blend with another")
    bob.get_by_label("The other track").fill(f"{bob.url.split('/tracks')[0]}/tracks/{his}")
    expect(bob.locator(".sheet-choice")).to_have_text([re.compile("His snow")])
    bob.get_by_label("How much of the other").fill("40")
    press(bob, "Hear it")
    expect(bob.locator(".sheet-status")).to_contain_text("You hear")
    press(bob, "Keep it")
    expect(bob.locator("#origin + p")).to_contain_text(
        re.compile(r"A blend of 60 % Her rain by m\w+\s+and 40 % His snow by m")
    )
    press(bob, "Make it again")
    expect(told(bob, "Made again: note for note the same.")).to_be_visible()


def test_list_is_made_changed_exported_and_brought_back(bob: Page) -> None:
    tracks = [keep(bob, name) for name in ("One", "Two", "Three")]
    bob.goto("/playlists/new")
    fill(bob, Title="My list")
    press(bob, "Make it")
    expect(bob.get_by_role("heading", level=1)).to_have_text("My list")
    made = bob.url.rsplit("/", 1)[1]
    call(bob, "POST", f"playlists/{made}/tracks", {"tracks": tracks})
    bob.reload()
    rename(bob)
    drag(bob, "Three", "One")
    expect_titles(bob, "Three", "One", "Two")
    bob.wait_for_load_state("networkidle")
    bob.reload()
    expect_titles(bob, "Three", "One", "Two")
    button(bob, "Remove One").click()
    expect_titles(bob, "Three", "Two")
    told(bob, "Removed").get_by_role("button", name="Undo").click()
    expect_titles(bob, "Three", "One", "Two")
    bring_back(bob, made)


def rename(page: Page) -> None:
    press(page, "Edit")
    fill(page, Title="Better name", Description="Two lines\nof words")
    page.get_by_label("Who sees it").select_option("public")
    press(page, "Save")
    expect(page.get_by_role("heading", level=1)).to_have_text("Better name")
    expect(page.locator(".thing-about")).to_contain_text("of words")


def drag(page: Page, title: str, onto: str) -> None:
    """By the handle, as a hand does it: step by step."""
    row = page.locator(f'.entry[data-title="{title}"] .entry-grip').bounding_box()
    target = page.locator(f'.entry[data-title="{onto}"]').bounding_box()
    assert row
    assert target
    page.mouse.move(row["x"] + row["width"] / 2, row["y"] + row["height"] / 2)
    wait_until_sortable(page)
    page.mouse.down()
    page.mouse.move(row["x"] + 8, row["y"] - 10, steps=4)
    page.mouse.move(target["x"] + 12, target["y"] + 4, steps=12)
    page.wait_for_timeout(250)
    page.mouse.up()


def bring_back(page: Page, made: str) -> None:
    jspf = call(page, "GET", f"playlists/{made}/export?format=jspf")
    page.goto("/playlists/new?kind=import")
    content = json.dumps(jspf).encode()
    page.get_by_label("File").set_input_files({"name": "a.jspf", "mimeType": "application/json", "buffer": content})
    press(page, "Bring it along")
    page.wait_for_url(re.compile(r"/playlists/(?!new)\w{11}$"))
    expect_titles(page, "Three", "One", "Two")


def test_link_of_the_original_becomes_a_playlist(bob: Page) -> None:
    bob.goto("/playlists/new?kind=import")
    fill(bob, Link="https://lofi.example/" + link([{**SCORE, "title": "Old"}, {**SCORE, "title": "Older"}]))
    press(bob, "Bring it along")
    bob.wait_for_url(re.compile(r"/playlists/(?!new)\w{11}$"))
    expect_titles(bob, "Old", "Older")


def test_smart_list_says_its_rule_and_cannot_be_ordered(bob: Page) -> None:
    keep(bob, "Locrian one", mode=7, key=12)
    bob.goto("/playlists/new?kind=smart")
    fill(bob, Title="By rule")
    bob.get_by_label("Order").select_option("new")
    bob.get_by_label("Mode").select_option("7")
    bob.get_by_label("Key").select_option("12")
    press(bob, "Make it")
    expect(bob.locator(".thing-rule")).to_have_text("The newest: B locrian; at most 50 tracks.")
    expect(bob.locator(".entry-title").first).to_have_text("Locrian one")
    expect(bob.locator("lofi-order")).to_have_count(0)


def test_two_edit_one_list(alice: Page, bob: Page) -> None:
    made = make_list(alice, "Ours", [keep(alice, "One"), keep(alice, "Two")], "private")
    alice.goto(f"/playlists/{made}")
    press(alice, "Invite editors")
    invitation = alice.get_by_label("Invitation").input_value()
    bob.goto(invitation)
    press(bob, "Join")
    expect_titles(bob, "One", "Two")
    button(bob, "Move Two up").click()
    expect_titles(bob, "Two", "One")
    bob.wait_for_load_state("networkidle")
    button(alice, "Close").click()
    button(alice, "Remove One").click()
    expect_titles(alice, "Two")
    button(bob, "Move One up").click()
    expect(told(bob, "Somebody changed this playlist meanwhile.")).to_be_visible()
    expect_titles(bob, "Two")


def test_search_finds_track_list_and_maker(alice: Page, page: Page) -> None:
    word = new_name()
    make_list(alice, f"List {word}", [keep(alice, f"Track {word}")])
    page.goto("/")
    page.get_by_role("searchbox", name="Tracks, playlists, people").fill(word)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Search")
    expect(page.get_by_role("link", name=f"Track {word}", exact=True)).to_be_visible()
    expect(page.get_by_role("link", name=f"List {word}", exact=True)).to_be_visible()


def test_take_of_the_room_is_kept_and_the_list_saved(bob: Page) -> None:
    bob.goto("/")
    row = bob.get_by_role("list", name="Playlist").get_by_role("listitem").first
    title = row.locator(".row-title").text_content() or ""
    row.get_by_role("button", name="Actions for").click()
    row.get_by_role("button", name="Keep in my library").click()
    expect(told(bob, "is in your library.")).to_be_visible()
    press(bob, "Save as playlist")
    bob.get_by_role("dialog").get_by_label("Title").fill("From the room")
    press(bob, "Save")
    expect(bob.get_by_role("heading", level=1)).to_have_text("From the room")
    assert titles(bob)[0] == title

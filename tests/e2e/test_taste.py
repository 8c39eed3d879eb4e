"""A member's taste in a real browser: liked, played, seen, moved, and given on to a stranger."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Response, expect

from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.members import new_name, sign_up
from tests.e2e.steps import button, wait_until_heard
from tests.e2e.test_community import call, keep
from tests.e2e.test_page import serious

AHEAD = "() => lofi.queue.items.slice(lofi.queue.items.indexOf(lofi.queue.current) + 1).map(({id}) => id)"

RENEWED = "old => lofi.queue.items.length > 1 && !lofi.queue.items.some(({id}) => old.includes(id))"


@pytest.fixture(scope="module")
def bob(browser: Browser, base_url: str) -> Iterator[Page]:
    """Likes three tracks that Alice made."""
    alice_context, context = (browser.new_context(viewport=WIDE, base_url=base_url) for _ in range(2))
    alice, page = alice_context.new_page(), context.new_page()
    sign_up(alice, new_name())
    tracks = [keep(alice, f"Window {i}") for i in range(3)]
    sign_up(page, new_name())
    for track in tracks:
        page.goto(f"/tracks/{track}")
        with page.expect_response("**/like*"):
            page.locator(".thing-acts lofi-like button").click()
    alice_context.close()
    yield page
    context.close()


def answers(page: Page) -> list[Response]:
    """What the station answers from now on."""
    found: list[Response] = []
    page.on("response", lambda response: found.append(response) if "/radio?" in response.url else None)
    return found


def latents(response: Response) -> list[Any]:
    return [take["latent"] for take in response.json()["results"]]


def test_for_you_plays_and_is_told_what_to_play_more_of(bob: Page) -> None:
    heard = answers(bob)
    bob.goto("/radio")
    button(bob, "Play music for you").click()
    wait_until_heard(bob, 0.5)
    assert heard[0].json()["known"]
    before = bob.evaluate(AHEAD)
    with bob.expect_response("**/api/v1/me/taste") as said:
        button(bob, "More like this").click()
    assert said.value.status == 201
    assert said.value.request.post_data_json["latent"] == latents(heard[0])[0]
    bob.wait_for_function(
        "before => lofi.queue.items.length > 1 && !lofi.queue.items.some(({id}) => before.includes(id))", arg=before
    )
    expect(bob.locator("lofi-notices")).to_contain_text("More like")
    assert bob.evaluate("() => lofi.player.state") == "playing"
    with bob.expect_response("**/api/v1/me/taste/nudges/*") as undone:
        button(bob, "Undo").click()
    assert undone.value.status == 204


def test_map_shows_the_likes_and_plays_them_by_mouse_and_keys(bob: Page) -> None:
    bob.goto("/taste")
    mine = bob.locator(".star.mine")
    expect(mine).to_have_count(3)
    mine.last.focus()
    title = bob.locator(".sky-caption")
    expect(title).to_contain_text("you like it")
    bob.keyboard.press("Enter")
    bob.wait_for_function("id => lofi.queue.current?.trackId === id", arg=mine.last.get_attribute("data-track"))
    wait_until_heard(bob)
    expect(mine.last).to_have_attribute("data-on", "")
    bob.get_by_text("The same as a list").click()
    expect(bob.locator(".sky-list .entry").first).to_be_visible()
    for size in (NARROW, WIDE):
        bob.set_viewport_size(size)
        assert serious(bob) == [], size


def test_stranger_hears_a_shared_taste_until_the_link_is_taken_back(bob: Page, browser: Browser, base_url: str) -> None:
    bob.goto("/taste")
    button(bob, "Make a link").click()
    link = bob.get_by_label("Link to your taste").input_value()
    context = browser.new_context(viewport=WIDE, base_url=base_url)
    stranger = context.new_page()
    stranger.goto(link)
    button(stranger, "Play it").click()
    wait_until_heard(stranger)
    assert stranger.evaluate("() => lofi.queue.items.every(({trackId, latent}) => !trackId && latent.length === 100)")
    expect(button(stranger, "More like this")).to_be_hidden()
    button(bob, "Take the link back").click()
    expect(button(bob, "Make a link")).to_be_visible()
    stranger.goto(link)
    expect(stranger.get_by_role("heading", name="This record is not in the crate.")).to_be_visible()
    context.close()
    assert call(bob, "GET", "me/taste")["shared"] is None

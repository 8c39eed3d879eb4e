"""From the first like to the ledger: asked once, said yes, seen, taken back; and which of two."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.conftest import NARROW, WIDE
from tests.e2e.members import new_name, press, sign_up
from tests.e2e.steps import button
from tests.e2e.test_community import call, keep, told
from tests.e2e.test_page import serious

HEAR_IT_ALL = """() => {
    const { player } = lofi;
    for (let at = 0; at < player.duration - 1; at += 1) {
        Object.defineProperty(player, "position", { value: at, configurable: true });
        player.dispatchEvent(new Event("position"));
    }
    delete player.position;
}"""
"""The clock of the player runs through the track as if it were heard."""


@pytest.fixture
def alice(browser: Browser, base_url: str) -> Iterator[Page]:
    """Made tracks that everybody hears."""
    context = browser.new_context(viewport=WIDE, base_url=base_url)
    page = context.new_page()
    sign_up(page, new_name())
    yield page
    context.close()


@pytest.fixture
def bob(page: Page) -> Page:
    """Likes them."""
    page.set_viewport_size(WIDE)
    sign_up(page, new_name())
    return page


def test_first_like_asks_and_its_yes_is_in_the_ledger_until_it_is_taken_back(alice: Page, bob: Page) -> None:
    rain, snow = keep(alice, "Rain"), keep(alice, "Snow", bpm=90)
    bob.goto(f"/tracks/{rain}")
    heart, note = bob.locator("#main .like").first, bob.get_by_role("region", name="May your likes teach the model?")
    heart.click()
    expect(note).to_be_visible()
    for size in (NARROW, WIDE):
        bob.set_viewport_size(size)
        bob.wait_for_timeout(350)
        assert serious(bob) == [], size
    assert call(bob, "GET", "me/lessons")["count"] == 0
    note.get_by_role("button", name="Yes").click()
    expect(told(bob, "Thank you. You see in your account what you teach.")).to_be_visible()
    expect(note).to_have_count(0)
    bob.goto(f"/tracks/{snow}")
    heart.click()
    expect(heart).to_have_attribute("aria-pressed", "true")
    bob.goto("/account/teaching/")
    expect(bob.locator(".ledger strong")).to_have_text(["Snow", "Rain"])
    press(bob, "Withdraw: Liked, Snow")
    expect(bob.locator(".ledger strong")).to_have_text(["Rain"])
    press(bob, "Stop teaching")
    expect(bob.get_by_role("heading", name="May your likes teach the model?")).to_be_visible()
    expect(bob.locator(".ledger")).to_have_count(0)


def test_not_now_is_remembered_and_nothing_is_asked_again(alice: Page, bob: Page) -> None:
    rain, snow = keep(alice, "Rain"), keep(alice, "Snow")
    bob.goto(f"/tracks/{rain}")
    bob.locator("#main .like").first.click()
    bob.get_by_role("button", name="Not now").click()
    expect(bob.locator("#main .like").first).to_be_focused()
    bob.goto(f"/tracks/{snow}")
    with bob.expect_response("**/api/v1/me/teaching"):
        bob.locator("#main .like").first.click()
    bob.wait_for_timeout(300)
    expect(bob.locator(".teach-note")).to_have_count(0)
    assert call(bob, "GET", "me/teaching")["consent"] is False


def test_after_some_full_listens_two_tracks_are_offered(alice: Page, bob: Page) -> None:
    for i in range(8):  # of which six are heard, and two left to choose from
        keep(alice, f"Rain {i}", key=i + 1)
    call(bob, "PUT", "me/teaching", {"consent": True})
    bob.goto("/discover?sort=new")
    button(bob, "Play all of these").click()
    for _ in range(6):
        bob.wait_for_function("() => lofi.player?.state === 'playing' && lofi.player.duration > 0")
        bob.evaluate(HEAR_IT_ALL)
        button(bob, "Next track").click()
        bob.wait_for_timeout(300)
    card = bob.get_by_role("region", name="Which of these two?")
    expect(card).to_be_visible()
    assert serious(bob) == []
    card.get_by_role("button", name="B", exact=True).click()
    expect(card).to_have_count(0)
    kinds = [row["kind"] for row in call(bob, "GET", "me/lessons")["results"]]
    assert sorted(kind for kind in kinds if kind != "listen") == ["loss", "win"]
    bob.goto("/account/teaching/")  # what waited is told when its page goes
    for _ in range(40):  # by a beacon, whose arrival nothing tells
        kinds = [row["kind"] for row in call(bob, "GET", "me/lessons")["results"]]
        if kinds.count("listen") >= 6:
            break
        bob.wait_for_timeout(250)
    assert kinds.count("listen") == 6

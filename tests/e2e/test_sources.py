"""Playing from wherever something is shown: beside the list at hand, and still there when one comes back."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import opened
from tests.e2e.members import new_name, sign_up
from tests.e2e.steps import button, rows, titles, wait_until_heard

STORE = """async titles => {
  const headers = {'Content-Type': 'application/json', 'X-CSRFToken': document.cookie.match(/csrftoken=([^;]+)/)[1]};
  const call = async (method, path, body) => {
    const answer = await fetch('/api/v1/' + path, {method, headers, body: JSON.stringify(body)});
    return answer.json();
  };
  const {results} = await call('POST', 'generate', {count: titles.length});
  const tracks = [];
  for (const [i, title] of titles.entries()) {
    const {id} = await call('POST', 'tracks', {latent: results[i].latent, title});
    await call('PATCH', 'tracks/' + id, {visibility: 'public'});
    tracks.push(id);
  }
  return tracks;
}"""
PUT = """data => {
  const element = document.createElement('lofi-play');
  Object.assign(element.dataset, data);
  element.className = 'wide';
  document.querySelector('#main').prepend(element);
}"""


@pytest.fixture
def member(page: Page) -> str:
    name = new_name()
    sign_up(page, name)
    return name


def play(page: Page, **data: Any) -> Locator:
    """Presses such a button, put onto the page."""
    page.evaluate(PUT, data)
    found = page.locator("lofi-play.wide").first.get_by_role("button")
    found.click()
    return found


def test_a_feed_plays_beside_the_list_and_the_bar_leads_to_the_track(page: Page, member: str) -> None:
    opened(page, "/")
    own = titles(page)
    ids = page.evaluate(STORE, ["First light", "Second light"])
    pressed = play(page, source=f"feed:?creator={member}", label="what is mine")
    expect(pressed).to_have_text("Pause what is mine")
    wait_until_heard(page, 1)
    assert sorted(titles(page)) == ["First light", "Second light"]
    bar = page.get_by_role("region", name="Player")
    heart = bar.get_by_role("button", name="Like")
    page.keyboard.press("l")
    expect(heart).to_have_attribute("aria-pressed", "true")
    bar.locator(".bar-title a").click()
    page.wait_for_url("**/tracks/*")
    assert page.url.rsplit("/", 1)[1] in ids
    assert page.evaluate("() => lofi.player.state") == "playing"
    page.keyboard.press("g")
    page.keyboard.press("h")
    expect(page.get_by_text("This plays beside your list.")).to_be_visible()
    button(page, "Back to my list").click()
    expect(rows(page)).to_have_count(len(own))
    assert titles(page) == own


def test_a_track_is_paused_by_the_button_that_plays_it(page: Page, member: str) -> None:
    opened(page, "/")
    (track,) = page.evaluate(STORE, ["Alone"])
    pressed = play(page, source=f"track:{track}", label="Alone")
    wait_until_heard(page)
    pressed.click()
    expect(pressed).to_have_text("Play Alone")
    page.wait_for_function("() => lofi.player.state === 'paused'")


def test_what_is_not_there_says_so_and_plays_on(home: Page) -> None:
    button(home, "Play").click()
    wait_until_heard(home)
    play(home, source="track:23456789ABC", label="Nothing")
    expect(home.get_by_text("Nothing can't be played: Not found.")).to_be_visible()
    assert home.evaluate("() => lofi.player.state") == "playing"


def test_the_sleep_timer_counts_down_on_every_page_and_is_called_off(home: Page) -> None:
    button(home, "Sleep timer and transitions").click()
    home.get_by_role("dialog").get_by_role("combobox", name="Sleep timer").select_option("15")
    button(home, "Done").click()
    home.get_by_role("link", name="Log in").click()
    moon = button(home, "Sleep timer and transitions")
    expect(moon).to_have_attribute("aria-pressed", "true")
    expect(moon).to_contain_text("15")
    moon.click()
    home.get_by_role("dialog").get_by_role("combobox", name="Sleep timer").select_option("off")
    button(home, "Done").click()
    expect(moon).to_have_attribute("aria-pressed", "false")


def test_every_shortcut_is_on_the_sheet_of_every_page(home: Page) -> None:
    home.get_by_role("link", name="Log in").click()
    expect(home.get_by_role("heading", name="Log in", level=1)).to_be_visible()
    home.keyboard.press("?")
    sheet = home.get_by_role("dialog", name="Keyboard shortcuts")
    expect(sheet).to_contain_text("Go to the radio")
    button(sheet, "Close").click()  # type: ignore[arg-type]
    home.keyboard.press("/")
    expect(home.get_by_role("searchbox").first).to_be_focused()

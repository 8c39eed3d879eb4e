"""Walking through the pages while a track plays: no gap, nothing left behind, and the browser's own ways kept."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.e2e.conftest import opened
from tests.e2e.ears import listen, longest_gap
from tests.e2e.members import PASSWORD, fill, menu, new_name, press, sign_up
from tests.e2e.steps import SCORE, choose, link, rows, titles, wait_until_heard
from tests.e2e.test_nodes import SILENCE

LONGEST_GAP = 0.35
SMALLEST_STEP = 0.35
"""Seconds that the music's clock may differ from the wall's over a walk: what the measuring itself takes."""
CLOCK = "() => ({wall: performance.now() / 1000, music: lofi.player.position, ...lofi.player.census})"


def listen_from(page: Page) -> dict[str, Any]:
    listen(page)
    clock: dict[str, Any] = page.evaluate(CLOCK)
    return clock


def expect_no_gap(page: Page, before: dict[str, Any]) -> None:
    now = page.evaluate(CLOCK)
    assert abs((now["music"] - before["music"]) - (now["wall"] - before["wall"])) < SMALLEST_STEP
    assert longest_gap(page) < LONGEST_GAP
    assert [now[key] - before[key] for key in ("late", "missed")] == [0, 0]


def play(page: Page) -> None:
    opened(page, "/")
    page.evaluate("window.unbroken = true")
    choose(page, 0)
    wait_until_heard(page, 2)


def walk(page: Page, path: str) -> None:
    """Follows a link of the page to ``path``, made for the test."""
    page.evaluate("""path => {
      const link = Object.assign(document.createElement('a'), {href: path, textContent: 'walk', id: 'walk'});
      document.querySelector('#main').append(link);
      link.click();
    }""", path)  # fmt: skip
    expect(page.locator("#walk")).to_have_count(0)


def at(page: Page, heading: str) -> None:
    expect(page.get_by_role("heading", name=heading, level=1)).to_be_visible()


@pytest.mark.alone
def test_a_track_plays_on_through_pages_forms_and_what_is_not_there(page: Page) -> None:
    play(page)
    before = listen_from(page)
    page.get_by_role("link", name="Log in").click()
    at(page, "Log in")
    fill(page, Name_or_e__mail="nobody-at-all", Password="wrong")
    press(page, "Log in")
    expect(page.get_by_role("alert")).to_be_focused()
    page.get_by_role("link", name="Sign up").last.click()
    at(page, "Sign up")
    walk(page, "/@nobody-at-all")
    at(page, "This record is not in the crate.")
    page.go_back()
    at(page, "Sign up")
    page.go_back()
    at(page, "Log in")
    page.go_forward()
    at(page, "Sign up")
    page.get_by_role("link", name="Lofi", exact=True).click()
    expect(rows(page)).to_have_count(9)
    assert page.evaluate("window.unbroken")
    expect_no_gap(page, before)


@pytest.mark.alone
def test_a_track_plays_on_through_log_out_and_log_in(page: Page) -> None:
    name = new_name()
    sign_up(page, name)
    play(page)
    before = listen_from(page)
    menu(page).locator("summary").click()
    press(page, "Log out")
    expect(page.get_by_role("link", name="Log in")).to_be_visible()
    page.get_by_role("link", name="Log in").click()
    fill(page, Name_or_e__mail=name, Password=PASSWORD)
    press(page, "Log in")
    expect(menu(page)).to_contain_text(name)
    menu(page).locator("summary").click()
    menu(page).get_by_role("link", name="Profile").click()
    at(page, name)
    walk(page, "/account/profile/")
    fill(page, Name_shown="Walker")
    press(page, "Save")
    expect(page.get_by_text("Your profile is saved.").first).to_be_visible()
    press_log_out = menu(page).locator("summary")
    press_log_out.click()
    press(page, "Log out")
    expect(menu(page)).to_have_count(0)
    assert page.evaluate("window.unbroken")
    expect_no_gap(page, before)


def test_the_title_is_the_tracks_while_it_plays_and_the_pages_else(home: Page) -> None:
    names = titles(home)
    home.get_by_role("link", name="Log in").click()
    expect(home).to_have_title("Log in · Lofi")
    expect(home.locator("#page-announcer")).to_have_text("Log in · Lofi")
    expect(home.get_by_role("main")).to_be_focused()
    home.locator("lofi-player").get_by_role("button", name="Play").click()
    expect(home).to_have_title(f"{names[0]} · Lofi")
    home.get_by_role("link", name="Sign up").first.click()
    at(home, "Sign up")
    expect(home).to_have_title(f"{names[0]} · Lofi")
    home.locator("lofi-player").get_by_role("button", name="Pause").click()
    expect(home).to_have_title("Sign up · Lofi")


def test_back_finds_the_place_and_reload_the_page(home: Page) -> None:
    home.evaluate("window.unbroken = true")
    home.evaluate("scrollTo(0, 400)")
    home.evaluate("document.querySelector('.site-header a[href*=login]').click()")
    at(home, "Log in")
    assert home.evaluate("scrollY") == 0
    home.go_back()
    expect(rows(home)).to_have_count(9)
    home.wait_for_function("() => scrollY > 300")
    home.go_forward()
    at(home, "Log in")
    assert home.evaluate("window.unbroken")
    home.reload()
    at(home, "Log in")
    assert home.url.endswith("/account/login/")


def test_a_link_of_old_opens_its_list_when_walked_to(home: Page) -> None:
    walk(home, "/" + link([{**SCORE, "title": "From afar"}]))
    expect(rows(home)).to_have_count(1)
    assert titles(home) == ["From afar"]
    walk(home, "/account/login/")
    home.go_back()
    expect(rows(home)).to_have_count(1)
    assert titles(home) == ["From afar"]
    home.get_by_role("button", name="Back to my list").click()
    expect(rows(home)).to_have_count(9)
    walk(home, "/?default")
    expect(rows(home)).to_have_count(9)


def test_what_is_no_page_is_left_to_the_browser(home: Page) -> None:
    home.evaluate("window.unbroken = true")
    home.get_by_role("link", name="notices of their own").click()
    home.wait_for_url("**/static/samples/LICENCES.txt")
    home.go_back()
    expect(rows(home)).to_have_count(9)


def test_a_page_that_does_not_come_says_so_and_comes_when_asked_again(home: Page) -> None:
    home.route("**/account/login/", lambda route: route.abort())
    home.get_by_role("link", name="Log in").click()
    notice = home.get_by_text("This page did not come.")
    expect(notice).to_be_visible()
    home.unroute("**/account/login/")
    home.get_by_role("button", name="Try again").click()
    at(home, "Log in")
    expect(notice).to_have_count(0)


def test_the_last_of_two_links_wins(home: Page) -> None:
    def slow(route: Route) -> None:
        home.wait_for_timeout(700)
        route.continue_()

    home.route("**/account/login/", slow)
    home.evaluate("""() => {
      for (const name of ['login', 'signup']) document.querySelector(`.site-header a[href*=${name}]`).click();
    }""")
    at(home, "Sign up")
    home.wait_for_timeout(1500)
    at(home, "Sign up")


@pytest.mark.alone
@pytest.mark.once
def test_sixty_visits_leave_nothing_behind(page: Page) -> None:
    play(page)
    session = page.context.new_cdp_session(page)
    for _ in range(3):
        there_and_back(page)
    before = counters(session)
    before_nodes = page.evaluate(SILENCE)["left"]
    page.evaluate("lofi.player.play()")
    for _ in range(30):
        there_and_back(page)
    after = counters(session)
    # a garbage collector keeps what it likes for a while; sixty pages of it would be thousands of each
    assert after["jsEventListeners"] - before["jsEventListeners"] < 60
    assert after["nodes"] - before["nodes"] < 600
    assert page.evaluate(SILENCE)["left"] == before_nodes


def there_and_back(page: Page) -> None:
    page.evaluate("document.querySelector('.site-header a[href*=login]').click()")
    at(page, "Log in")
    page.evaluate("document.querySelector('.wordmark').click()")
    expect(rows(page)).to_have_count(9)


def counters(session: Any) -> dict[str, int]:
    for _ in range(3):
        session.send("HeapProfiler.collectGarbage")
    found: dict[str, int] = session.send("Memory.getDOMCounters")
    return found

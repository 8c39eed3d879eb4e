"""Without a connection: the site opens, and what the list holds plays. Nothing of a member's is kept in the browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.conftest import WIDE, opened
from tests.e2e.members import new_name, sign_up
from tests.e2e.steps import button, choose, rows, wait_until_heard

KEPT = """async () => {
  const texts = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const response = await cache.match(request, {ignoreVary: true});
      const isPage = response.headers.get('Content-Type').startsWith('text/html');
      texts.push({path: new URL(request.url).pathname, text: isPage ? await response.text() : ''});
    }
  }
  return texts;
}"""
SAMPLES = "async () => (await (await caches.open('samples-1')).keys()).length"


@pytest.fixture
def installed(browser: Browser, base_url: str) -> Iterator[BrowserContext]:
    context = browser.new_context(base_url=base_url, viewport=WIDE, service_workers="allow")
    yield context
    context.close()


def with_worker(context: BrowserContext) -> Page:
    page = opened(context.new_page(), "/")
    page.evaluate("async () => { await navigator.serviceWorker.ready }")
    page.wait_for_function("() => navigator.serviceWorker.controller !== null")
    return page


def play_until_kept(page: Page) -> None:
    """The list's samples are fetched eight seconds into the music."""
    choose(page, 0)
    wait_until_heard(page, 10)
    many = -1
    while (now := page.evaluate(SAMPLES)) != many:
        many = now
        page.wait_for_timeout(2000)


def test_the_site_opens_and_plays_its_list_without_a_connection(installed: BrowserContext) -> None:
    page = with_worker(installed)
    play_until_kept(page)
    installed.set_offline(True)
    for path in ("/", "/discover"):
        page.goto(path)
        expect(rows(page)).to_have_count(9)
    expect(page.get_by_text("You are offline.")).to_be_visible()
    choose(page, 4)
    wait_until_heard(page, 2)
    page.evaluate("() => lofi.player.seek(60)")
    wait_until_heard(page, 63)
    assert page.evaluate("() => lofi.player.census.missed") == 0
    button(page, "Generate").click()
    expect(page.get_by_text("No new track: You are offline.")).to_be_visible()
    page.get_by_role("link", name="Log in").click()
    expect(page.get_by_text("This page did not come. You are offline.")).to_be_visible()
    installed.set_offline(False)
    expect(page.get_by_text("You are offline. What is in your list")).to_have_count(0)
    assert page.evaluate("() => lofi.player.state") == "playing"


def test_nothing_of_a_members_is_kept(installed: BrowserContext) -> None:
    page = with_worker(installed)
    name = new_name()
    sign_up(page, name)
    for path in ("/", f"/@{name}", "/account/profile/", "/library"):
        page.goto(path)
        page.wait_for_load_state("networkidle")
    kept = page.evaluate(KEPT)
    assert [entry["path"] for entry in kept if entry["text"]] == ["/"]
    assert not any(name in entry["text"] for entry in kept)
    assert [entry["path"] for entry in kept if entry["path"] != "/" and not entry["path"].startswith("/static/")] == []


def test_the_browser_would_install_it(installed: BrowserContext) -> None:
    page = with_worker(installed)
    devtools = installed.new_cdp_session(page)
    manifest = devtools.send("Page.getAppManifest")
    assert manifest["errors"] == []
    found = devtools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # contexts of a test are private windows, which install nothing
    assert [error["errorId"] for error in found if error["errorId"] != "in-incognito"] == []

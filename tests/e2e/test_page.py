"""The page itself: names, focus, contrast, width, weight, licence."""

import gzip

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import opened
from tests.e2e.steps import DIALS, button, choose, open_actions, rows, set_slider, slider, wait_until_heard

BUTTONS = ("Play", "Next track", "Previous track", "Shuffle", "Repeat", "Mute", "Generate", "Randomise", "Share")
FOCUSED = """() => {
  const element = document.activeElement;
  const style = getComputedStyle(element);
  const name = element.getAttribute('aria-label') || element.textContent.trim();
  const seen = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
  return {name, seen, body: element === document.body};
}"""


def serious(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    return [f"{v['id']}: {v['nodes'][0]['html']}" for v in violations if v["impact"] in ("serious", "critical")]


def test_every_control_has_its_name(home: Page) -> None:
    for name in BUTTONS:
        expect(button(home, name)).to_have_count(1)
    home.get_by_text("All 100 features").click()
    for name in ("Seek", "Volume", *DIALS, *(f"Feature {i}" for i in range(1, 101))):
        expect(slider(home, name)).to_have_count(1)
    unnamed = home.evaluate(
        """() => [...document.querySelectorAll('button, input, a, summary, select, textarea')]
        .filter(e => !e.closest('[aria-hidden=true]'))
        .filter(e => !(e.getAttribute('aria-label') || e.textContent.trim() || e.labels?.length))
        .map(e => e.outerHTML)"""
    )
    assert unnamed == []


def test_axe_finds_nothing_serious(home: Page) -> None:
    assert serious(home) == []
    choose(home, 2)
    wait_until_heard(home)
    open_actions(home, 1)
    open_actions(home, 2)
    home.get_by_text("All 100 features").click()
    set_slider(home, "Feature 3", 1)
    assert serious(home) == []
    home.keyboard.press("?")
    assert serious(home) == []


def test_axe_finds_nothing_serious_on_a_phone(narrow: Page) -> None:
    assert serious(narrow) == []


def test_a_phone_needs_no_sideways_scrolling(narrow: Page) -> None:
    narrow.get_by_text("All 100 features").click()
    open_actions(narrow, 0)
    assert narrow.evaluate("document.documentElement.scrollWidth") == 360
    for name in BUTTONS:
        expect(button(narrow, name)).to_be_visible()


def test_a_long_title_does_not_widen_a_phone(narrow: Page) -> None:
    narrow.evaluate(
        "document.querySelectorAll('.row-title, .now-title, .bar-title').forEach(e => e.textContent = 'W'.repeat(80))"
    )
    assert narrow.evaluate("document.documentElement.scrollWidth") == 360


def test_the_keyboard_reaches_everything_and_shows_where_it_is(home: Page) -> None:
    reached = []
    for _ in range(200):
        home.keyboard.press("Tab")
        focused = home.evaluate(FOCUSED)
        if focused["body"]:
            break
        assert focused["seen"], focused["name"]
        reached.append(focused["name"])
    assert {*BUTTONS, *DIALS, "Seek", "Volume"} <= set(reached)
    assert len([name for name in reached if "BPM" in name]) == rows(home).count()


def test_the_licence_is_said(home: Page) -> None:
    expect(home.get_by_text("free for any use")).to_be_visible()
    expect(home.get_by_role("link", name="CC0 1.0")).to_have_attribute(
        "href", "https://creativecommons.org/publicdomain/zero/1.0/"
    )
    notices = home.get_by_role("link", name="notices of their own").get_attribute("href") or ""
    assert home.request.get(notices).ok


def test_the_title_tells_the_track(home: Page) -> None:
    choose(home, 0)
    title = home.locator(".row-title").first.inner_text()
    expect(home).to_have_title(f"{title} · Lofi")


def test_the_record_lies_still_for_those_who_want_less_motion(home: Page) -> None:
    home.emulate_media(reduced_motion="reduce")
    opened(home, "/")
    choose(home, 0)
    wait_until_heard(home)
    assert (
        home.evaluate("document.querySelector('.disc').getAnimations().filter(a => a.playState === 'running').length")
        == 0
    )


def test_less_than_a_megabyte_is_fetched_before_the_first_note(page: Page) -> None:
    weights: list[int] = []
    page.on("response", lambda response: weights.append(weight(response)))
    opened(page, "/")
    choose(page, 0)
    wait_until_heard(page, 0)
    assert 0 < sum(weights) < 1_000_000


def weight(response: Response) -> int:
    try:
        return len(response.body())
    except Exception:  # a response without a body, or one that the page called off
        return 0


def test_own_javascript_is_under_150_kb(home: Page) -> None:
    scripts: dict[str, bytes] = {}
    home.on("response", lambda r: scripts.update({r.url: r.body()}) if r.url.split("?")[0].endswith(".js") else None)
    opened(home, "/")
    choose(home, 0)
    wait_until_heard(home)
    home.evaluate("lofi.render(lofi.queue.items[0].score, {seconds: 1})")
    assert 0 < sum(len(gzip.compress(body)) for body in scripts.values()) < 150_000

"""What the listener's hand changes while a track plays: sliders at the next bar line, levels at once, never a gap."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import break_api
from tests.e2e.ears import arrived, await_arrangement, listen, longest_gap
from tests.e2e.steps import (
    button,
    choose,
    expect_current,
    player,
    rows,
    seek_to,
    set_slider,
    titles,
    wait_until_heard,
)

pytestmark = pytest.mark.alone

LONGEST_GAP = 0.35
"""Seconds: a break in the music that is written may be this long, a bar is 2.4 s and more."""
PLAIN = {
    "preset": None,
    "bpm": None,
    "filter": 0,
    "vinyl": None,
    "rain": None,
    "muted": [],
    "soloed": [],
    "seed": None,
}
HEARD = "() => lofi.player.arrangement.chords.map(({name}) => name)"
LATE = "() => lofi.player.census.late"


def start_in_the_middle(page: Page, index: int) -> None:
    choose(page, index)
    wait_until_heard(page)
    seek_to(page, 40)
    page.wait_for_function("() => lofi.player.state === 'playing' && lofi.player.position > 40.2")


def test_a_slider_is_heard_from_the_next_bar_line_on(home: Page) -> None:
    start_in_the_middle(home, 0)
    before = home.evaluate(HEARD)
    listen(home)
    await_arrangement(home)
    set_slider(home, "Mood", -2)
    change = arrived(home)
    assert change["chords"] != before
    assert change["state"] == "playing"
    assert change["bars"] % 1 == pytest.approx(0, abs=0.1)
    home.wait_for_timeout(1500)
    assert longest_gap(home) < LONGEST_GAP
    assert home.evaluate(LATE) == 0


def test_a_draft_can_be_kept_and_goes_on_sounding(home: Page) -> None:
    before = titles(home)
    start_in_the_middle(home, 2)
    await_arrangement(home)
    set_slider(home, "Energy", 1.5)
    arrived(home)
    draft = home.get_by_role("heading", level=1).inner_text()
    listen(home)
    button(home, "Keep it").click()
    expect(rows(home)).to_have_count(10)
    assert titles(home) == [*before[:3], draft, *before[3:]]
    expect_current(home, draft)
    expect(button(home, "Keep it")).to_be_hidden()
    home.wait_for_timeout(1500)
    assert player(home)["state"] == "playing"
    assert player(home)["position"] > 25
    assert longest_gap(home) < LONGEST_GAP


def test_a_draft_can_be_taken_back(home: Page) -> None:
    start_in_the_middle(home, 1)
    before = home.evaluate(HEARD)
    await_arrangement(home)
    set_slider(home, "Mood", 2)
    arrived(home)
    await_arrangement(home)
    button(home, "Back to the original").click()
    assert arrived(home)["chords"] == before
    expect(rows(home)).to_have_count(9)
    expect(home.get_by_role("heading", level=1)).to_have_text(titles(home)[1])


def test_many_moves_of_a_slider_end_with_the_last(home: Page) -> None:
    start_in_the_middle(home, 0)
    listen(home)
    for value in (-1, -0.5, 0, 0.5, 1, 1.5, 2):
        set_slider(home, "Tempo", value)
        home.wait_for_timeout(200)
    home.wait_for_function("() => lofi.player.arrangement.bpm >= 85")
    home.wait_for_timeout(1000)
    assert player(home)["state"] == "playing"
    assert longest_gap(home) < LONGEST_GAP


def test_a_draft_ends_with_its_track(home: Page) -> None:
    start_in_the_middle(home, 0)
    await_arrangement(home)
    set_slider(home, "Energy", 1)
    arrived(home)
    button(home, "Next track").click()
    expect(button(home, "Keep it")).to_be_hidden()
    expect_current(home, titles(home)[1])
    expect(home.get_by_role("heading", level=1)).to_have_text(titles(home)[1])


def test_sliders_of_a_silent_page_change_no_track(home: Page) -> None:
    calls: list[str] = []
    home.on("request", lambda request: calls.append(request.url))
    set_slider(home, "Energy", 1)
    home.wait_for_timeout(800)
    assert [url for url in calls if url.endswith("/decode")] == []


def test_a_model_that_is_gone_leaves_the_music_alone(home: Page) -> None:
    start_in_the_middle(home, 0)
    listen(home)
    break_api(home, "decode")
    set_slider(home, "Energy", 1)
    retry = home.get_by_role("status").get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    home.unroute_all(behavior="ignoreErrors")
    await_arrangement(home)
    retry.click()
    assert arrived(home)["state"] == "playing"
    expect(retry).to_have_count(0)
    assert longest_gap(home) < LONGEST_GAP


def test_pausing_between_a_wish_and_its_bar_line_keeps_the_wish(home: Page) -> None:
    start_in_the_middle(home, 0)
    home.evaluate("mix => lofi.player.setMix(mix)", {**PLAIN, "preset": "rooftop"})
    button(home, "Pause").click()
    expect(button(home, "Play")).to_be_visible()
    assert home.evaluate("lofi.player.arrangement.preset") == "rooftop"
    button(home, "Play").click()
    wait_until_heard(home, 39)
    assert home.evaluate("lofi.player.arrangement.preset") == "rooftop"

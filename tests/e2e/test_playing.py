"""The main job: nine tracks are listed and play, Generate adds a tenth that plays, and it is music that is heard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.conftest import break_api, opened
from tests.e2e.steps import (
    button,
    choose,
    expect_current,
    player,
    rows,
    seek_to,
    set_slider,
    slider,
    titles,
    wait_until_heard,
)

RENDER = """async ([index, seconds, sampleRate]) => {
  const {score} = lofi.queue.items[index];
  const audio = await lofi.render(score, {seconds: seconds ?? undefined, sampleRate});
  const channels = Array.from({length: audio.numberOfChannels}, (_, i) => audio.getChannelData(i));
  const before = window.rendered;
  window.rendered = channels;
  let peak = 0, power = 0, change = 0, finite = true;
  channels.forEach((samples, c) => samples.forEach((x, i) => {
    finite &&= Number.isFinite(x);
    peak = Math.max(peak, Math.abs(x));
    power += x * x;
    if (before) change = Math.max(change, Math.abs(x - before[c][i]));
  }));
  const rms = Math.sqrt(power / (channels.length * channels[0].length));
  return {seconds: audio.duration, expected: lofi.arrange(score).seconds, peak, rms, change, finite};
}"""


def render(page: Page, index: int, seconds: float | None = None, rate: int = 44100) -> dict[str, float]:
    """Renders a track of the list with the page's own graph, and measures it; `change`: against the render before."""
    return page.evaluate(RENDER, [index, seconds, rate])


def test_nine_tracks_are_listed_and_play(home: Page) -> None:
    expect(rows(home)).to_have_count(9)
    for index, title in enumerate(titles(home)):
        choose(home, index)
        wait_until_heard(home)
        expect_current(home, title)
    assert home.evaluate("navigator.mediaSession.playbackState") == "playing"


@pytest.mark.parametrize("index", range(9))
def test_each_default_track_sounds_and_does_not_clip(home: Page, index: int) -> None:
    sound = render(home, index, seconds=12, rate=22050)
    assert sound["finite"]
    assert sound["seconds"] == pytest.approx(12, abs=0.01)
    assert sound["rms"] > 0.01
    assert sound["peak"] < 1


@pytest.mark.once
def test_generate_adds_a_tenth_that_plays(home: Page) -> None:
    before = titles(home)
    set_slider(home, "Energy", 1)
    button(home, "Generate").click()
    expect(rows(home)).to_have_count(10)
    wait_until_heard(home)
    assert titles(home)[:9] == before
    expect_current(home, titles(home)[9])
    whole, again = render(home, 9, rate=22050), render(home, 9, rate=22050)
    assert whole["seconds"] == pytest.approx(whole["expected"], abs=0.01)
    assert 60 < whole["seconds"] < 240
    assert whole["rms"] > 0.01
    assert whole["peak"] < 1
    assert again["seconds"] == whole["seconds"]
    assert again["change"] == 0


def test_play_becomes_pause_and_tells_the_truth(home: Page) -> None:
    button(home, "Play").click()
    expect(button(home, "Pause")).to_be_visible()
    wait_until_heard(home)
    button(home, "Pause").click()
    expect(button(home, "Play")).to_be_visible()
    assert player(home)["state"] == "paused"
    assert home.evaluate("navigator.mediaSession.playbackState") == "paused"


def test_pausing_while_a_track_loads_leaves_no_spinner(home: Page) -> None:
    home.route("**/static/samples/**", lambda route: (home.wait_for_timeout(300), route.continue_()))
    choose(home, 4)
    button(home, "Pause").click()
    expect(button(home, "Play")).to_be_visible()
    expect(button(home, "Play")).not_to_have_attribute("aria-busy", "true")
    home.unroute_all(behavior="ignoreErrors")
    button(home, "Play").click()
    wait_until_heard(home)


def test_the_end_of_the_list_is_an_end(home: Page) -> None:
    last = titles(home)[8]
    choose(home, 8)
    wait_until_heard(home)
    seek_to(home, player(home)["duration"])
    expect(button(home, "Play")).to_be_visible()
    expect_current(home, last)
    button(home, "Play").click()
    wait_until_heard(home)
    expect_current(home, last)


def test_a_track_that_ends_is_followed_by_the_next(home: Page) -> None:
    names = titles(home)
    choose(home, 0)
    wait_until_heard(home)
    seek_to(home, player(home)["duration"] - 1)
    expect_current(home, names[1])
    wait_until_heard(home)


def test_seeking_past_the_end_does_not_leave_a_silent_clock(home: Page) -> None:
    choose(home, 8)
    wait_until_heard(home)
    home.evaluate("lofi.player.seek(1e9)")
    expect(button(home, "Play")).to_be_visible()
    position = player(home)["position"]
    home.wait_for_timeout(600)
    assert player(home)["position"] == position


def test_quick_switching_throws_nothing(home: Page) -> None:
    choose(home, 0)
    for _ in range(8):
        button(home, "Next track").click()
    expect_current(home, titles(home)[8])
    wait_until_heard(home)


def test_previous_goes_back_and_next_goes_on(home: Page) -> None:
    names = titles(home)
    choose(home, 1)
    wait_until_heard(home)
    button(home, "Previous track").click()
    expect_current(home, names[0])
    button(home, "Next track").click()
    expect_current(home, names[1])


def test_the_keyboard_seeks(home: Page) -> None:
    choose(home, 0)
    wait_until_heard(home)
    slider(home, "Seek").focus()
    before = player(home)["position"]
    for _ in range(10):
        home.keyboard.press("ArrowRight")
    assert player(home)["position"] >= before + 9
    expect(slider(home, "Seek")).to_have_attribute("aria-valuetext", re.compile(r"^0:1\d of \d:\d\d$"))


def test_shortcuts_play_mute_and_explain_themselves(home: Page) -> None:
    home.keyboard.press("Space")
    wait_until_heard(home)
    home.keyboard.press("m")
    expect(button(home, "Mute")).to_have_attribute("aria-pressed", "true")
    home.keyboard.press("s")
    expect(button(home, "Shuffle")).to_have_attribute("aria-pressed", "true")
    home.keyboard.press("?")
    sheet = home.locator("dialog[open]")
    expect(sheet).to_be_visible()
    assert home.get_by_role("dialog").all_inner_texts()[0].startswith("Keyboard shortcuts")
    home.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    home.keyboard.press("Space")
    expect(button(home, "Play")).to_be_visible()


def test_repeat_keeps_its_name_and_tells_its_state(home: Page) -> None:
    told = []
    for _ in range(4):
        button(home, "Repeat").click()
        told.append(home.locator("#repeat-state").inner_text())
    assert told == [
        "Plays the list again and again",
        "Plays this track again and again",
        "Makes a new track whenever the list ends",
        "Stops at the end of the list",
    ]


def test_samples_that_do_not_come_are_told_and_tried_again(page: Page) -> None:
    page.route("**/static/samples/**", lambda route: route.abort())
    opened(page, "/")
    choose(page, 0)
    retry = page.get_by_role("status").get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    expect(button(page, "Play")).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
    retry.click()
    wait_until_heard(page)
    expect(retry).to_have_count(0)


def test_volume_and_mode_survive_a_reload(home: Page) -> None:
    set_slider(home, "Volume", 30)
    button(home, "Repeat").click()
    opened(home, "/")
    expect(slider(home, "Volume")).to_have_value("30")
    expect(home.locator("#repeat-state")).to_have_text("Plays the list again and again")


def test_a_server_that_is_gone_is_told_and_asked_again(page: Page) -> None:
    break_api(page, "playlists/default")
    page.goto("/")
    retry = page.get_by_role("button", name="Try again")
    expect(retry).to_be_visible()
    page.unroute_all(behavior="ignoreErrors")
    retry.click()
    expect(rows(page)).to_have_count(9)

"""The mixer: what the listener sets is heard, kept with its track, and can be taken back."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.e2e.conftest import opened
from tests.e2e.ears import arrived, await_arrangement, listen, longest_gap
from tests.e2e.steps import (
    button,
    choose,
    open_mixer,
    player,
    rows,
    set_slider,
    slider,
    start_in_the_middle,
    wait_until_heard,
)
from tests.e2e.test_page import serious

pytestmark = pytest.mark.alone

PARTS = ("keys", "second instrument", "pad", "melody", "bass", "drums")
LATEST = "() => window.heard.slice(-40).map(([, level]) => level).sort((a, b) => a - b)[20]"
LOUDEST = "() => Math.max(...window.heard.slice(-100).map(([, level]) => level))"
NOTHING = -90
"""dBFS: the texture's loops and the hiss would lie above."""
LONGEST_GAP = 0.35
RAIN_WITHIN = 8000
"""Milliseconds: the loop is fetched first, and begins with the stretch that is scheduled next."""
COUNT_MIXES = """() => {
  const {player} = lofi;
  const own = player.setMix.bind(player);
  window.mixes = [];
  player.setMix = mix => { window.mixes.push(mix.filter); own(mix); };
}"""
DRAG = """async () => {
  const slider = document.querySelector('input[aria-label=Window]');
  for (let i = 1; i <= 40; i += 1) {
    slider.value = String(i / 50);
    slider.dispatchEvent(new Event('input', {bubbles: true}));
    await new Promise(done => setTimeout(done, 20));
  }
}"""


def presets(page: Page) -> Locator:
    return page.get_by_role("combobox", name="Preset", exact=True)


def is_pressed(page: Page, name: str) -> bool:
    return button(page, name).get_attribute("aria-pressed") == "true"


def test_another_preset_comes_with_the_next_bar(home: Page) -> None:
    start_in_the_middle(home, 0)
    open_mixer(home)
    listen(home)
    await_arrangement(home)
    presets(home).select_option("Rainy window")
    expect(home.get_by_text("From the next bar.")).to_be_visible()
    change = arrived(home)
    assert change["preset"] == "rainy window"
    assert change["state"] == "playing"
    assert change["position"] > 40
    assert change["bars"] % 1 == pytest.approx(0, abs=0.1)
    assert change["waited"] < 6
    expect(home.get_by_text("From the next bar.")).to_have_count(0)
    home.wait_for_timeout(1000)
    assert player(home)["position"] > change["position"]
    assert longest_gap(home) < LONGEST_GAP


def test_another_tempo_comes_with_the_next_bar_and_goes_again(home: Page) -> None:
    start_in_the_middle(home, 0)
    open_mixer(home)
    await_arrangement(home)
    set_slider(home, "Beats a minute", 66)
    expect(slider(home, "Beats a minute")).to_have_attribute("aria-valuetext", "66 BPM")
    change = arrived(home)
    assert (change["bpm"], change["state"]) == (66, "playing")
    await_arrangement(home)
    button(home, "Back to 81").click()
    assert arrived(home)["bpm"] == 81
    expect(button(home, "Back to 81")).to_have_count(0)


def test_the_preset_of_a_silent_page_is_there_at_once(home: Page) -> None:
    open_mixer(home)
    expect(presets(home).locator("option").first).to_have_text("As the music wants it (rooftop)")
    presets(home).select_option("Attic tape")
    expect(home.get_by_text("Attic tape, 81 beats a minute")).to_be_visible()
    expect(home.get_by_text("From the next bar.")).to_have_count(0)
    choose(home, 0)
    wait_until_heard(home)
    assert home.evaluate("lofi.player.arrangement.preset") == "attic tape"


def test_muted_parts_fall_silent_and_a_soloed_one_is_heard(home: Page) -> None:
    start_in_the_middle(home, 0)
    open_mixer(home)
    set_slider(home, "Crackle", 0)
    set_slider(home, "Rain outside", 0)
    listen(home)
    home.wait_for_timeout(2500)
    assert home.evaluate(LOUDEST) > -40
    for part in PARTS:
        button(home, f"Mute {part}").click()
    home.wait_for_timeout(5000)  # the reverb takes its time
    assert home.evaluate(LOUDEST) < NOTHING
    button(home, "Solo drums").click()
    home.wait_for_timeout(2500)
    assert home.evaluate(LOUDEST) > -45
    assert player(home)["state"] == "playing"
    button(home, "Solo drums").click()
    home.wait_for_timeout(5000)
    assert home.evaluate(LOUDEST) < NOTHING


def test_rain_is_heard_by_itself(home: Page) -> None:
    start_in_the_middle(home, 0)
    open_mixer(home)
    set_slider(home, "Crackle", 0)
    for part in PARTS:
        button(home, f"Mute {part}").click()
    listen(home)
    home.wait_for_timeout(5000)
    assert home.evaluate(LATEST) < NOTHING
    set_slider(home, "Rain outside", 1)
    home.wait_for_function(f"() => ({LATEST})() > -60", timeout=RAIN_WITHIN)


def test_what_is_set_stays_with_its_track(home: Page) -> None:
    open_mixer(home)
    presets(home).select_option("Night drive")
    set_slider(home, "Window", 0.5)
    button(home, "Mute bass").click()
    home.wait_for_timeout(500)  # saving waits for a pause
    opened(home, "/")
    open_mixer(home)
    expect(presets(home)).to_have_value("night drive")
    expect(slider(home, "Window")).to_have_attribute("aria-valuetext", "50 % closed")
    assert is_pressed(home, "Mute bass")
    choose(home, 1)
    expect(presets(home)).to_have_value("")
    expect(slider(home, "Window")).to_have_attribute("aria-valuetext", "open")
    assert not is_pressed(home, "Mute bass")
    choose(home, 0)
    expect(presets(home)).to_have_value("night drive")


def test_everything_can_be_as_it_was(home: Page) -> None:
    open_mixer(home)
    expect(button(home, "As it was")).to_be_disabled()
    crackle = slider(home, "Crackle").input_value()
    set_slider(home, "Crackle", 0.1)
    set_slider(home, "Beats a minute", 66)
    button(home, "Solo melody").click()
    button(home, "As it was").click()
    expect(button(home, "As it was")).to_be_disabled()
    expect(button(home, "As it was")).to_be_focused()
    assert slider(home, "Crackle").input_value() == crackle
    assert slider(home, "Beats a minute").input_value() == "81"
    assert not is_pressed(home, "Solo melody")


def test_loops_stand_where_the_preset_has_them(home: Page) -> None:
    open_mixer(home)
    expect(slider(home, "Rain outside")).to_have_attribute("aria-valuetext", "off")
    presets(home).select_option("Rainy window")
    decibels = home.evaluate("lofi.arrange(lofi.queue.current.score, {preset: 'rainy window'}).texture.rain")
    level = 1 + (decibels + 14) / 30  # -14 dB at full, -44 dB when off
    expect(slider(home, "Rain outside")).to_have_attribute("aria-valuetext", f"{level:.0%}".replace("%", " %"))


def test_a_moving_slider_sends_ten_changes_a_second(home: Page) -> None:
    start_in_the_middle(home, 0)
    open_mixer(home)
    home.evaluate(COUNT_MIXES)
    home.evaluate(DRAG)
    home.wait_for_timeout(300)
    sent = home.evaluate("window.mixes")
    assert 3 <= len(sent) <= 16  # 0.8 s at least, more on a busy machine
    assert sent == sorted(sent)
    assert sent[-1] == 0.8
    expect(slider(home, "Window")).to_have_attribute("aria-valuetext", "80 % closed")


def test_instruments_are_named_by_what_sounds(home: Page) -> None:
    open_mixer(home)
    expect(home.get_by_role("group", name="Keys", exact=True)).to_contain_text("Electric piano")
    presets(home).select_option("Sunday record")
    expect(home.get_by_role("group", name="Keys", exact=True)).to_contain_text("Nylon guitar")


def test_an_empty_list_leaves_nothing_to_set(home: Page) -> None:
    open_mixer(home)
    for _ in range(rows(home).count()):
        rows(home).first.get_by_role("button", name="Actions for").click()
        rows(home).first.get_by_role("button", name="Remove").click()
    expect(rows(home)).to_have_count(0)
    expect(presets(home)).to_be_disabled()
    expect(slider(home, "Window")).to_be_disabled()
    expect(button(home, "Mute keys")).to_be_disabled()
    expect(home.get_by_text("The notes of a track are drawn here.")).to_be_visible()


def test_axe_finds_nothing_serious_in_an_open_mixer(home: Page) -> None:
    open_mixer(home)
    button(home, "Mute pad").click()
    button(home, "Solo drums").click()
    set_slider(home, "Beats a minute", 66)
    assert serious(home) == []


def test_a_phone_keeps_the_mixer_closed_until_it_is_wanted(narrow: Page) -> None:
    expect(slider(narrow, "Window")).to_be_hidden()
    open_mixer(narrow)
    expect(slider(narrow, "Window")).to_be_visible()
    assert narrow.evaluate("document.documentElement.scrollWidth") == 360
    assert serious(narrow) == []

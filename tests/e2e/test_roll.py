"""The piano roll: what is drawn is what is arranged, it moves with the music, and it can be jumped about in."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.conftest import WIDE, opened
from tests.e2e.ears import arrived, await_arrangement
from tests.e2e.steps import button, choose, open_mixer, player, seek_to, slider, start_in_the_middle, wait_until_heard

FORM = """() => lofi.player.arrangement.sections.map(({name, tick, bars}) =>
  ({name, bars, seconds: tick / 480 * 60 / lofi.player.arrangement.bpm}))"""
PICTURE = """() => {
  const canvas = document.querySelector('.roll-canvas');
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const words = new Uint32Array(data.buffer);
  return {hash: words.reduce((hash, word) => (Math.imul(hash, 31) + word) | 0, 0), colours: new Set(words).size};
}"""
STANDS_STILL = f"""async moment => {{
  const before = ({PICTURE})().hash;
  await new Promise(done => setTimeout(done, moment));
  return ({PICTURE})().hash === before;
}}"""
PIXELS_OF = """colour => {
  const canvas = document.querySelector('.roll-canvas');
  const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  let many = 0;
  for (let i = 0; i < data.length; i += 4)
    if (data[i] === colour[0] && data[i + 1] === colour[1] && data[i + 2] === colour[2]) many += 1;
  return many;
}"""
FRAME_TIMES = """() => Array.from({length: 200}, () => {
  const began = performance.now();
  document.querySelector('lofi-roll').draw();
  return performance.now() - began;
}).sort((a, b) => a - b)"""
SIZES = "(({width, clientWidth}) => [width, clientWidth])(document.querySelector('.roll-canvas'))"
KEYS_COLOUR = (0xC5, 0x8A, 0x4B)
BAR = 240 / 81
"""Seconds of a bar of the first default track."""
A_MOMENT = 400
"""Milliseconds: less than a bar, more than a few frames."""


@pytest.fixture
def sharp(browser: Browser, base_url: str) -> Iterator[Page]:
    context = browser.new_context(viewport=WIDE, base_url=base_url, device_scale_factor=2)
    yield opened(context.new_page(), "/")
    context.close()


def sections(page: Page) -> Locator:
    return page.get_by_role("group", name="Sections of the track").get_by_role("button")


def section_names(page: Page) -> list[str]:
    return [str(part.get_attribute("aria-label")) for part in sections(page).all()]


def canvas(page: Page) -> Locator:
    return page.locator(".roll-canvas")


def picture(page: Page) -> dict[str, int]:
    return page.evaluate(PICTURE)


def first_bar(page: Page) -> int:
    return int(canvas(page).get_attribute("data-bar") or "")


def form(page: Page) -> list[dict[str, Any]]:
    return page.evaluate(FORM)


def clock(seconds: float) -> str:
    whole = int(seconds + 0.5)
    return f"{whole // 60}:{whole % 60:02}"


def test_the_sections_are_those_of_the_arrangement(home: Page) -> None:
    before = section_names(home)
    choose(home, 0)
    wait_until_heard(home)
    names = [f"Jump to {part['name']}, {clock(part['seconds'])}" for part in form(home)]
    assert section_names(home) == before == names


def test_sections_are_as_wide_as_they_are_long(home: Page) -> None:
    choose(home, 4)
    wait_until_heard(home)
    widths = [part.bounding_box()["width"] for part in sections(home).all()]  # type: ignore[index]
    bars = [part["bars"] for part in form(home)]
    per_bar = [width / many for width, many in zip(widths, bars, strict=True)]
    assert max(per_bar) - min(per_bar) < 0.5


def test_a_section_is_jumped_to_while_the_music_plays(home: Page) -> None:
    choose(home, 0)
    wait_until_heard(home)
    third = form(home)[2]
    sections(home).nth(2).click()
    home.wait_for_function("s => lofi.player.state === 'playing' && lofi.player.position > s", arg=third["seconds"])
    assert player(home)["position"] == pytest.approx(third["seconds"], abs=3)
    expect(sections(home).nth(2)).to_have_attribute("aria-current", "true")


def test_a_section_is_jumped_to_while_the_page_is_silent(home: Page) -> None:
    name = section_names(home)[3]
    sections(home).nth(3).click()
    expect(slider(home, "Seek")).to_have_attribute("aria-valuetext", f"{name.split(', ')[1]} of 2:10")
    expect(sections(home).nth(3)).to_have_attribute("aria-current", "true")


def test_the_keyboard_jumps_without_pausing(home: Page) -> None:
    choose(home, 0)
    wait_until_heard(home)
    second = form(home)[1]["seconds"]
    sections(home).nth(1).focus()
    home.keyboard.press("Space")
    home.wait_for_function("s => lofi.player.state === 'playing' && lofi.player.position >= s", arg=second)
    expect(sections(home).nth(1)).to_be_focused()


def test_the_current_section_follows_the_music(home: Page) -> None:
    choose(home, 0)
    wait_until_heard(home)
    expect(sections(home).nth(0)).to_have_attribute("aria-current", "true")
    seek_to(home, int(form(home)[1]["seconds"]) - 1)
    expect(sections(home).nth(0)).to_have_attribute("aria-current", "true")
    expect(sections(home).nth(1)).to_have_attribute("aria-current", "true")
    expect(sections(home).and_(home.locator("[aria-current]"))).to_have_count(1)


def test_notes_are_drawn_before_anything_sounds(home: Page) -> None:
    home.wait_for_function(f"colour => ({PIXELS_OF})(colour) > 200", arg=KEYS_COLOUR)
    assert picture(home)["colours"] > 50


def test_the_window_moves_with_the_music_and_rests_with_it(home: Page) -> None:
    start_in_the_middle(home, 0)
    bar, before = first_bar(home), picture(home)
    home.wait_for_function("bar => Number(document.querySelector('.roll-canvas').dataset.bar) > bar", arg=bar)
    assert picture(home)["hash"] != before["hash"]
    button(home, "Pause").click()
    home.wait_for_function(STANDS_STILL, arg=A_MOMENT)
    assert player(home)["state"] == "paused"


def test_the_picture_follows_each_frame(home: Page) -> None:
    start_in_the_middle(home, 0)
    hashes = home.evaluate(
        f"""async () => {{
          const seen = [];
          for (let i = 0; i < 12; i += 1) seen.push(await new Promise(done =>
            requestAnimationFrame(() => requestAnimationFrame(() => done(({PICTURE})().hash)))));
          return seen;
        }}"""
    )
    assert len(set(hashes)) == 12


def test_those_who_want_less_motion_get_pages_that_stand_still(home: Page) -> None:
    home.emulate_media(reduced_motion="reduce")
    start_in_the_middle(home, 0)
    seen = []
    began = player(home)["position"]
    for _ in range(12):
        seen.append(picture(home)["hash"])
        home.wait_for_timeout(A_MOMENT / 4)
    passed = (player(home)["position"] - began) / BAR
    assert len(set(seen)) <= passed + 2
    bar = first_bar(home)
    seek_to(home, 70)
    home.wait_for_function("bar => Number(document.querySelector('.roll-canvas').dataset.bar) > bar", arg=bar)


def test_a_click_in_the_strip_goes_there(home: Page) -> None:
    start_in_the_middle(home, 0)
    button(home, "Pause").click()
    home.wait_for_timeout(A_MOMENT)
    before = float(slider(home, "Seek").input_value())
    box = canvas(home).bounding_box()
    assert box is not None
    # The playhead stands at three tenths; 112 pixels are a bar.
    canvas(home).click(position={"x": 0.3 * box["width"] + 224, "y": 100})
    expect(slider(home, "Seek")).not_to_have_value(str(int(before)))
    assert float(slider(home, "Seek").input_value()) - before == pytest.approx(2 * BAR, abs=1)


def test_a_muted_part_is_faint(home: Page) -> None:
    open_mixer(home)
    for pressed, drawn in (("false", "> 200"), ("true", "=== 0"), ("false", "> 200")):
        expect(button(home, "Mute keys")).to_have_attribute("aria-pressed", pressed)
        home.wait_for_function(f"colour => ({PIXELS_OF})(colour) {drawn}", arg=KEYS_COLOUR)  # with the next frame
        button(home, "Mute keys").click()


def test_the_strip_follows_a_change_of_tempo(home: Page) -> None:
    start_in_the_middle(home, 0)
    open_mixer(home)
    before = section_names(home)
    await_arrangement(home)
    slider(home, "Beats a minute").fill("66")
    assert arrived(home)["bpm"] == 66
    expect(sections(home).nth(1)).not_to_have_attribute("aria-label", before[1])
    assert section_names(home) == [f"Jump to {part['name']}, {clock(part['seconds'])}" for part in form(home)]
    assert picture(home)["colours"] > 50


def test_the_picture_is_described(home: Page) -> None:
    image = home.get_by_role("img", name="Notes of the track, 2:10 long: intro 4 bars, A 7 bars")
    expect(image).to_be_visible()


def test_the_strip_is_as_sharp_as_the_screen(sharp: Page) -> None:
    sharp.wait_for_timeout(A_MOMENT)
    sizes = sharp.evaluate(SIZES)
    assert sizes[0] == 2 * sizes[1]
    sharp.set_viewport_size({"width": 900, "height": 900})
    sharp.wait_for_function(
        "() => (({width, clientWidth: w}) => width === 2 * w)(document.querySelector('.roll-canvas'))"
    )


@pytest.mark.alone
def test_a_frame_takes_less_than_two_milliseconds(home: Page) -> None:
    start_in_the_middle(home, 3)
    assert home.evaluate(FRAME_TIMES)[100] < 2


def test_a_phone_shows_the_whole_form(narrow: Page) -> None:
    choose(narrow, 4)
    wait_until_heard(narrow)
    assert narrow.evaluate("document.documentElement.scrollWidth") == 360
    boxes = [part.bounding_box() for part in sections(narrow).all()]
    assert len(boxes) == len(form(narrow))
    assert min(box["width"] for box in boxes if box) >= 24
    assert max(box["x"] + box["width"] for box in boxes if box) <= 360
    assert canvas(narrow).bounding_box()["width"] > 300  # type: ignore[index]

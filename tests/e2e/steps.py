"""What a listener does and sees on the page, in the words of the tests."""

from __future__ import annotations

import base64
import json
import zlib
from typing import Any

from playwright.sync_api import Locator, Page, expect

SCORE = {
    "title": "Link",
    "key": 3,
    "mode": 2,
    "bpm": 72,
    "energy": 0.4,
    "valence": 0.5,
    "chords": [1, 6, 4, 5],
    "melodies": [[1, 1, 0, 3, 5, 5, 0, 0]] * 4,
}
DIALS = ("Energy", "Mood", "Tempo", "Density", "Brightness", "Tension")


def link(scores: object) -> str:
    """The query of a share link, as the original writes it."""
    packed = zlib.compress(json.dumps(scores).encode())
    return "?" + base64.b64encode(packed).decode()


def stored_list(many: int) -> str:
    """A list of so many tracks, as the page keeps it."""
    takes = [{"id": str(i), "score": {**SCORE, "title": f"Track {i}"}} for i in range(many)]
    return json.dumps({"version": 1, "current": None, "source": None, "takes": takes})


def rows(page: Page) -> Locator:
    return page.get_by_role("list", name="Playlist").get_by_role("listitem")


def titles(page: Page) -> list[str]:
    return page.locator(".row-title").all_text_contents()  # rendered or not


def choose(page: Page, index: int) -> None:
    rows(page).nth(index).locator(".row-play").click()


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def slider(page: Page, name: str) -> Locator:
    return page.get_by_role("slider", name=name, exact=True)


def wait_until_heard(page: Page, seconds: float = 0.3) -> None:
    """Until the clock of the player has passed so many seconds."""
    page.wait_for_function("s => lofi.player?.state === 'playing' && lofi.player.position > s", arg=seconds)


def player(page: Page) -> dict[str, Any]:
    return page.evaluate("({state: lofi.player.state, position: lofi.player.position, duration: lofi.player.duration})")


def current_row(page: Page) -> Locator:
    return page.locator(".row:has([aria-current=true])")


def expect_current(page: Page, title: str) -> None:
    expect(current_row(page).locator(".row-title")).to_have_text(title)


def set_slider(page: Page, name: str, value: float) -> None:
    slider(page, name).fill(str(value))


def dials(page: Page) -> list[str]:
    return [slider(page, name).input_value() for name in DIALS]


def open_actions(page: Page, index: int) -> Locator:
    row = rows(page).nth(index)
    row.get_by_role("button", name="Actions for").click()
    return row


def seek_to(page: Page, seconds: float) -> None:
    slider(page, "Seek").fill(str(seconds))


def start_in_the_middle(page: Page, index: int) -> None:
    choose(page, index)
    wait_until_heard(page)
    seek_to(page, 40)
    wait_until_heard(page, 40.2)


def open_mixer(page: Page) -> None:
    page.locator("summary").filter(has_text="Set the sound").click()

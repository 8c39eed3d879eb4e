"""Morph as transition: what is heard between two tracks lies between them, without a gap."""

from __future__ import annotations

import math
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, Response, expect

from tests.e2e.conftest import break_api
from tests.e2e.ears import levels, listen, longest_gap
from tests.e2e.steps import button, choose, expect_current, player, seek_to, titles, wait_until_heard

pytestmark = pytest.mark.alone

LONGEST_GAP = 0.35
BETWEEN = 3
LARGEST_STEP = 6
"""dB between the mean powers of what is heard before a takeover and after it."""
HEAR = """() => {
  const {player} = lofi;
  const [census, heard] = [player.census, []];
  player.addEventListener('arrangement', () => {
    const {bpm, chords} = player.arrangement;
    heard.push({bpm, chords: [...new Set(chords.map(({name}) => name))].sort(), bars: player.position * bpm / 240,
      at: performance.now() / 1000});
  });
  window.walked = {census, heard};
}"""
CHORDS = "score => [...new Set(lofi.arrange(score).chords.map(({name}) => name))].sort()"


def morph_between_tracks(page: Page) -> None:
    button(page, "Sleep timer and transitions").click()
    page.get_by_label("Between tracks").select_option("morph")
    button(page, "Done").click()


def near_the_end(page: Page, index: int, seconds: float) -> None:
    choose(page, index)
    wait_until_heard(page)
    seek_to(page, player(page)["duration"] - seconds)
    page.evaluate(HEAR)
    listen(page)


def walked(page: Page) -> dict[str, Any]:
    found: dict[str, Any] = page.evaluate("() => ({...walked, now: lofi.player.census})")
    return found


def steps(page: Page, takeovers: list[float]) -> list[float]:
    """dB by which the mean power changes at each takeover (seconds)."""
    heard = levels(page)
    edges = [0.0, *takeovers, float("inf")]
    powers = [[10 ** (level / 10) for time, level in heard if start <= time < end] for start, end in pairwise(edges)]
    means = [10 * math.log10(sum(part) / len(part)) for part in powers]
    return [abs(after - before) for before, after in pairwise(means)]


def test_the_way_from_one_track_to_the_next_leads_through_what_lies_between(home: Page) -> None:
    names, takes = titles(home), list[dict[str, Any]]()

    def note(response: Response) -> None:
        if response.url.endswith("/api/v1/blend"):
            takes.extend(response.json()["results"])

    home.on("response", note)
    morph_between_tracks(home)
    near_the_end(home, 0, 44)
    expect(home.get_by_text(f"On the way to “{names[1]}”")).to_be_visible()
    expect_current(home, names[0])
    home.wait_for_function("() => lofi.queue.items.indexOf(lofi.queue.current) === 1", timeout=60_000)
    wait_until_heard(home, 3)
    found = walked(home)
    assert [found["now"][key] - found["census"][key] for key in ("late", "missed")] == [0, 0]
    assert longest_gap(home) < LONGEST_GAP
    assert len(found["heard"]) == BETWEEN + 1  # and the next track, which is not begun twice
    assert max(steps(home, [takeover["at"] for takeover in found["heard"]])) < LARGEST_STEP
    between = found["heard"][:BETWEEN]
    assert [step["chords"] for step in between] == [home.evaluate(CHORDS, take["score"]) for take in takes[1:4]]
    first, last = home.evaluate("() => lofi.queue.items.slice(0, 2).map(({score}) => lofi.arrange(score).bpm)")
    assert [step["bpm"] for step in between] == [int(first + (last - first) * i / 4 + 0.5) for i in (1, 2, 3)]
    assert found["heard"][3]["bars"] < 0.2  # the next track, from its beginning
    assert found["heard"][3]["bpm"] == last


def test_without_an_answer_the_tracks_cross_fade(home: Page) -> None:
    names = titles(home)
    break_api(home, "blend")
    morph_between_tracks(home)
    near_the_end(home, 0, 12)
    expect_current(home, names[1])
    wait_until_heard(home, 1)
    home.wait_for_timeout(1000)
    assert longest_gap(home) < LONGEST_GAP
    assert len(walked(home)["heard"]) == 1


def test_who_goes_back_before_the_bridge_hears_the_track_itself(home: Page) -> None:
    morph_between_tracks(home)
    near_the_end(home, 0, 44)
    home.wait_for_function("() => walked.heard.length > 0", timeout=40_000)
    seek_to(home, 20)
    own = home.evaluate("() => lofi.arrange(lofi.queue.current.score).bpm")
    home.wait_for_function("bpm => lofi.player.arrangement.bpm === bpm && lofi.player.position > 21", arg=own)
    chords = home.evaluate("() => [...new Set(lofi.player.arrangement.chords.map(({name}) => name))].sort()")
    assert chords == home.evaluate(CHORDS, home.evaluate("() => lofi.queue.current.score"))

"""The radio against the real calls, and the sleep timer as it is heard, on a site that has no tracks but these."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response

from tests.e2e.conftest import WIDE, opened, serve
from tests.e2e.ears import QUIET, keep_the_speaker, levels, listen, listen_at_the_speaker, longest_gap
from tests.e2e.members import new_name, sign_up
from tests.e2e.steps import button, choose, player, seek_to, wait_until_heard
from tests.e2e.test_sources import STORE

pytestmark = pytest.mark.alone

LONGEST_GAP = 0.35
BATCH = 4
LOUDER = 3
"""dB by which two seconds of a fade may be louder than those four seconds before: music goes up and down too."""
QUEUE = "() => lofi.queue.items.map(({trackId, score}) => [trackId ?? null, score.title])"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    yield from serve(tmp_path_factory.mktemp("radio"))


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=WIDE, base_url=site, service_workers="block")
    yield context
    context.close()


@pytest.fixture(scope="module")
def stored(browser: Browser, site: str) -> list[str]:
    """Ids of the three tracks that Alice shows."""
    context = browser.new_context(viewport=WIDE, base_url=site)
    alice = context.new_page()
    sign_up(alice, new_name())
    ids: list[str] = alice.evaluate(STORE, ["First light", "Second light", "Third light"])
    context.close()
    return ids


@pytest.fixture
def answers(page: Page) -> list[Response]:
    """What the radio answers from now on."""
    found: list[Response] = []
    page.on("response", lambda response: found.append(response) if "/api/v1/radio" in response.url else None)
    return found


def tune(page: Page, station: str) -> None:
    page.goto("/radio")
    button(page, f"Play {station}").click()
    wait_until_heard(page, 1)
    listen(page)


def takes(response: Response) -> list[list[Any]]:
    return [[take["id"], take["score"]["title"]] for take in response.json()["results"]]


def wish(response: Response) -> dict[str, list[str]]:
    return parse_qs(urlsplit(response.url).query)


def test_the_radio_plays_what_people_made_and_then_what_is_new(
    page: Page, stored: list[str], answers: list[Response]
) -> None:
    opened(page, "/")
    own = [track for track, _ in page.evaluate(QUEUE)]
    tune(page, "everything")
    first = takes(answers[0])
    assert page.evaluate(QUEUE) == first
    assert wish(answers[0])["exclude"] == [",".join(own)]
    assert {track for track, _ in first} == {*stored, None}  # all that was not in the list, and one more
    for _, title in first[1:3]:
        button(page, "Next track").click()
        page.wait_for_function("title => lofi.queue.current.score.title === title", arg=title)
        wait_until_heard(page, 1)
    page.wait_for_function("many => lofi.queue.items.length === many", arg=2 * BATCH)
    assert wish(answers[1])["exclude"] == [",".join(track for track, _ in first if track)]
    assert {track for track, _ in takes(answers[1])} < set(own)
    assert longest_gap(page) < LONGEST_GAP


def test_a_mood_plays_as_its_word_has_it_as_far_out_as_the_slider_says(page: Page, answers: list[Response]) -> None:
    opened(page, "/")
    page.goto("/radio")
    page.get_by_role("slider", name="Adventure").fill("80")
    (station,) = page.evaluate(
        "async () => (await (await fetch('/api/v1/moods')).json()).results.filter(({name}) => name === 'sleepy')"
    )
    button(page, "Play sleepy").click()
    wait_until_heard(page, 1)
    listen(page)
    page.wait_for_timeout(4000)
    assert longest_gap(page) < LONGEST_GAP
    wished = wish(answers[0])
    assert [wished[name] for name in ("mood", "count", "adventure")] == [["sleepy"], [str(BATCH)], ["0.8"]]
    scores = [take["score"] for take in answers[0].json()["results"]]
    low, high = station["bpm"]
    assert len(scores) == BATCH
    assert all(low <= score["bpm"] <= high and score["mode"] in station["modes"] for score in scores)
    playing = page.evaluate("() => ({title: lofi.queue.current.score.title, bpm: lofi.player.arrangement.bpm})")
    assert playing == {"title": scores[0]["title"], "bpm": scores[0]["bpm"]}


def set_sleep_timer(page: Page, choice: str) -> None:
    button(page, "Sleep timer and transitions").click()
    page.get_by_role("dialog").get_by_label("Sleep timer").select_option(choice)
    button(page, "Done").click()


def fallen(page: Page) -> list[float]:
    """Loudest level of each two seconds until the player paused, and of the second after it."""
    page.wait_for_function("() => lofi.player.state === 'paused'", timeout=40_000)
    paused = page.evaluate("() => performance.now() / 1000")
    page.wait_for_timeout(1000)
    heard = levels(page)
    start = heard[0][0]
    many = int((paused - start) // 2)
    before = [max(level for time, level in heard if 0 <= time - start - 2 * i < 2) for i in range(many)]
    return [*before, max(level for time, level in heard if time > paused)]


def test_the_sleep_timer_lets_the_music_fade_until_nothing_is_heard(page: Page) -> None:
    keep_the_speaker(page)
    page.clock.install()
    page.goto("/radio")
    button(page, "Play sleepy").click()
    wait_until_heard(page, 1)
    set_sleep_timer(page, "15")
    page.clock.fast_forward("14:38")
    listen_at_the_speaker(page)
    heard = fallen(page)
    assert heard[0] > QUIET + 20
    assert heard[-1] < QUIET
    assert all(later < earlier + LOUDER for earlier, later in zip(heard, heard[2:], strict=False)), heard
    listen_at_the_speaker(page)
    button(page, "Play").click()
    page.wait_for_function("floor => window.heard.some(([, level]) => level > floor)", arg=QUIET + 20)


def test_the_sleep_timer_ends_with_the_track_and_the_next_one_does_not_begin(page: Page) -> None:
    keep_the_speaker(page)
    opened(page, "/")
    choose(page, 0)
    wait_until_heard(page)
    set_sleep_timer(page, "track")
    seek_to(page, player(page)["duration"] - 12)
    wait_until_heard(page)
    listen_at_the_speaker(page)
    heard = fallen(page)
    assert heard[0] > QUIET
    assert heard[-2:] == sorted(heard[-2:], reverse=True)
    assert heard[-1] < QUIET
    assert page.evaluate("() => lofi.queue.items.indexOf(lofi.queue.current)") == 0

"""Hours of play leave no audio nodes behind: the original chains its reverb anew at every play, and leaks."""

import pytest
from playwright.sync_api import Page

from tests.e2e.steps import choose, wait_until_heard

SWITCH = """async ([times, pause]) => {
  const scores = lofi.queue.items.map((item) => item.score);
  const loads = [];
  for (let i = 0; i < times; i++) {
    loads.push(lofi.player.load(scores[i % scores.length]));
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
  await Promise.all(loads);
}"""
LIVE = """async () => {
  const {player, queue} = lofi;
  const scores = queue.items.map((item) => item.score);
  const plain = {preset: null, bpm: null, filter: 0, vinyl: null, rain: null, muted: [], soloed: [], seed: null};
  const arrived = () => new Promise((resolve) => player.addEventListener('arrangement', resolve, {once: true}));
  for (const [i, preset] of ['rooftop', 'rainy window', 'corner cafe'].entries()) {
    const swapped = arrived();
    player.setMix({...plain, preset, rain: 0.5, filter: 0.4, muted: ['bass']});
    await swapped;
    const morphed = arrived();
    player.morph(scores[i + 2]);
    await morphed;
    player.setMix({...plain, preset});
  }
}"""
SILENCE = """async () => {
  lofi.player.stop();
  await new Promise((resolve) => setTimeout(resolve, 2500));
  const {made, freed} = lofi.player.census;
  return {made, left: made - freed};
}"""


def test_fifty_tracks_in_quick_succession_free_every_node(home: Page) -> None:
    failures: list[str] = []
    home.on("pageerror", lambda error: failures.append(str(error)))
    choose(home, 0)
    wait_until_heard(home)
    before = home.evaluate(SILENCE)
    choose(home, 1)
    wait_until_heard(home)
    home.evaluate(SWITCH, [50, 60])
    wait_until_heard(home)
    after = home.evaluate(SILENCE)
    assert after["made"] > before["made"] + 500
    assert after["left"] == before["left"]
    assert failures == []


def test_live_changes_free_every_node(home: Page) -> None:
    choose(home, 0)
    wait_until_heard(home)
    before = home.evaluate(SILENCE)
    choose(home, 1)
    wait_until_heard(home)
    home.evaluate(LIVE)
    after = home.evaluate(SILENCE)
    assert after["made"] > before["made"] + 300
    assert after["left"] == before["left"]


def test_tracks_that_end_by_themselves_free_every_node(home: Page) -> None:
    choose(home, 0)
    wait_until_heard(home)
    before = home.evaluate(SILENCE)
    choose(home, 1)
    for following in range(2, 6):
        wait_until_heard(home)
        home.evaluate("lofi.player.seek(lofi.player.duration - 3)")
        home.wait_for_function("i => lofi.queue.items.indexOf(lofi.queue.current) === i", arg=following)
    wait_until_heard(home)
    after = home.evaluate(SILENCE)
    assert after["left"] == before["left"]


WISHES = """async (seed) => {
  const {player, queue} = lofi;
  const random = () => (seed = (seed * 16807) % 2147483647) / 2147483647;
  const pick = (items) => items[Math.floor(random() * items.length)];
  const scores = queue.items.map((item) => item.score);
  const plain = {preset: null, bpm: null, filter: 0, vinyl: null, rain: null, muted: [], soloed: [], seed: null};
  const presets = [null, 'rooftop', 'rainy window', 'deep focus'];
  const acts = {
    load: () => player.load(pick(scores)),
    morph: () => player.morph(pick(scores)),
    mix: () => player.setMix({...plain, preset: pick(presets), bpm: pick([null, 60, 77, 100]), rain: random()}),
    seek: () => player.seek(random() * player.duration),
    end: () => player.seek(player.duration - 0.2),
    pause: () => player.pause(),
    play: () => player.play(),
    again: () => player.play(),
  };
  const faults = [];
  player.addEventListener('error', ({detail}) => faults.push(detail.message));
  for (let i = 0; i < 40; i++) {
    Promise.resolve(pick(Object.values(acts))()).catch((error) => faults.push(error.message));
    await new Promise((resolve) => setTimeout(resolve, pick([0, 20, 150, 600])));
    const {position, duration, arrangement} = player;
    if (!(position >= 0 && position <= duration)) faults.push(`${position} of ${duration}`);
    if (arrangement.seconds !== duration) faults.push('the arrangement is not the one that lasts so long');
  }
  await player.load(scores[0]);
  await player.play();
  return faults;
}"""


@pytest.mark.parametrize("seed", [11, 12])
def test_wishes_in_any_order_leave_a_player_that_plays(home: Page, seed: int) -> None:
    choose(home, 0)
    wait_until_heard(home)
    before = home.evaluate(SILENCE)
    assert home.evaluate(WISHES, seed) == []
    wait_until_heard(home)
    assert home.evaluate(SILENCE)["left"] == before["left"]

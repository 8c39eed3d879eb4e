"""Hours of play leave no audio nodes behind: the original chains its reverb anew at every play, and leaks."""

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

"""What comes out of the page's speakers, as levels over time, while a test does other things."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Frame, Page

LISTEN = """({analyser}) => {
  const frame = new Float32Array(analyser.fftSize);
  const heard = (window.heard = []);
  clearInterval(window.listening);
  window.listening = setInterval(() => {
    analyser.getFloatTimeDomainData(frame);
    const power = frame.reduce((sum, x) => sum + x * x, 0) / frame.length;
    heard.push([performance.now() / 1000, 10 * Math.log10(power + 1e-12)]);
  }, 20);
}"""
KEEP_SPEAKER = """(() => {
  const {play} = HTMLMediaElement.prototype;
  HTMLMediaElement.prototype.play = function () {
    window.speaker = this;
    return play.call(this);
  };
})()"""
LISTEN_AT_SPEAKER = """() => {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(speaker.srcObject).connect(analyser);
  return context.resume().then(() => (LISTEN)({analyser}));
}""".replace("LISTEN", LISTEN)
AWAIT_ARRANGEMENT = """seconds => {
  const {player} = lofi;
  const asked = performance.now();
  window.arriving = new Promise((resolve, reject) => {
    setTimeout(() => reject(new Error('no other arrangement came')), 1000 * seconds);
    player.addEventListener('arrangement', () => {
      const {bpm, preset, chords, sections} = player.arrangement;
      const position = player.position;
      resolve({bpm, preset, position, state: player.state, waited: (performance.now() - asked) / 1000,
        bars: position * bpm / 240, chords: chords.map(({name}) => name), form: sections.map(({name}) => name)});
    }, {once: true});
  });
  window.arriving.catch(() => 0);
}"""
QUIET = -55
"""dBFS; the crackle alone lies above, a gap in the sound does not."""


def listen(page: Page | Frame) -> None:
    """From now on levels are noted every 20 ms, whatever the volume."""
    page.evaluate(f"() => ({LISTEN})(lofi.player)")


def keep_the_speaker(page: Page) -> None:
    """Before the page is opened: makes ``listen_at_the_speaker`` possible."""
    page.add_init_script(KEEP_SPEAKER)


def listen_at_the_speaker(page: Page) -> None:
    """As ``listen``, but to what the listener's volume leaves of it. Something must have played."""
    page.evaluate(LISTEN_AT_SPEAKER)


def levels(page: Page) -> list[tuple[float, float]]:
    """Seconds and dBFS since ``listen``."""
    heard: list[tuple[float, float]] = page.evaluate("window.heard")
    return heard


def longest_gap(page: Page) -> float:
    """Seconds of the longest stretch of silence since ``listen``; the page's own hiccups count as none."""
    heard = levels(page)
    assert len(heard) > 20
    longest, since = 0.0, None
    for time, level in heard:
        since = (since if since is not None else time) if level < QUIET else None
        longest = max(longest, time - since if since is not None else 0.0)
    return longest


def await_arrangement(page: Page, within: float = 12) -> None:
    """Begins to wait for the next arrangement; ``arrived`` tells what came."""
    page.evaluate(AWAIT_ARRANGEMENT, within)


def arrived(page: Page) -> dict[str, Any]:
    return page.evaluate("() => window.arriving")

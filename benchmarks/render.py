"""How much faster than real time a track renders: each preset, and the median.

Usage: python -m benchmarks.render [URL] [ROUNDS]     (default http://127.0.0.1:8000/ and 3; the site must be running)

The first track of the list is rendered whole with each preset, in Chromium, at 44.1 kHz. The figure is seconds of music
per second of rendering, samples already in the browser's cache; of a preset's rounds the median is told.
"""

from __future__ import annotations

import statistics
import sys

from playwright.sync_api import Page

from benchmarks.browser import chromium
from generator.mix import PRESETS

ROUNDS = 3
RENDER = """async ([preset, seconds]) => {
  const mix = {preset, bpm: null, filter: 0, vinyl: null, rain: null, muted: [], soloed: []};
  const started = performance.now();
  const audio = await lofi.render(lofi.queue.items[0].score, {mix, seconds});
  return [audio.duration, (performance.now() - started) / 1000];
}"""


def speeds(page: Page, preset: str, rounds: int) -> list[float]:
    """Seconds of music per second, after a short render that fetches the samples."""
    page.evaluate(RENDER, [preset, 20])
    return [music / took for music, took in (page.evaluate(RENDER, [preset, 1e9]) for _ in range(rounds))]


def main() -> None:
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/"
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS
    with chromium() as browser:
        page = browser.new_page()
        page.goto(url)
        page.locator(".row").first.wait_for()
        middles = []
        print(f"times real time, {rounds} rounds each, {url}")
        for preset in PRESETS:
            measured = speeds(page, preset, rounds)
            middles.append(statistics.median(measured))
            print(f"{preset:14} {middles[-1]:5.1f}   ({min(measured):.1f} to {max(measured):.1f})", flush=True)
        print(f"{'median':14} {statistics.median(middles):5.1f}")


if __name__ == "__main__":
    main()

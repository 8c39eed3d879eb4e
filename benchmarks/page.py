"""How fast the page sounds: from the click on Play to the first sound and the first note, with an empty cache.

Usage: python -m benchmarks.page [URL]     (default http://127.0.0.1:8000/; the site must be running)

The first sound is the first analyser frame above -60 dBFS (the crackle counts); the first note is the moment the
player's clock passes the arrangement's first note. "idle": Play is clicked three seconds after the list is there, as a
reader would; "at once": as soon as the list is there, before the page had time to warm up. Bytes are those fetched
until the first note, on the wire.
"""

from __future__ import annotations

import gzip
import statistics
import sys
from typing import Any

from playwright.sync_api import Browser, CDPSession, Page

from benchmarks.browser import chromium

ROUNDS = 5
READING_MS = 3000

PROBE = """() => {
  window.probe = {};
  const firstNote = () => {
    const {score} = lofi.queue.current;
    const arrangement = lofi.arrange(score);
    const ticks = Math.min(...arrangement.parts.flatMap(part => part.notes.map(note => note.tick)));
    return ticks * 60 / (480 * arrangement.bpm);
  };
  const watch = (clicked, note, buffer) => {
    const player = lofi.player;
    const analyser = player?.analyser;
    if (analyser && probe.sound === undefined) {
      buffer ??= new Float32Array(analyser.fftSize);
      analyser.getFloatTimeDomainData(buffer);
      if (buffer.some(x => Math.abs(x) > 0.001)) probe.sound = performance.now() - clicked;
    }
    if (player?.state === 'playing' && player.position > note) probe.note = performance.now() - clicked;
    if (probe.note === undefined || probe.sound === undefined) setTimeout(() => watch(clicked, note, buffer), 4);
  };
  const clicked = () => watch(performance.now(), firstNote());
  document.querySelector('.play-button').addEventListener('click', clicked, {capture: true});
}"""


def measure(browser: Browser, url: str, wait_ms: int) -> dict[str, Any]:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    session = context.new_cdp_session(page)
    sizes = count_bytes(session)
    page.goto(url)
    page.locator(".row").first.wait_for()
    page.evaluate(PROBE)
    page.wait_for_timeout(wait_ms)
    page.get_by_role("button", name="Play", exact=True).dispatch_event("click")
    page.wait_for_function("() => probe.note !== undefined && probe.sound !== undefined", timeout=30_000)
    result = {**page.evaluate("probe"), "bytes": sum(sizes), "requests": len(sizes)}
    context.close()
    return result


def count_bytes(session: CDPSession) -> list[int]:
    """Bytes on the wire, a number for each finished request."""
    sizes: list[int] = []
    session.send("Network.enable")
    session.send("Network.setCacheDisabled", {"cacheDisabled": True})
    session.on("Network.loadingFinished", lambda event: sizes.append(int(event["encodedDataLength"])))
    return sizes


def own_javascript(browser: Browser, url: str) -> tuple[int, int]:
    """Bytes after gzip: of what the first paint needs, and of all scripts of the page."""
    page = browser.new_page()
    scripts: dict[str, int] = {}
    page.on("response", lambda r: keep_script(scripts, r.url, r))
    page.goto(url)
    page.locator(".row").first.wait_for()
    first = sum(size for name, size in scripts.items() if "/main-" in name)
    load_rest(page)
    total = sum(scripts.values())
    page.close()
    return first, total


def keep_script(scripts: dict[str, int], url: str, response: Any) -> None:
    if url.split("?")[0].endswith(".js"):
        scripts[url] = len(gzip.compress(response.body(), 9))


def load_rest(page: Page) -> None:
    page.get_by_role("button", name="Play", exact=True).click()
    page.wait_for_function("() => lofi.player?.state === 'playing'")
    page.evaluate("async () => { await lofi.render(lofi.queue.current.score, {seconds: 0.5}) }")


def report(name: str, rounds: list[dict[str, Any]]) -> None:
    middle = {key: statistics.median(r[key] for r in rounds) for key in rounds[0]}
    worst = max(r["note"] for r in rounds)
    print(
        f"{name:8} first sound {middle['sound']:5.0f} ms   first note {middle['note']:5.0f} ms (worst {worst:.0f})   "
        f"fetched {middle['bytes'] / 1000:4.0f} kB in {middle['requests']:.0f} requests"
    )


def main() -> None:
    url = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/"
    with chromium() as browser:
        print(f"medians of {ROUNDS} visits with an empty cache, {url}")
        for name, wait_ms in (("idle", READING_MS), ("at once", 0)):
            report(name, [measure(browser, url, wait_ms) for _ in range(ROUNDS)])
        first, total = own_javascript(browser, url)
        print(f"own JavaScript, gzip: {first / 1000:.1f} kB for the first paint, {total / 1000:.1f} kB in all")


if __name__ == "__main__":
    main()

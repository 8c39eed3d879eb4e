"""What one listener asks of the site: the first visit, a later one, and an hour of the radio.

A real browser plays ``TRACKS`` tracks of the radio one after the other, each from its last seconds; how long they last
is read from the player. Prints the calls and bytes of a visit, and the calls of an hour of music. A play that is
counted (20 seconds of a stored track) is one call more for each.
Run: ``python benchmarks/listener.py [URL]`` (default http://127.0.0.1:8000/; the site must be running).
"""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path[0] = str(Path(__file__).resolve().parent.parent)  # the project, not this folder: see http.py

from collections import Counter
from urllib.parse import urlsplit

from playwright.sync_api import Page, Response

from benchmarks.browser import chromium

TRACKS = 16
TAIL = 3.0
"""Seconds of each track that are heard."""
LATER = "title => lofi.queue.current?.score.title !== title && lofi.player.state === 'playing'"


def kind(response: Response) -> str:
    path = urlsplit(response.url).path
    return next((part for part in ("/static/samples", "/static", "/covers", "/api") if path.startswith(part)), "page")


def visit(page: Page, url: str) -> tuple[Counter[str], int]:
    """Calls by kind until music is heard, and their bytes."""
    seen: list[Response] = []
    page.on("response", seen.append)
    page.goto(url)
    page.get_by_role("button", name="Play", exact=True).first.click()
    page.wait_for_function("() => lofi.player?.state === 'playing' && lofi.player.position > 1")
    page.wait_for_load_state("networkidle")
    page.remove_listener("response", seen.append)
    asked = [response for response in seen if not response.from_service_worker]
    return Counter(map(kind, asked)), sum(response.request.sizes()["responseBodySize"] for response in asked)


def hour(page: Page, url: str) -> dict[str, float]:
    """Calls by path of an hour of the radio."""
    page.goto(f"{url}radio")
    page.get_by_role("button", name="Play everything").click()
    seen: Counter[str] = Counter()
    page.on("response", lambda response: seen.update([urlsplit(response.url).path]))
    seconds = 0.0
    for _ in range(TRACKS):
        page.wait_for_function("() => lofi.player.state === 'playing' && lofi.player.position > 0.3")
        title, lasts = page.evaluate("[lofi.queue.current.score.title, lofi.player.duration]")
        seconds += lasts
        page.get_by_role("slider", name="Seek").fill(str(lasts - TAIL))
        page.wait_for_function(LATER, arg=title, timeout=60_000)
    return {path: many * 3600 / seconds for path, many in seen.items()}


def main(url: str) -> None:
    with chromium() as browser:
        context = browser.new_context()
        for name in ("first", "second"):
            page = context.new_page()
            calls, size = visit(page, url)
            print(f"{name} visit: {size / 1e6:.2f} MB, {dict(calls)}")
            page.close()
        asked = hour(context.new_page(), url)
        print(f"an hour of radio: {sum(asked.values()):.1f} calls")
        for path, many in sorted(asked.items(), key=lambda item: -item[1])[:12]:
            print(f"  {many:6.1f} {path}")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000/")

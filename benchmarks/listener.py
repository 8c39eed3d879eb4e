"""What a listener costs: what a browser asks of the site, and the processor time that answering takes.

A real Chromium opens pages and plays; the site is the whole of it (``http_site.py``), on this machine. The service
worker is left out, which would fetch what is to be heard without a network. Prints calls, files and bytes on the wire
and milliseconds of processor time: of single calls, asked for without a browser; of acts, each done several times
over, less what the site uses by itself meanwhile; last, what the radio asks for in an hour, which is too little to be
measured as it comes.
Run: ``python -m benchmarks.listener``.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from benchmarks.browser import chromium
from benchmarks.http import http, sources
from benchmarks.http_site import Library, Server, site
from benchmarks.load import Source, closed_loop
from benchmarks.processor_time import Used, used

TIMES, MINUTES, IDLE_SECONDS, CALL_SECONDS = 10, 10.0, 30.0, 8.0
PUBLIC_ID = re.compile(r"/[A-Za-z0-9]{11}(?=/|$)")
HEAD = f"{'':22}{'calls':>8}{'files':>8}{'kB':>10}{'site ms':>10}{'databases ms':>14}"


@dataclass
class Wire:
    """What went over it: answers of the site's code, files, and bytes of both."""

    calls: Counter[str] = field(default_factory=Counter)
    files: int = 0
    size: int = 0

    def watch(self, page: Page) -> None:
        """Count what this page asks for and does not have in its cache."""
        session, asked = page.context.new_cdp_session(page), dict[str, str]()
        session.send("Network.enable")
        session.on("Network.requestWillBeSent", lambda sent: asked.update({sent["requestId"]: named(sent["request"])}))
        session.on("Network.loadingFinished", lambda done: self._add(asked.get(done["requestId"], ""), done))

    def _add(self, name: str, done: dict[str, Any]) -> None:
        size = int(done["encodedDataLength"])
        if not size or not name:
            return
        self.size += size
        if "/static/" in name:
            self.files += 1
        else:
            self.calls[name] += 1


def named(request: dict[str, Any]) -> str:
    """Method and path, the same for all tracks; nothing for what is not fetched."""
    url = urlsplit(request["url"])
    return f"{request['method']} {PUBLIC_ID.sub('/:id', url.path)}" if url.scheme == "http" else ""


Act = Callable[[Wire], float]
"""Does something, watched by a wire, and says how often it did."""


@dataclass(frozen=True)
class Meter:
    """Prints what acts cost on a server that uses ``idle`` seconds a second by itself."""

    server: Server
    idle: Used

    def measure(self, name: str, act: Act) -> None:
        wire, began, before = Wire(), time.monotonic(), used(self.server.process.pid)
        times = act(wire)
        alone = self.idle * (time.monotonic() - began)
        cost = (used(self.server.process.pid) - before - alone) * (1000 / times)
        counts = f"{wire.calls.total() / times:8.1f}{wire.files / times:8.1f}{wire.size / times / 1000:10.1f}"
        print(f"{name:22}{counts}{cost.site:10.1f}{cost.databases:14.1f}", flush=True)


def idle(server: Server) -> Used:
    """What the site uses in a second in which nobody comes."""
    before = used(server.process.pid)
    time.sleep(IDLE_SECONDS)
    return (used(server.process.pid) - before) * (1 / IDLE_SECONDS)


def play(page: Page, button: str) -> None:
    page.get_by_role("button", name=button).first.click()
    page.wait_for_function("() => lofi.player?.state === 'playing' && lofi.player.position > 1")


def first_visits(browser: Browser, server: Server, wire: Wire) -> float:
    """Home with an empty cache, and its first track begins."""
    for _ in range(TIMES):
        page = new_page(browser, server)
        wire.watch(page)
        page.goto("/", wait_until="networkidle")
        play(page, "Play")
        page.context.close()
    return TIMES


def visits(page: Page, path: str, wire: Wire) -> float:
    """A page with a full cache."""
    page.goto(path, wait_until="networkidle")
    wire.watch(page)
    for _ in range(TIMES):
        page.goto(path, wait_until="networkidle")
    return TIMES


def tune_in(page: Page) -> None:
    page.goto("/radio", wait_until="networkidle")
    play(page, "Play everything")


def begins(page: Page, wire: Wire) -> float:
    """The radio, with a full cache, until the first track plays."""
    tune_in(page)
    wire.watch(page)
    for _ in range(TIMES):
        tune_in(page)
    return TIMES


def calls(server: Server, source: Source, wire: Wire) -> float:
    answers = closed_loop(server.port, source, 1, CALL_SECONDS)
    wire.calls["asked"] = len(answers.seconds)
    return answers.good


def listen(page: Page, minutes: float) -> None:
    """Prints what a page that plays asks for in an hour."""
    wire, hours = Wire(), minutes / 60
    tune_in(page)
    wire.watch(page)
    page.wait_for_timeout(minutes * 60_000)
    print(f"an hour of the radio ({minutes:g} min): {wire.files / hours:.0f} files, {wire.size / hours / 1e6:.1f} MB")
    for name, count in wire.calls.most_common():
        print(f"  {count / hours:.0f} {name}")


def new_page(browser: Browser, server: Server) -> Page:
    base = f"http://127.0.0.1:{server.port}"
    return browser.new_context(base_url=base, service_workers="block").new_page()


def measure(server: Server, library: Library, minutes: float) -> None:
    print(HEAD, flush=True)
    meter = Meter(server, Used(0, 0))
    for name, source in single_calls(library).items():
        meter.measure(name, partial(calls, server, source))
    meter = Meter(server, idle(server))
    print(f"by itself {(meter.idle.site + meter.idle.databases) * 1000:.1f} ms a second", flush=True)
    with chromium() as browser:
        meter.measure("first visit, played", partial(first_visits, browser, server))
        page = new_page(browser, server)
        for name, path in pages(library).items():
            meter.measure(name, partial(visits, page, path))
        meter.measure("the radio begins", partial(begins, page))
        listen(page, minutes)


def pages(library: Library) -> dict[str, str]:
    return {
        "home": "/",
        "a feed": "/discover",
        "a search": "/search?q=rain",
        "a track": f"/tracks/{library.tracks[0]}",
        "a playlist": f"/playlists/{library.playlist}",
    }


def single_calls(library: Library) -> dict[str, Source]:
    asked, chance = sources(library, random.Random(1)), random.Random(2)
    return {
        "radio, four tracks": lambda: http("GET", "/api/v1/radio?count=4"),
        "a track's score": lambda: http("GET", f"/api/v1/tracks/{chance.choice(library.tracks)}"),
        "a play told": lambda: http("POST", f"/api/v1/tracks/{chance.choice(library.tracks)}/play"),
        "like": asked["like"],
        "generate": asked["generate"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stack", choices=("production", "sqlite"), default="production")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="of listening to the radio")
    told = parser.parse_args()
    with site(told.stack) as (server, library):
        measure(server, library, told.minutes)


if __name__ == "__main__":
    main()

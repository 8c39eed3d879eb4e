"""A page of another site frames a player, and it is music that is heard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import Frame, Page, expect

from tests.e2e.ears import QUIET, listen

HEARD = f"() => window.heard.filter(([, level]) => level > {QUIET}).length > 20"


class Blog(BaseHTTPRequestHandler):
    """Another site's page: whatever ``body`` says."""

    body = ""

    def do_GET(self) -> None:
        page = f"<!doctype html><title>A blog</title><h1>A blog</h1>{self.body}".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(page)))
        self.end_headers()
        self.wfile.write(page)

    def log_message(self, *args: object) -> None:
        """Says nothing."""


@pytest.fixture
def blog() -> Iterator[str]:
    """Its address: another host and another port than the site's."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Blog)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    server.server_close()


def embedded(page: Page, blog: str, html: str) -> Frame:
    Blog.body = html
    page.goto(blog)
    frame = page.locator("iframe").element_handle().content_frame()
    assert frame
    return frame


def offered(page: Page, base_url: str, **room: int) -> str:
    """What the site offers for the first public track."""
    track = page.request.get(f"{base_url}/api/v1/tracks").json()["results"][0]
    wish = {"url": f"{base_url}/tracks/{track['id']}", "format": "json", **room}
    return page.request.get(f"{base_url}/oembed", params=wish).json()["html"]


def test_frame_on_another_site_plays(page: Page, base_url: str, blog: str) -> None:
    frame = embedded(page, blog, offered(page, base_url))
    frame.get_by_role("button", name="Play").click()
    frame.wait_for_function("() => lofi.player?.analyser && lofi.player.state === 'playing'", timeout=30_000)
    listen(frame)
    frame.wait_for_function(HEARD, timeout=15_000)
    expect(frame.get_by_role("button", name="Pause")).to_be_visible()
    frame.wait_for_function("() => document.querySelector('progress').value > 0")
    frame.get_by_role("button", name="Pause").click()
    frame.wait_for_function("() => lofi.player.state === 'paused'")
    assert page.context.cookies() == []


def test_smallest_frame_shows_all_of_it(page: Page, base_url: str, blog: str) -> None:
    frame = embedded(page, blog, offered(page, base_url, maxwidth=300, maxheight=150))
    for part in (frame.get_by_role("button", name="Play"), frame.locator(".embed-title"), frame.locator(".embed-site")):
        box = part.bounding_box()
        outer = page.locator("iframe").bounding_box()
        assert box
        assert outer
        assert box["x"] >= outer["x"]
        assert box["x"] + box["width"] <= outer["x"] + 300
        assert box["y"] + box["height"] <= outer["y"] + 150


def test_pages_of_the_site_are_not_framed(page: Page, base_url: str, blog: str) -> None:
    frame = embedded(page, blog, f'<iframe src="{base_url}/"></iframe>')
    page.wait_for_timeout(1000)
    assert frame.locator("#main").count() == 0

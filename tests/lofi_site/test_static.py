"""Static files: compressed, kept by browsers for as long as their names last, and sent in parts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from whitenoise.middleware import WhiteNoiseMiddleware

ROOT = Path(__file__).resolve().parents[2]
DIST = ROOT / "frontend" / "dist"
FOR_GOOD = "max-age=315360000, public, immutable"
AN_HOUR = "max-age=3600, public"
Get = Callable[..., HttpResponse]


@pytest.fixture(scope="module")
def get(tmp_path_factory: pytest.TempPathFactory) -> Get:
    """Asks for what Vite has built, as collectstatic leaves it."""
    if not DIST.is_dir():
        pytest.skip("the front end is not built (make setup)")
    folder = tmp_path_factory.mktemp("static")
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    with override_settings(STATIC_ROOT=folder, STATICFILES_FINDERS=finders):
        call_command("collectstatic", interactive=False, verbosity=0)
        server = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404), settings=settings)

    def ask(path: str, **headers: str) -> HttpResponse:
        request = HttpRequest()
        request.method, request.path_info = "GET", path
        request.META = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return server(request)

    return ask


def one(pattern: str) -> str:
    """The URL of the first built file of this pattern."""
    return f"/static/{sorted(DIST.glob(pattern))[0].relative_to(DIST)}"


@pytest.mark.parametrize(
    ("pattern", "kind", "kept"),
    [
        ("assets/main-*.js", 'text/javascript; charset="utf-8"', FOR_GOOD),
        ("assets/main-*.css", 'text/css; charset="utf-8"', FOR_GOOD),
        ("assets/figtree-latin-*.woff2", "font/woff2", FOR_GOOD),
        ("samples/*/drum-rim.mp3", "audio/mpeg", FOR_GOOD),
        ("samples/LICENCES.txt", 'text/plain; charset="utf-8"', AN_HOUR),
        ("icon.svg", "image/svg+xml", AN_HOUR),
        ("icons/512.png", "image/png", AN_HOUR),
        ("manifest.webmanifest", "application/manifest+json", AN_HOUR),
    ],
)
def test_file_is_kept_for_as_long_as_its_name_lasts(pattern: str, kind: str, kept: str, get: Get) -> None:
    answer = get(one(pattern))
    assert (answer.status_code, answer["Content-Type"], answer["Cache-Control"]) == (200, kind, kept)


@pytest.mark.parametrize("pattern", ["assets/main-*.js", "assets/main-*.css", "icon.svg"])
@pytest.mark.parametrize(
    ("accepted", "sent"),
    [("gzip, deflate, br", "br"), ("gzip", "gzip"), ("identity", None)],
    ids=str,
)
def test_text_is_sent_as_small_as_the_browser_takes_it(pattern: str, accepted: str, sent: str | None, get: Get) -> None:
    answer = get(one(pattern), accept_encoding=accepted)
    assert (answer.get("Content-Encoding"), answer["Vary"]) == (sent, "Accept-Encoding")


def test_brotli_is_smaller_than_gzip_than_nothing(get: Get) -> None:
    sizes = [int(get(one("assets/main-*.js"), accept_encoding=name)["Content-Length"]) for name in ("br", "gzip", "")]
    assert sizes == sorted(sizes)
    assert len(set(sizes)) == 3


def test_sample_is_not_compressed_again(get: Get) -> None:
    answer = get(one("samples/*/drum-rim.mp3"), accept_encoding="br, gzip")
    assert (answer.get("Content-Encoding"), answer.get("Vary")) == (None, None)


def test_sample_comes_in_parts(get: Get) -> None:
    url = one("samples/*/drum-rim.mp3")
    whole = get(url).getvalue()
    part = get(url, range="bytes=100-199")
    assert (part.status_code, part["Content-Range"]) == (206, f"bytes 100-199/{len(whole)}")
    assert part.getvalue() == whole[100:200]


def test_part_that_is_not_there_is_refused(get: Get) -> None:
    assert get(one("samples/*/drum-rim.mp3"), range="bytes=99999999-").status_code == 416


def test_samples_have_no_address_without_their_hash() -> None:
    assert [path.name for path in DIST.glob("samples/*.mp3")] == []
    assert [len(path.name) for path in DIST.glob("samples/*/")] == [12]

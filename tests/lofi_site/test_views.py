"""The page, the errors, and the headers that come with them."""

from __future__ import annotations

import json
import re

import pytest
from django.conf import LazySettings
from django.test import Client

pytestmark = pytest.mark.django_db


def policy(client: Client, path: str) -> dict[str, list[str]]:
    parts = (part.split() for part in client.get(path)["Content-Security-Policy"].split("; "))
    return {name: values for name, *values in parts}


def test_home_names_the_built_script(client: Client) -> None:
    response = client.get("/")
    assert response.status_code == 200
    assert re.search(r'<script type="module" crossorigin="" src="/static/assets/main-[\w-]+\.js">', response.text)


def test_home_has_no_inline_script(client: Client) -> None:
    for path in ("/", "/api/docs", "/nowhere"):
        scripts = re.findall(r"<script\b([^>]*)>(.*?)</script>", client.get(path).text, re.S)
        assert scripts
        assert [body.strip() for attributes, body in scripts] == [""] * len(scripts)


@pytest.mark.parametrize("path", ["/", "/api/docs", "/api/v1/model", "/nowhere"])
def test_policy_allows_our_own_scripts_alone(client: Client, path: str) -> None:
    directives = policy(client, path)
    # WebAssembly, for the MP3 encoder; text never becomes code
    assert directives["script-src"] == ["'self'", "'wasm-unsafe-eval'"]
    assert directives["worker-src"] == ["'self'", "blob:"]
    assert directives["object-src"] == directives["frame-ancestors"] == ["'none'"]


def test_home_gives_up_the_browsers_sensors(client: Client) -> None:
    response = client.get("/")
    assert "microphone=()" in response["Permissions-Policy"]
    assert (response["X-Frame-Options"], response["X-Content-Type-Options"]) == ("DENY", "nosniff")


def test_home_takes_no_writes(client: Client) -> None:
    assert client.post("/").status_code == 405


@pytest.mark.parametrize("path", ["/api/nowhere", "/api/", "/api/v1/generate/", "/api/v1/%00", "/api/v2/generate"])
def test_unknown_api_path_is_a_404_in_json(client: Client, path: str) -> None:
    response = client.get(path)
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_unknown_page_is_a_404_in_the_sites_look(client: Client) -> None:
    response = client.get("/nowhere")
    assert response.status_code == 404
    assert '<main id="main"' in response.text


@pytest.mark.parametrize(("path", "kind"), [("/api/v1/model", "application/json"), ("/", "text/html; charset=utf-8")])
def test_broken_server_says_so_in_the_callers_language(
    client: Client, path: str, kind: str, settings: LazySettings
) -> None:
    settings.ROOT_URLCONF = "tests.lofi_site.broken_urls"
    client.raise_request_exception = False
    response = client.get(path)
    assert (response.status_code, response["Content-Type"]) == (500, kind)
    assert "on purpose" not in response.text


def test_body_without_a_length_is_a_411(client: Client) -> None:
    response = client.post("/api/v1/generate", headers={"Transfer-Encoding": "chunked"})
    assert response.status_code == 411


def test_cookie_with_a_zero_byte_is_a_400(client: Client) -> None:
    response = client.get("/", HTTP_COOKIE='sessionid="\\000aaaaaaaa"')
    assert (response.status_code, response.json()) == (
        400,
        {"detail": "Cookies and User-Agent must not hold a zero byte."},
    )


def test_body_over_the_setting_is_refused_before_it_is_read(client: Client, settings: LazySettings) -> None:
    settings.MAX_BODY_BYTES = 100
    response = client.post("/api/v1/generate", json.dumps({"count": 1, "x": "y" * 100}), "application/json")
    assert response.status_code == 413


def test_docs_are_served_from_here(client: Client) -> None:
    sources = re.findall(r'(?:src|href)="([^"]+)"', client.get("/api/docs").text)
    assert sources
    assert all(source.startswith("/") for source in sources)

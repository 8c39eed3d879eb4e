"""Log-in through others: there when its id and secret are set, and not before."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {
    f"{name}_CLIENT_{kind}": f"{name.lower()}-{kind.lower()}"
    for name in ("GITHUB", "GOOGLE")
    for kind in ("ID", "SECRET")
}
VISIT = """
import django, json; django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from django.test import Client
client = Client(SERVER_NAME="localhost")
def text(path):
    return client.get(path).content.decode()
def go(path):
    answer = client.post(path)
    return [answer.status_code, answer.headers.get("Location", "")]
print(json.dumps({
    "login": text("/account/login/"), "signup": text("/account/signup/"), "asks": text("/account/github/login/"),
    "policy": client.get("/").headers["Content-Security-Policy"],
    "github": go("/account/github/login/"), "google": go("/account/google/login/"),
}))
"""


def visit(folder: Path, **environment: str) -> dict[str, Any]:
    """What a visitor of a site with these settings meets."""
    clean = {key: value for key, value in os.environ.items() if key in ("PATH", "HOME")}
    own = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "lofi_site.settings"}
    result = subprocess.run(
        [sys.executable, "-c", VISIT],
        cwd=ROOT, env={**clean, **own, **environment}, capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.mark.slow
def test_providers_are_offered_and_gone_to(tmp_path: Path) -> None:
    found = visit(tmp_path, **GIVEN)
    for page in ("login", "signup"):
        assert [f'href="/account/{name}/login/' in found[page] for name in ("github", "google")] == [True, True]
    assert "Log in through GitHub" in found["asks"]
    hosts = {"github": "github.com", "google": "accounts.google.com"}
    for name, host in hosts.items():
        status, location = found[name]
        query = parse_qs(urlsplit(location).query)
        assert (status, urlsplit(location).hostname, query["client_id"]) == (302, host, [f"{name}-id"])
        assert query["code_challenge_method"] == ["S256"]
        assert f"https://{host}" in found["policy"].split("form-action")[1].split(";")[0]


@pytest.mark.slow
def test_provider_with_an_id_but_no_secret_is_not_offered(tmp_path: Path) -> None:
    found = visit(tmp_path, GITHUB_CLIENT_ID="x", GOOGLE_CLIENT_SECRET="y")
    assert "Or through" not in found["login"]
    assert [found[name][0] for name in ("github", "google")] == [404, 404]


@pytest.mark.django_db
def test_nothing_is_said_of_others_without_them(client: Client) -> None:
    assert "Or through" not in client.get("/account/login/").text
    assert client.get("/account/github/login/").status_code == 404
    policy = client.get("/")["Content-Security-Policy"]
    assert [rule for rule in policy.split("; ") if "form-action" in rule] == ["form-action 'self'"]

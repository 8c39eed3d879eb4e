"""Limits hold for all processes together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
TRIES = """
import django; django.setup()
from django.test import Client
print([Client().post("/account/login/", {"login": "x", "password": "y"}).status_code for _ in range(3)])
"""


def run(folder: Path, *command: str) -> subprocess.Popen[str]:
    clean = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG")}
    own = {"DATA_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "lofi_site.settings", "ALLOWED_HOSTS": "testserver"}
    return subprocess.Popen(
        [sys.executable, *command], cwd=ROOT, env={**clean, **own}, stdout=subprocess.PIPE, text=True
    )


@pytest.mark.slow
def test_two_processes_count_tries_together(tmp_path: Path) -> None:
    assert run(tmp_path, "manage.py", "migrate", "-v0").wait() == 0
    both = [run(tmp_path, "-c", TRIES) for _ in range(2)]
    answers = [str(process.communicate()[0]).strip() for process in both]
    statuses = sorted(status for answer in answers for status in answer.strip("[]").split(", "))
    assert statuses == ["200"] * 5 + ["429"], answers


def tries_from(*addresses: str) -> list[int]:
    form = {"login": "x", "password": "y"}
    return [Client().post("/account/login/", form, REMOTE_ADDR=address).status_code for address in addresses]


def test_whoever_has_a_network_of_ipv6_is_one_visitor(db: None, settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"login": "2/m/ip", "login_failed": "100/m/ip"}
    assert tries_from("2001:db8:1:2::1", "2001:db8:1:2::2", "2001:db8:1:2:f::3") == [200, 200, 429]
    assert tries_from("2001:db8:1:3::1", "192.0.2.1", "192.0.2.2") == [200, 200, 200]

"""Limits hold for all processes together."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

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

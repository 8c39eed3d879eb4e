"""The real site, on the database of the test that started it."""

from __future__ import annotations

import json
import urllib.request
from pathlib import Path
from typing import Any

from tests.lofi_site.test_serving import Site
from tests.postgres import url_of_default


class SharedSite(Site):
    def __init__(self, folder: Path) -> None:
        self.database = url_of_default()
        super().__init__(folder)

    def manage(self, *arguments: str) -> str:
        """Nothing: the test has made its tables. It is asked to after the environment was put together."""
        self.environment["DATABASE_URL"] = self.database
        return ""

    def ask(self, path: str, body: Any = None, key: str = "") -> tuple[int, Any]:
        """Status and answer; with a body it is a POST, with a key of a token in a member's name."""
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
        request = urllib.request.Request(self.url(path), json.dumps(body).encode() if body else None, headers)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, json.load(answer)

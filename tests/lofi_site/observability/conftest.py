"""What the tests of this folder stand on."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from lofi_site.observability import checks, logs


@dataclass(frozen=True, slots=True)
class Log:
    """What went to the log as JSON since the test began."""

    stream: io.StringIO

    @property
    def text(self) -> str:
        return self.stream.getvalue()

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.text.splitlines()]

    def of(self, logger: str) -> list[dict[str, Any]]:
        return [line for line in self.lines if line["logger"] == logger]


@pytest.fixture
def log() -> Iterator[Log]:
    """The log as production writes it, debugging lines too."""
    handler = logging.StreamHandler(io.StringIO())
    handler.setFormatter(logs.json_formatter())
    root, before = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield Log(handler.stream)
    root.setLevel(before)
    root.removeHandler(handler)


@pytest.fixture(autouse=True)
def looked_at_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "MAX_AGE", -1.0)

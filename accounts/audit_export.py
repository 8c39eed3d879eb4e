"""The audit as a file, line by line: it may be longer than what fits into memory."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterator
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import QuerySet

from accounts.models import AuditEntry

COLUMNS = ["id", "created", "actor_id", "actor", "action", "kind", "target", "title", "why", "data"]
_AT_ONCE = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""With these a cell is a formula to a spreadsheet (OWASP, CSV injection)."""


class _Echo:
    """A file whose ``write`` gives back what it is given."""

    def write(self, line: str) -> str:
        return line


def as_csv(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """RFC 4180, with a line of names first. What would be a formula in a spreadsheet begins with an apostrophe."""
    writer = csv.writer(_Echo())
    yield writer.writerow(COLUMNS)
    for row in _rows(entries):
        yield writer.writerow([_cell(row[name]) for name in COLUMNS])


def as_json_lines(entries: QuerySet[AuditEntry]) -> Iterator[str]:
    """One object a line."""
    for row in _rows(entries):
        yield json.dumps(row, cls=DjangoJSONEncoder, ensure_ascii=False) + "\n"


FORMATS: dict[str, tuple[str, Callable[[QuerySet[AuditEntry]], Iterator[str]]]] = {
    "csv": ("text/csv; charset=utf-8", as_csv),
    "jsonl": ("application/jsonl; charset=utf-8", as_json_lines),
}
"""By the file's ending: its type, and what writes it."""


def _rows(entries: QuerySet[AuditEntry]) -> Iterator[dict[str, Any]]:
    return entries.values(*COLUMNS).iterator(chunk_size=_AT_ONCE)


def _cell(value: Any) -> str:
    if isinstance(value, dict):
        return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False)
    text = "" if value is None else value.isoformat() if hasattr(value, "isoformat") else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text

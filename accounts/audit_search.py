"""Finding entries of the audit: who, what, to which thing, when, and words of why."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts import tallies
from accounts.models import AuditEntry
from accounts.search import by_words

Entries = QuerySet[AuditEntry]


def search(entries: Entries, wishes: dict[str, Any]) -> Entries:
    """Those that fit all wishes that are there: ``who``, ``what``, ``target`` (texts), ``since``, ``until`` (dates).

    ``what`` is an action (``track.hide``) or the part before its dot; days are whole, in UTC, both included.
    """
    for name, found in _WISHES.items():
        if wish := wishes.get(name):
            entries = entries.filter(found(wish))
    return entries


def search_words(entries: Entries, words: str) -> Entries:
    """Those whose title and reason together have all of the words."""
    return by_words(entries, words, "title", "why")


_WISHES: dict[str, Any] = {
    "who": lambda name: Q(actor=name),
    "what": lambda action: Q(action=action) | Q(action__startswith=f"{action}."),
    "target": lambda target: Q(target=target),
    "since": lambda day: Q(created__gte=tallies.start(day)),
    "until": lambda day: Q(created__lt=tallies.start(day + timedelta(days=1))),
}

"""What moderation holds about a member: told when they take their data along; it stays without their name."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from playlists.moderation import reports
from playlists.moderation.models import Appeal, Decision


def export(user: User) -> dict[str, Any]:
    """What they reported, what was decided about them, and what they said to it."""
    found = Decision.objects.filter(subject=user).select_related("case", "appeal").order_by("pk")
    return {"reports": reports.export(user), "decisions": [_decision(row) for row in found]}


def remove(user: User, keep_public: bool) -> None:
    """Reports lose who made them; the database sees to the rest: cases and decisions name nobody then."""
    reports.forget(reporter=user)


def _decision(row: Decision) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("act", "reason", "message", "until", "created", "undone")}
    appeal: Appeal | None = getattr(row, "appeal", None)
    said = appeal and {"words": appeal.words, "granted": appeal.granted, "answer": appeal.answer}
    return {"kind": row.case.kind, "title": row.case.title, **told, "appeal": said}

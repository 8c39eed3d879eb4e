"""What the site holds about a member's taste: theirs to take along, and gone when they leave."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from generator.taste.models import Nudge, Taste


def export(user: User) -> dict[str, Any]:
    """What they said of takes, since when it counts, and the link that shares it."""
    own = Taste.objects.filter(user=user).values("since", "key", "shared").first()
    said = Nudge.objects.filter(user=user).select_related("track", "model_version").order_by("pk")
    return {**(own or {"since": None, "key": None, "shared": None}), "nudges": [_nudge(row) for row in said]}


def remove(user: User, keep_public: bool) -> None:
    """All of it: a taste is nobody's public work."""
    Nudge.objects.filter(user=user).delete()
    Taste.objects.filter(user=user).delete()


def _nudge(row: Nudge) -> dict[str, Any]:
    told = {name: getattr(row, name) for name in ("direction", "latent", "created")}
    track = row.seen_track and row.seen_track.public_id
    return {**told, "title": row.heard, "model_version": row.model_version.version, "track": track}

"""What playlists hold about a member: told when they take their data along, removed when they leave."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from generator.models import Visibility
from playlists import votes
from playlists.models import Invitation


def export(user: User) -> list[dict[str, Any]]:
    """A member's playlists; tracks by their public ids, in order."""
    lists = user.playlists.select_related("forked_from").prefetch_related("entries__track").order_by("pk")
    return [
        {
            "id": playlist.public_id,
            "title": playlist.title,
            "description": playlist.description,
            "visibility": playlist.visibility,
            "rule": playlist.rule,
            "forked_from": playlist.forked_from and playlist.forked_from.public_id,
            "created": playlist.created,
            "changed": playlist.changed,
            "tracks": [entry.track.public_id for entry in playlist.entries.all()],
        }
        for playlist in lists
    ]


def remove(user: User, keep_public: bool) -> None:
    """All of a member's playlists; with ``keep_public`` those that everyone could see stay, without a name."""
    Invitation.objects.filter(playlist__owner=user).delete()  # nobody is left who could withdraw them
    if keep_public:
        user.playlists.filter(visibility=Visibility.PUBLIC).update(owner=None, claimed=False)
    user.playlists.all().delete()


def export_opinions(user: User) -> dict[str, Any]:
    """What they voted on, follow, and edit with others."""
    return {
        "votes": _rows(user.votes, "value"),
        "follows": _rows(user.follows),
        "joined": _rows(user.editor_links),
    }


def remove_opinions(user: User, keep_public: bool) -> None:
    """Votes and follows go out of the counts; the database sees to the rest."""
    votes.withdraw(user=user)


def _rows(manager: Any, *fields: str) -> list[dict[str, Any]]:
    rows = manager.select_related("playlist").order_by("pk")
    return [
        {"playlist": row.playlist.public_id, **{name: getattr(row, name) for name in fields}, "created": row.created}
        for row in rows
    ]

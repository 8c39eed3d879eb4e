"""Because you liked this: what lies near one of the tracks that a member liked lately."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from accounts.models import User
from generator import likes, similar
from generator.models import Track
from generator.taste import points

LATELY = 5
"""Likes that take turns, a day each."""
_LOOKED_AT = 4
"""Times as many neighbours as are shown, as some are liked already or the member's own."""


@dataclass(frozen=True, slots=True)
class Because:
    liked: Track
    tracks: list[Track]


def because(*, member: User, count: int) -> Because | None:
    """Up to ``count`` public tracks near a recent like, neither liked nor made by the member; None if there are none.

    Eight queries at most for the search, and one for the likes, however much there is.
    """
    lately = list(points.likes_of(member)[:LATELY])
    if not lately:
        return None
    liked = lately[timezone.now().toordinal() % len(lately)]
    near = similar.similar(track=liked, viewer=member, count=_LOOKED_AT * count)
    known = likes.liked_by(member, near)
    new = [track for track in near if track.pk not in known and track.creator_id != member.pk]
    return Because(liked, new[:count]) if new else None

"""What is in public lists of playlists, and in which order."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.search import by_words
from generator.feeds import Period, Sort, ordered
from playlists.models import Playlist


def playlists(*, sort: Sort, period: Period = "ever", q: str | None = None) -> QuerySet[Playlist]:
    """Public playlists in a feed's order, with ``owner``; ``q``: words of title and description."""
    listed = Playlist.objects.listed().select_related("owner")
    found = listed if q is None else by_words(listed, q, "title", "description")
    return ordered(found, sort=sort, period=period)

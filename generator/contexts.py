"""Where somebody is when they hear a track, and say something of it."""

from __future__ import annotations

from django.db import models


class Context(models.TextChoices):
    """Told by the page; nothing depends on it being true."""

    NONE = "", "Not told"
    FEED = "feed", "A feed"
    RADIO = "radio", "The radio"
    OWN = "own", "Their own library"
    PLAYLIST = "playlist", "A playlist"
    SEARCH = "search", "A search"
    SHARED = "shared", "A page that somebody was sent"
    PAIR = "pair", "A choice between two"

    @classmethod
    def told(cls) -> list[tuple[str, str]]:
        """What a caller may tell, as choices."""
        return [choice for choice in cls.choices if choice[0] != cls.NONE]

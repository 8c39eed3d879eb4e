"""Smart playlists: a rule says what they hold, and it is looked up each time they are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from generator import feeds
from generator.feeds import Filters, Period, Sort
from generator.models import Track
from playlists.models import Playlist


@dataclass(frozen=True, slots=True)
class Rule:
    """A feed, what its tracks must be, and how many of them: "dorian, up to 75 BPM, top of the month".

    ``period`` is for ``top`` alone.
    """

    sort: Sort = "hot"
    period: Period = "ever"
    filters: Filters = field(default_factory=Filters)
    limit: int = 50

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Rule:
        """A rule as it is stored, flat; what a later version may have added is passed over."""
        own = _picked(data, "sort", "period", "limit")
        return cls(**own, filters=Filters(**_picked(data, *(one.name for one in fields(Filters)))))

    def to_json(self) -> dict[str, Any]:
        """Without what asks for nothing."""
        flat = {"sort": self.sort, "period": self.period, **asdict(self.filters), "limit": self.limit}
        return {name: value for name, value in flat.items() if value is not None}

    def tracks(self) -> QuerySet[Track]:
        """Public tracks, with creator and model version; ``MAX_RULE_TRACKS`` at most."""
        found = feeds.tracks(sort=self.sort, period=self.period, filters=self.filters)
        return found[: min(self.limit, settings.MAX_RULE_TRACKS)]


def _picked(data: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: data[name] for name in names if name in data}


def contents(playlist: Playlist) -> QuerySet[Track]:
    """What a smart playlist holds now: the same for whoever looks, since its tracks are public."""
    return Rule.from_json(playlist.rule or {}).tracks()

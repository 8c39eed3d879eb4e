"""What a listener asks a feed for, read from the address of a page. What makes no sense there is no wish."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest

from generator import words
from generator.feeds import Filters, Period, Sort
from generator.models import Mood
from generator.vae.score import MODES

SORTS = {"hot": "Hot", "new": "New", "top": "Top"}
PERIODS = {"day": "Day", "week": "Week", "month": "Month", "ever": "All time"}
TEMPI: dict[str, tuple[str, int | None, int | None]] = {
    "slow": ("Under 70 BPM", None, 69),
    "easy": ("70 to 79 BPM", 70, 79),
    "steady": ("80 to 89 BPM", 80, 89),
    "lively": ("From 90 BPM", 90, None),
}
MOODS = {mood.value: mood.label for mood in Mood}


@dataclass(frozen=True, slots=True)
class Wishes:
    sort: Sort
    period: Period
    key: int | None
    mode: int | None
    tempo: str
    mood: str
    q: str

    @property
    def filters(self) -> Filters:
        _, low, high = TEMPI.get(self.tempo, ("", None, None))
        mood, q = self.mood or None, self.q or None
        return Filters(mode=self.mode, key=self.key, bpm_min=low, bpm_max=high, mood=mood, q=q)

    @property
    def since(self) -> Period:
        """The time that counts: only the top is of one."""
        return self.period if self.sort == "top" else "ever"

    @property
    def narrowed(self) -> bool:
        return self.filters != Filters()

    @property
    def feed(self) -> str:
        """The same feed as the API's address has it, for the player."""
        _, low, high = TEMPI.get(self.tempo, ("", None, None))
        told: dict[str, Any] = {"sort": self.sort, "period": self.period if self.sort == "top" else None}
        told |= {"key": self.key, "mode": self.mode, "bpm_min": low, "bpm_max": high, "mood": self.mood, "q": self.q}
        return "?" + urlencode({name: value for name, value in told.items() if value})


def read(request: HttpRequest) -> Wishes:
    asked = request.GET
    return Wishes(
        sort=cast(Sort, _one_of(asked.get("sort"), SORTS) or "hot"),
        period=cast(Period, _one_of(asked.get("period"), PERIODS) or "month"),
        key=_number(asked.get("key"), 12),
        mode=_number(asked.get("mode"), 7),
        tempo=_one_of(asked.get("tempo"), TEMPI),
        mood=_one_of(asked.get("mood"), MOODS),
        q=query(request),
    )


def query(request: HttpRequest) -> str:
    """The words that are looked for, cut to what a search takes."""
    text = "".join(char if char.isprintable() else " " for char in request.GET.get("q", ""))
    return text.strip()[: settings.MAX_QUERY_CHARACTERS]


def choices() -> dict[str, Any]:
    """What the filter row offers, as pairs of value and words."""
    return {
        "sorts": list(SORTS.items()),
        "periods": list(PERIODS.items()),
        "keys": [(key, words.note_name(key, 1, key - 1)) for key in range(1, 13)],
        "modes": [(number, name.capitalize()) for number, name in enumerate(MODES, 1)],
        "tempi": [(name, label) for name, (label, _, _) in TEMPI.items()],
        "moods": list(MOODS.items()),
    }


def _one_of(text: str | None, known: dict[str, Any]) -> str:
    return text if text and text in known else ""


def _number(text: str | None, most: int) -> int | None:
    number = int(text) if text and text.isascii() and text.isdigit() and len(text) < 3 else 0
    return number if 1 <= number <= most else None

"""The admin's first page: how the site is doing, over 30 days, against the 30 before.

A chart that is added is one function that answers a series, and a line in ``CHARTS``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

from django.db.models import Count, Min, Q
from django.utils import timezone
from django.utils.text import slugify

from accounts import failures, tallies
from accounts.models import User
from generator import plays
from generator.models import Like, Track
from playlists.moderation.models import Case, Report

DAYS = 30
HEIGHT = 64
"""Of the highest bar, in the units of the drawing, which is 300 wide."""
_STEP = 300 / DAYS


@dataclass(frozen=True, slots=True)
class Bar:
    day: date
    value: int
    x: float
    y: float
    height: float


@dataclass(frozen=True, slots=True)
class Part:
    name: str
    now: int
    before: int
    width: float = 0


@dataclass(frozen=True, slots=True)
class Days:
    """A series by day, as it is drawn."""

    template: ClassVar[str] = "admin/chart_days.html"
    height: ClassVar[int] = HEIGHT
    title: str
    total: int
    change: str
    bars: list[Bar]
    note: str = ""

    @property
    def slug(self) -> str:
        return f"chart-{slugify(self.title)}"

    @property
    def peak(self) -> int:
        return max(bar.value for bar in self.bars)


@dataclass(frozen=True, slots=True)
class Parts:
    """A sum and what it is made of, as it is drawn."""

    template: ClassVar[str] = "admin/chart_parts.html"
    title: str
    of: str
    total: int
    change: str
    parts: list[Part]

    @property
    def slug(self) -> str:
        return f"chart-{slugify(self.title)}"


def sign_ups(days: int) -> list[int]:
    return tallies.by_day(User.objects.all(), "date_joined", days)


def plays_heard(days: int) -> list[int]:
    return tallies.series(plays.TALLY, days)


def likes_given(days: int) -> list[int]:
    return tallies.by_day(Like.objects.all(), "created", days)


def reports_made(days: int) -> list[int]:
    return tallies.by_day(Report.objects.all(), "created", days)


def tasks_failed(days: int) -> list[int]:
    return tallies.series(failures.TALLY, days)


def cases_waiting(days: int) -> list[int]:
    """Open cases at the end of each day, reckoned back from those that are open now."""
    opened = tallies.by_day(Case.objects.all(), "opened", days)
    closed = tallies.by_day(Case.objects.filter(closed__isnull=False), "closed", days)
    waiting = [Case.objects.filter(closed=None).count()]
    for came, went in zip(opened[:0:-1], closed[:0:-1], strict=True):
        waiting.append(waiting[-1] - came + went)
    return waiting[::-1]


def oldest_case() -> str:
    """How long the case has waited that has waited longest."""
    opened = Case.objects.filter(closed=None).aggregate(Min("opened"))["opened__min"]
    return f"the oldest has waited {(timezone.now() - opened).days} days" if opened else ""


def tracks_by_version(days: int) -> list[Part]:
    """Tracks made by each version of the model, in the last ``days`` and in as many before; the most first."""
    since, before = (tallies.start(tallies.today() - timedelta(days=n * days - 1)) for n in (1, 2))
    made = Track.objects.filter(created__gte=before).order_by().values_list("model_version__version")
    counted = made.annotate(now=Count("pk", filter=Q(created__gte=since)), all=Count("pk"))
    return sorted((Part(name, now, all_ - now) for name, now, all_ in counted), key=lambda part: -part.now)


CHARTS: list[Callable[[], Days | Parts]] = [
    lambda: by_day("Sign-ups", sign_ups),
    lambda: by_day("Plays", plays_heard),
    lambda: by_day("Likes", likes_given),
    lambda: by_day("Reports", reports_made),
    lambda: by_day("Cases waiting", cases_waiting, level=True, note=oldest_case()),
    lambda: by_part("Tracks made", "Model version", tracks_by_version),
    lambda: by_day("Failed tasks", tasks_failed),
]


def charts() -> list[Days | Parts]:
    """All charts, drawn: some ten queries, however much there is."""
    return [chart() for chart in CHARTS]


def by_day(title: str, series: Callable[[int], list[int]], *, level: bool = False, note: str = "") -> Days:
    """A chart of a series; its total is the sum of the days or, of a ``level``, the last of them."""
    both = series(2 * DAYS)
    before, now = both[:DAYS], both[DAYS:]
    if level:
        return Days(title, now[-1], change(now[-1], before[-1], f"{DAYS} days ago"), _bars(now), note)
    return Days(title, sum(now), change(sum(now), sum(before)), _bars(now), note)


def by_part(title: str, of: str, parts: Callable[[int], list[Part]]) -> Parts:
    """A chart of a sum's parts."""
    found = parts(DAYS)
    total = sum(part.now for part in found)
    drawn = [Part(part.name, part.now, part.before, _share(part.now, total, 300)) for part in found]
    return Parts(title, of, total, change(total, sum(part.before for part in found)), drawn)


def change(now: int, before: int, than: str = f"in the {DAYS} days before") -> str:
    """In words: "25 % more than in the 30 days before"."""
    if now == before:
        return f"as many as {than}"
    if not before:
        return f"none {than}"
    percent = max(1, round(100 * abs(now - before) / before))
    return f"{percent} % {'more' if now > before else 'fewer'} than {than}"


def _bars(values: Sequence[int]) -> list[Bar]:
    first, peak = tallies.today() - timedelta(days=len(values) - 1), max(values)
    heights = [max(1.0, _share(value, peak, HEIGHT)) for value in values]
    return [
        Bar(first + timedelta(days=i), value, round(i * _STEP + 1, 1), round(HEIGHT - height, 1), height)
        for i, (value, height) in enumerate(zip(values, heights, strict=True))
    ]


def _share(value: int, whole: int, length: float) -> float:
    return round(length * value / whole, 1) if whole else 0

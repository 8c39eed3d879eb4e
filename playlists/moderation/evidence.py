"""What moderators see of a case: the thing, even where it is hidden, what was said of it, and what it was like."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Q, QuerySet

from accounts import avatars
from accounts.models import User
from generator import covers
from generator.models import SHARED, Track, Visibility
from playlists import smart
from playlists.models import Playlist
from playlists.moderation import reports, targets
from playlists.moderation.models import Case, Report, Rule

_LABELS = {
    "title": "Title", "name": "Name", "display_name": "Name shown", "owner": "Made by", "visibility": "Seen by",
    "description": "Description", "about": "About", "tracks": "Tracks",
}  # fmt: skip
_SHOWN = Q(visibility__in=SHARED) | Q(visibility=Visibility.HIDDEN, kept_visibility__in=SHARED)
"""What others could reach before moderators came. What is private stays so, to moderators too."""


@dataclass(frozen=True, slots=True)
class Line:
    """What one thing about it was like when it was reported, and is now: texts, or lists of titles."""

    label: str
    then: Any
    now: Any

    @property
    def changed(self) -> bool:
        return bool(self.then != self.now)


@dataclass(frozen=True, slots=True)
class Testimony:
    """A report, how many of its reporter's were upheld and dismissed, and what it was called then if not as now."""

    report: Report
    upheld: int
    dismissed: int
    then: str


def lines(frozen: dict[str, Any], now: dict[str, Any]) -> list[Line]:
    """Frozen states side by side; ``now`` is empty if the thing is gone."""
    known = [name for name in _LABELS if frozen.get(name) or now.get(name)]
    return [Line(_LABELS[name], frozen.get(name) or "", now.get(name) or "") for name in known]


def testimonies(case: Case) -> list[Testimony]:
    """All reports of a case, in order, in two queries."""
    told = list(case.reports.select_related("reporter"))
    records = reports.record(User.objects.filter(pk__in=[report.reporter_id for report in told]))
    return [
        Testimony(report, *records.get(report.reporter_id or 0, (0, 0)), _called(report, case.title)) for report in told
    ]


def top_reason(told: Sequence[Report]) -> str:
    """The rule that most of them name, in words; "" of none."""
    return Rule(Counter(report.reason for report in told).most_common(1)[0][0]).label if told else ""


def tracks(case: Case) -> QuerySet[Track] | list[Track]:
    """What plays: the track, those of the playlist in their order, or the member's latest; up to a playlist's worth."""
    thing = targets.find(kind=case.kind, target=case.target)
    if isinstance(thing, Playlist):
        return _of_playlist(thing)
    if isinstance(thing, User):
        found = thing.tracks.filter(_SHOWN).order_by("-created", "-pk")[: settings.PAGE_SIZE]
    else:
        found = Track.objects.filter(pk__in=[thing.pk] if thing else [])
    return found.select_related("creator", "model_version").with_parents()  # type: ignore[no-any-return]


def picture(case: Case) -> str:
    """Its cover or face as SVG, whoever else may see it."""
    if case.kind == "member":
        return avatars.draw(seed=case.target)
    return covers.svg([covers.shapes(score=track.score, latent=track.latent) for track in tracks(case)[:4]])


def _of_playlist(playlist: Playlist) -> QuerySet[Track] | list[Track]:
    if playlist.rule is not None:
        return smart.contents(playlist).with_parents()  # type: ignore[attr-defined, no-any-return]
    found = Track.objects.filter(_SHOWN, entries__playlist=playlist).order_by("entries__position")
    return found.select_related("creator", "model_version").with_parents()[: settings.MAX_PLAYLIST_TRACKS]


def _called(report: Report, title: str) -> str:
    then = str(report.frozen.get("title") or "")
    return then if then != title else ""

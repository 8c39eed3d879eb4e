"""What the model is to learn from next: the signals that count, weighed, capped, and each kind of music once.

The rules, and why they are so: docs/decisions/0602-teaching.md.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from django.conf import settings
from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Window
from django.db.models.functions import RowNumber
from django.utils import timezone
from numpy.typing import NDArray

from generator import cells, holds, rings
from generator.models import SHARED, Held, Like, ModelVersion, Track, Visibility
from generator.teaching import weighing
from generator.teaching.models import Consent, Kind, Signal, Taught, Teaching
from generator.teaching.weighing import Floats, Ints
from generator.vae.score import Score

_KINDS = list(Kind)
_COLUMNS = ("pk", "user", "track", "kind", "track__creator", "track__cell", "track__vector")


@dataclass(frozen=True, slots=True)
class Lesson:
    """A track to learn from. ``weight`` is positive, after caps; ``listeners`` consenting members stand behind it."""

    track: int
    score: Score
    weight: float
    listeners: int


@dataclass(frozen=True, slots=True)
class Lessons:
    """All lessons, by the tracks' keys; ``signals`` are the keys of what counts, ``listeners`` those who said it.

    ``fingerprint`` is a hash of what goes in: the same lessons, the same fingerprint.
    """

    lessons: tuple[Lesson, ...]
    listeners: int
    signals: tuple[int, ...]
    fingerprint: str


@dataclass(frozen=True, slots=True)
class _Said:
    """Signals as arrays (n,), one entry each; ``groups`` are keys of tracks, each that of the group it leads."""

    keys: Ints
    members: Ints
    groups: Ints
    kinds: Ints
    weights: Floats

    def only(self, chosen: NDArray[np.bool_] | Ints) -> _Said:
        return _Said(*(getattr(self, name)[chosen] for name in self.__slots__))

    def but(self, weights: Floats) -> _Said:
        return _Said(self.keys, self.members, self.groups, self.kinds, weights)

    def sums(self) -> tuple[Ints, Floats]:
        """Groups, and what is said of each."""
        groups, places = np.unique(self.groups, return_inverse=True)
        return groups, np.bincount(places, self.weights, len(groups)).astype(np.float64)


def gather() -> Lessons:
    """What counts now. Five queries at most; memory and time are bounded by ``MAX_SIGNALS`` and ``MAX_LESSONS``."""
    return _lessons(_weigh(_read(_newest(countable()))))


def waiting() -> int:
    """Signals that count and came in since those that a version was taught last."""
    latest = Teaching.objects.aggregate(latest=Max("latest"))["latest"] or 0
    return countable().filter(pk__gt=latest).count()


@transaction.atomic
def note_taught(*, version: ModelVersion, signals: Sequence[int]) -> None:
    """Write into the ledgers that a version was taught these signals; the same again changes nothing.

    What was withdrawn while it was trained is noted too: the version has learned it.
    """
    chosen = set(signals)
    between = Signal.objects.filter(pk__gte=min(chosen, default=0), pk__lte=max(chosen, default=0)).order_by("-pk")
    said = _weigh(_read(between, chosen))
    teaching, new = Teaching.objects.get_or_create(
        version=version,
        defaults={
            "listeners": len(np.unique(said.members)),
            "signals": len(said.keys),
            "latest": max(signals, default=0),
        },
    )
    if new:
        Taught.objects.bulk_create(_lines(teaching, said), batch_size=500)


def countable() -> QuerySet[Signal]:
    """Signals of members who consent and are in good standing, of tracks that are to be seen; the newest of each.

    A like counts as it does for the track. What else a new account says waits until it has stood for a while, and
    nobody teaches whose likes are held for a ring.
    """
    liked = Like.objects.filter(user=OuterRef("user"), track=OuterRef("track"), held=Held.NONE)
    ring = Like.objects.filter(held__in=holds.with_any(Held.RING)).values("user")
    proven = Q(user__date_joined__lte=rings.proven_before())
    own = Q(track__visibility=Visibility.PRIVATE, track__creator=F("user"))
    good = Signal.objects.filter(Q(track__visibility__in=SHARED) | own, withdrawn=None, user__is_active=True)
    good = good.filter(user__in=Consent.objects.standing().values("user")).exclude(user__in=ring)
    good = good.exclude(user__suspended_until__gt=timezone.now())
    return good.filter(Q(Exists(liked), kind=Kind.LIKE) | (proven & ~Q(kind=Kind.LIKE)))


def _newest(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    nth = Window(RowNumber(), partition_by="user", order_by="-pk")
    return signals.annotate(nth=nth).filter(nth__lte=settings.TEACH_EACH).order_by("-pk")[: settings.MAX_SIGNALS]


def _weigh(said: _Said) -> _Said:
    """The signals that count, with their weights after caps."""
    said = said.only(weighing.said_once(said.members, said.groups, said.kinds, said.weights))
    said = said.only(said.weights != 0)
    groups, sums = said.sums()
    heaviest = groups[np.lexsort((-groups, -sums))][: settings.MAX_LESSONS]
    said = said.only(np.isin(said.groups, heaviest))
    while True:  # each round leaves fewer groups, or ends
        capped = said.but(weighing.cap(said.members, said.weights, settings.TEACH_SHARE))
        groups, sums = capped.sums()
        if (sums > 0).all():
            return capped
        said = said.only(np.isin(said.groups, groups[sums > 0]))


class _Row(NamedTuple):
    key: int
    member: int
    track: int
    kind: str
    creator: int | None
    cell: int | None
    vector: bytes


def _read(signals: QuerySet[Signal], chosen: Container[int] | None = None) -> _Said:
    """Signals that come the newest first, those with chosen keys alone; in the order of their keys."""
    found = (_Row(*row) for row in signals.values_list(*_COLUMNS).iterator())
    rows = [row for row in found if chosen is None or row.key in chosen][::-1]
    leader = _leaders(rows)
    kinds = np.array([_KINDS.index(Kind(row.kind)) for row in rows], np.int64)
    own = np.array([settings.TEACH_OWN if row.creator == row.member else 1.0 for row in rows])
    table = np.array([settings.TEACH_WEIGHTS[kind] for kind in _KINDS])
    return _Said(
        np.array([row.key for row in rows], np.int64),
        np.array([row.member for row in rows], np.int64),
        np.array([leader[row.track] for row in rows], np.int64),
        kinds,
        table[kinds] * own,
    )


def _leaders(rows: Sequence[_Row]) -> dict[int, int]:
    """Key of each track -> that of the first that it is nearly the same as, in the same model's latent space."""
    spaces: dict[int, dict[int, bytes]] = {}
    for row in rows:
        spaces.setdefault((row.cell or 0) // cells.CELLS, {})[row.track] = bytes(row.vector)
    found: dict[int, int] = {}
    for tracks in spaces.values():
        keys = sorted(tracks)
        leads = weighing.leaders(cells.unpack([tracks[key] for key in keys]), settings.TEACH_NEAR)
        found |= {key: keys[i] for key, i in zip(keys, leads, strict=True)}
    return found


def _lessons(said: _Said) -> Lessons:
    groups, sums = said.sums()
    scores = dict(Track.objects.filter(pk__in=groups.tolist()).values_list("pk", "score"))
    behind = said.only(said.weights > 0)
    pairs = np.unique(np.stack([behind.groups, behind.members], 1), axis=0)
    listeners = dict(zip(*(part.tolist() for part in np.unique(pairs[:, 0], return_counts=True)), strict=True))
    lessons = tuple(
        Lesson(track, Score.from_json(scores[track]), weight, listeners[track])
        for track, weight in zip(groups.tolist(), sums.tolist(), strict=True)
        if track in scores  # it may go at any moment
    )
    keys = tuple(said.keys.tolist())
    return Lessons(lessons, len(np.unique(behind.members)), keys, _fingerprint(lessons))


def _fingerprint(lessons: Iterable[Lesson]) -> str:
    """SHA-256, hex, of tracks, scores, weights and listeners."""
    digest = hashlib.sha256()
    for lesson in lessons:
        told = [lesson.track, lesson.score.to_json(), round(lesson.weight, 9), lesson.listeners]
        digest.update(json.dumps(told, sort_keys=True).encode() + b"\n")
    return digest.hexdigest()


def _lines(teaching: Teaching, said: _Said) -> list[Taught]:
    rows = Signal.objects.select_related("track").only("user", "kind", "track__title").in_bulk(said.keys.tolist())
    return [
        Taught(
            teaching=teaching,
            user_id=rows[key].user_id,
            signal=key,
            track=rows[key].track,
            title=rows[key].track.title,
            kind=rows[key].kind,
            weight=weight,
        )
        for key, weight in zip(said.keys.tolist(), said.weights.tolist(), strict=True)
        if key in rows
    ]

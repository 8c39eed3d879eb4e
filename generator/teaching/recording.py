"""Signals as they come in. Nothing is written of whoever does not consent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from generator.models import Track
from generator.teaching import consent
from generator.teaching.models import Kind, Signal, lock_member


@dataclass(frozen=True, slots=True)
class Heard:
    """A stored track, by its public id, that was heard to the end or skipped."""

    track: str
    kind: Kind
    context: str = ""


def note_like(*, user: User, track: Track, context: str = "", **_: Any) -> None:
    """A receiver of ``likes.liked``: in its transaction, which holds the member."""
    if consent.consents(user):
        Signal.objects.filter(user=user, track=track, kind__in=[Kind.LIKE, Kind.UNLIKE]).delete()
        keep(user, [Signal(track=track, kind=Kind.LIKE, context=context)])


def note_unlike(*, user: User, track: Track, context: str = "", **_: Any) -> None:
    """A receiver of ``likes.unliked``: in its transaction, which holds the member."""
    if withdraw(Signal.objects.filter(user=user, track=track, kind=Kind.LIKE)) and consent.consents(user):
        keep(user, [Signal(track=track, kind=Kind.UNLIKE, context=context)])


@transaction.atomic
def note_saves(*, user: User, tracks: Sequence[Track], context: str = "") -> None:
    """They put tracks into a playlist."""
    member = lock_member(user)
    if consent.consents(member):
        Signal.objects.filter(user=member, track__in=tracks, kind=Kind.SAVE, withdrawn__isnull=False).delete()
        keep(member, [Signal(track=track, kind=Kind.SAVE, context=context) for track in tracks])


def forget_save(*, user: int, track: int) -> None:
    """By their keys: they took it out again."""
    withdraw(Signal.objects.filter(user=user, track=track, kind=Kind.SAVE))


@transaction.atomic
def note_heard(*, user: User, heard: Sequence[Heard]) -> int:
    """Listens and skips; answers how many said something new. What the user can't reach is left out.

    The same again changes nothing. Raises NoConsent.
    """
    member = lock_member(user)
    consent.require(member)
    names = {one.track for one in heard}
    keys = dict(Track.objects.reachable_by(member).filter(public_id__in=names).values_list("public_id", "pk"))
    known = set(Signal.objects.filter(user=member, track__in=keys.values()).values_list("track", "kind"))
    told = {(keys[one.track], one.kind.value): one.context for one in heard if one.track in keys}
    new = {said: context for said, context in told.items() if said not in known}
    keep(member, [Signal(track_id=track, kind=kind, context=context) for (track, kind), context in new.items()])
    return len(new)


def keep(user: User, signals: Iterable[Signal]) -> None:
    """Each kind of thing once: what is there already stays as it is. The caller holds the member."""
    rows = list(signals)
    for row in rows:
        row.user = user
    Signal.objects.bulk_create(rows, ignore_conflicts=True)


def withdraw(signals: Any) -> int:
    """Teach nothing from now on; answers how many did until now."""
    changed: int = signals.filter(withdrawn=None).update(withdrawn=timezone.now())
    return changed

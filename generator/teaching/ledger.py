"""What a member sees of it: what teaches next, what they taught which version, and how to take it back."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum

from accounts.models import User
from generator.teaching import recording
from generator.teaching.models import Consent, Kind, Pair, Signal, Taught, lock_member

MAX_VERSIONS = 50
"""The latest that are listed."""


@dataclass(frozen=True, slots=True)
class VersionTaught:
    """What one version learned from a member: how many of what, and their weight after caps."""

    version: str
    taught: datetime
    listeners: int
    likes: int
    saves: int
    listens: int
    pairs: int
    against: int
    weight: float


_GROUPS = {
    "likes": [Kind.LIKE],
    "saves": [Kind.SAVE],
    "listens": [Kind.LISTEN],
    "pairs": [Kind.WIN, Kind.LOSS],
    "against": [Kind.SKIP, Kind.UNLIKE],
}


def versions(user: User) -> list[VersionTaught]:
    """Those that learned something from the user, the latest first. One query."""
    counts = {name: Count("pk", filter=Q(kind__in=kinds)) for name, kinds in _GROUPS.items()}
    facts = ("teaching__version__version", "teaching__created", "teaching__listeners")
    rows = Taught.objects.filter(user=user).values_list(*facts)
    summed = rows.annotate(**counts, whole=Sum("weight")).order_by("-teaching")
    return [VersionTaught(*row) for row in summed[:MAX_VERSIONS]]


def lines(user: User, version: str) -> QuerySet[Taught]:
    """What one version learned from the user, the heaviest first."""
    return Taught.objects.filter(user=user, teaching__version__version=version).order_by("-weight", "pk")


def waiting(user: User) -> QuerySet[Signal]:
    """What teaches next, the newest first, each with its track."""
    return Signal.objects.filter(user=user, withdrawn=None).select_related("track").order_by("-created", "-id")


def taught_by(signals: list[Signal]) -> dict[int, list[Taught]]:
    """Lines of the ledger by the keys of their signals. One query."""
    found: dict[int, list[Taught]] = {signal.pk: [] for signal in signals}
    rows = Taught.objects.filter(signal__in=list(found)).select_related("teaching__version").order_by("-teaching")
    for line in rows:
        found[line.signal].append(line)
    return found


@transaction.atomic
def withdraw(*, user: User, public_id: str) -> bool:
    """One signal teaches no version from the next on; answers whether there is one. The same again changes nothing."""
    mine = Signal.objects.filter(user=lock_member(user), public_id=public_id)
    recording.withdraw(mine)
    return mine.exists()


@transaction.atomic
def withdraw_all(*, user: User) -> int:
    """Nothing of what they have said so far does; answers how many did. What they say from now on does again."""
    return recording.withdraw(Signal.objects.filter(user=lock_member(user)))


def export(user: User) -> dict[str, Any]:
    """All that is kept: answers, signals, choices, and what was learned."""
    said = ("kind", "context", "created", "withdrawn")
    signals = user.signals.select_related("track").order_by("pk")
    chosen = user.pairs.select_related("first", "second").order_by("pk")
    learned = user.taught.select_related("teaching__version").order_by("pk")
    return {
        "consents": list(user.teaching_consents.order_by("pk").values("text_version", "asked", "given", "withdrawn")),
        "signals": [{"track": row.track.public_id, **_told(row, *said)} for row in signals],
        "pairs": [
            {"first": row.first.public_id, "second": row.second.public_id, **_told(row, "choice", "created")}
            for row in chosen
        ],
        "taught": [
            {"version": row.teaching.version.version, **_told(row, "title", "kind", "weight")} for row in learned
        ],
    }  # fmt: skip


def remove(user: User, keep_public: bool) -> None:
    """All of it; how many taught a version stays, as a number."""
    for model in (Taught, Pair, Signal, Consent):
        model._default_manager.filter(user=user).delete()


def _told(row: Any, *fields: str) -> dict[str, Any]:
    return {field: getattr(row, field) for field in fields}

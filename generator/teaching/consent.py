"""May it teach? Asked once, off until given, taken back at any time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from generator.models import Like
from generator.teaching.models import Consent, Kind, Pair, Signal, lock_member

TEXT_VERSION = 1
"""Of the words on the page and in the sheet: raise it when they come to mean something else."""


class NoConsent(PermissionDenied):
    """Somebody who has not said yes was to be listened to."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A member's answer: ``given`` since when, None for no; ``asked`` whether there was ever an answer."""

    given: datetime | None
    asked: bool


def standing(user: User) -> Standing:
    """One query."""
    answers = list(Consent.objects.filter(user=user).values_list("given", "withdrawn"))
    given = next((given for given, withdrawn in answers if given and withdrawn is None), None)
    return Standing(given, bool(answers))


def consents(user: User) -> bool:
    return Consent.objects.standing().filter(user=user).exists()


def require(user: User) -> None:
    """Raises NoConsent."""
    if not consents(user):
        raise NoConsent("You have not said that what you hear may teach the model: nothing was recorded.")


@transaction.atomic
def give(*, user: User) -> None:
    """From now on. What they like already teaches too. The same again changes nothing."""
    member = lock_member(user)
    if consents(member):
        return
    _forgettable(Signal.objects.filter(user=member)).delete()
    Pair.objects.filter(user=member).delete()
    Consent.objects.update_or_create(
        user=member, withdrawn=None, defaults={"given": timezone.now(), "text_version": TEXT_VERSION}
    )
    liked = Like.objects.filter(user=member).order_by("pk").values_list("track", flat=True)
    rows = (Signal(user=member, track_id=track, kind=Kind.LIKE) for track in liked)
    Signal.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)


@transaction.atomic
def refuse(*, user: User) -> None:
    """Not now, or no longer: nothing is recorded from now on, and nothing recorded is used."""
    member = lock_member(user)
    if consents(member):
        Consent.objects.standing().filter(user=member).update(withdrawn=timezone.now())
    elif not Consent.objects.filter(user=member).exists():
        Consent.objects.create(user=member, text_version=TEXT_VERSION)


@transaction.atomic
def forget_withdrawn(now: datetime) -> int:
    """Delete what was withdrawn ``TEACH_FORGET_HOURS`` ago, by itself or with the consent; answers how many signals."""
    before = now - timedelta(hours=settings.TEACH_FORGET_HOURS)
    lately = Consent.objects.filter(Q(withdrawn=None) | Q(withdrawn__gt=before), given__isnull=False).values("user")
    left = {"created__lte": before}  # what is newer came with a consent that was given at this moment
    Pair.objects.filter(**left).exclude(user__in=lately).delete()
    gone = Q(withdrawn__lte=before) | ~Q(user__in=lately)
    return _forgettable(Signal.objects.filter(gone, **left)).delete()[0]


def _forgettable(signals: QuerySet[Signal]) -> QuerySet[Signal]:
    """Without likes that were withdrawn one by one, and still are likes: they must not come back with a new consent."""
    stands = Like.objects.filter(user=OuterRef("user"), track=OuterRef("track"))
    return signals.exclude(Exists(stands), kind=Kind.LIKE, withdrawn__isnull=False)

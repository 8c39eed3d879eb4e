"""Cases: opened by reports or by the site itself, looked at by one moderator at a time."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from accounts.models import User
from playlists.moderation import targets
from playlists.moderation.models import Case, Decision
from playlists.moderation.targets import Thing


class Taken(Exception):
    """Another moderator is at the case right now, or has decided it. The message says who."""


@transaction.atomic
def open_case(*, thing: Thing) -> Case:
    """The thing's open case, locked; a new one if it has none."""
    about = {"kind": targets.kind_of(thing), "target": thing.public_id, "closed": None}
    told = {"title": targets.title(thing), "subject": targets.owner(thing)}
    made, _ = Case.objects.get_or_create(**about, defaults=told)
    case = Case.objects.select_for_update().get(pk=made.pk)
    if case.closed is not None:  # decided between the two
        return open_case(thing=thing)
    for name, value in told.items():
        setattr(case, name, value)
    case.save(update_fields=list(told))
    return case


def queue() -> QuerySet[Case]:
    """Open cases, the heaviest first, among equals the oldest; ``many`` tells how many reports each has."""
    waiting = Case.objects.filter(closed=None).select_related("subject", "claimed_by")
    return waiting.annotate(many=Count("reports")).order_by("-weight", "opened", "pk")


def find(public_id: str) -> Case | None:
    """With who it is about and who is at it."""
    return Case.objects.select_related("subject", "claimed_by").filter(public_id=public_id).first()


def neighbours(case: Case) -> tuple[str | None, str | None]:
    """Public ids of the open cases before and after one's place in the queue, be it open or closed itself."""
    waiting = Case.objects.filter(closed=None).exclude(pk=case.pk)
    same = Q(weight=case.weight)
    lighter = Q(weight__lt=case.weight) | same & (Q(opened__gt=case.opened) | Q(opened=case.opened, pk__gt=case.pk))
    heavier = Q(weight__gt=case.weight) | same & (Q(opened__lt=case.opened) | Q(opened=case.opened, pk__lt=case.pk))
    before = waiting.filter(heavier).order_by("weight", "-opened", "-pk").values_list("public_id", flat=True).first()
    after = waiting.filter(lighter).order_by("-weight", "opened", "pk").values_list("public_id", flat=True).first()
    return before, after


def next_for(*, case: Case, moderator: User) -> str | None:
    """Public id of what they look at after a case: the next that nobody else is at, else the first; None of none."""
    others = Q(claimed_until__gt=timezone.now()) & ~Q(claimed_by=moderator)
    free = Case.objects.filter(closed=None).exclude(pk=case.pk).exclude(others)
    lighter = free.filter(Q(weight__lt=case.weight) | Q(weight=case.weight, opened__gt=case.opened))
    order = ("-weight", "opened", "pk")
    found = lighter.order_by(*order).first() or free.order_by(*order).first()
    return found.public_id if found else None


@transaction.atomic
def claim(*, case: Case, moderator: User) -> Case:
    """Say that the moderator is at it, for ``CLAIM_MINUTES``. Raises Taken."""
    locked = lock(case)
    refuse_taken(locked, moderator)
    locked.claimed_by, locked.claimed_until = moderator, timezone.now() + timedelta(minutes=settings.CLAIM_MINUTES)
    locked.save(update_fields=["claimed_by", "claimed_until"])
    return locked


@transaction.atomic
def release(*, case: Case, moderator: User) -> None:
    """They have left it; whoever else is at it stays."""
    Case.objects.filter(pk=case.pk, claimed_by=moderator).update(claimed_by=None, claimed_until=None)


def lock(case: Case) -> Case:
    return Case.objects.select_for_update(of=("self",)).select_related("claimed_by").get(pk=case.pk)


def refuse_taken(case: Case, moderator: User) -> None:
    """Raises Taken if the case, which the caller holds, is closed, or another moderator's at this moment."""
    if case.closed is not None:
        decision = case.decisions.filter(undone=None).select_related("moderator").first()
        who = decision.moderator.shown_name if decision and decision.moderator else "Somebody"
        raise Taken(f"{who} has decided this case already.")
    if case.is_claimed and case.claimed_by_id != moderator.pk:
        assert case.claimed_by
        raise Taken(f"{case.claimed_by.shown_name} is looking at this case right now.")


def earlier(subject: User | None) -> QuerySet[Decision]:
    """What was decided about a member before, the latest first; what was undone as well."""
    return Decision.objects.filter(subject=subject, subject__isnull=False).select_related("case", "moderator")

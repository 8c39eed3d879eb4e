"""Decisions of moderators: made, and undone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts import audit
from accounts.models import User
from accounts.sanctions import FOR_GOOD
from playlists.moderation import cases, effects, letters, targets
from playlists.moderation.models import SANCTIONS, TIMED, Act, Case, Decision


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a moderator decided. ``days``: of silence or suspension; 0 is for good."""

    act: str
    reason: str
    message: str = ""
    note: str = ""
    days: int | None = None


@transaction.atomic
def decide(*, case: Case, moderator: User, verdict: Verdict) -> Decision:
    """Close the case with a decision, which takes effect at once; whom it concerns is told.

    Raises Taken if another moderator is at it or was quicker; ValidationError that names the field and its bound;
    PermissionDenied where a moderator would decide about themselves, or about staff.
    """
    locked = cases.lock(case)
    cases.refuse_taken(locked, moderator)
    _refuse_partiality(locked, moderator)
    decision = _written(locked, moderator, verdict)
    _check(decision, verdict)
    decision.save()
    locked.closed, locked.claimed_by, locked.claimed_until = decision.created, None, None
    locked.save(update_fields=["closed", "claimed_by", "claimed_until"])
    effects.settle(locked)
    _tell(decision)
    _note(decision, moderator, verdict.act, verdict.note or verdict.message)
    return decision


@transaction.atomic
def undo(*, decision: Decision, moderator: User, reopen: bool = True, why: str = "") -> Decision:
    """The decision never was; with ``reopen`` the case waits for another one. Raises Taken if it is undone already."""
    case = cases.lock(decision.case)
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if locked.undone is not None:
        raise cases.Taken("This decision was undone already.")
    _refuse_partiality(case, moderator)
    locked.undone, locked.undone_by, locked.deletes = timezone.now(), moderator, None
    locked.save(update_fields=["undone", "undone_by", "deletes"])
    if reopen and not Case.objects.filter(kind=case.kind, target=case.target, closed=None).exists():
        case.closed = None
        case.save(update_fields=["closed"])
    effects.settle(case)
    if locked.act in SANCTIONS:
        letters.tell_undone(locked)
    _note(locked, moderator, "undo", why)
    return locked


def mark_read(*, subject: User) -> None:
    """The person concerned has seen what was decided about them."""
    User.objects.filter(pk=subject.pk, unread_decisions__gt=0).update(unread_decisions=0)
    subject.unread_decisions = 0


def find(public_id: str) -> Decision | None:
    """With its case, and who made it about whom."""
    return Decision.objects.select_related("case__subject", "moderator", "subject").filter(public_id=public_id).first()


def _written(case: Case, moderator: User, verdict: Verdict) -> Decision:
    now = timezone.now()
    decision = Decision(
        case=case, moderator=moderator, subject=case.subject, act=verdict.act, reason=verdict.reason,
        message=verdict.message.strip(), note=verdict.note.strip(),
    )  # fmt: skip
    if verdict.act in TIMED and verdict.days is not None:
        decision.until = FOR_GOOD if verdict.days == 0 else now + timedelta(days=verdict.days)
    decision.deletes = _deletes(decision, now)
    return decision


def _deletes(decision: Decision, now: datetime) -> datetime | None:
    """When what was deleted, or whose account was suspended for good, goes: it can be appealed until then."""
    for_good = decision.act == Act.DELETE or (decision.act == Act.SUSPEND and decision.until == FOR_GOOD)
    return now + timedelta(days=settings.KEEP_DAYS) if for_good else None


def _check(decision: Decision, verdict: Verdict) -> None:
    case = decision.case
    if verdict.act not in effects.acts_for(case):
        raise ValidationError({"act": [f"Not for a {case.get_kind_display().lower()}: choose another."]})
    if verdict.act in TIMED and verdict.days not in settings.SANCTION_DAYS:
        days = ", ".join(str(days) for days in settings.SANCTION_DAYS)
        raise ValidationError({"days": [f"Must be one of {days}; 0 is for good."]})
    if verdict.act in (Act.WARN, *TIMED) and case.subject_id is None:
        raise ValidationError({"act": ["Nobody answers for this any more: it has no owner."]})
    if verdict.act in (Act.HIDE, Act.DELETE) and not targets.find(kind=case.kind, target=case.target):
        raise ValidationError({"act": ["This is gone already."]})
    for field in ("message", "note"):
        if len(getattr(decision, field)) > settings.MAX_REPORT_CHARACTERS:
            raise ValidationError({field: [f"Must be text of up to {settings.MAX_REPORT_CHARACTERS} characters."]})
    decision.clean_fields(exclude=["case", "moderator", "subject", "undone_by"])


def _refuse_partiality(case: Case, moderator: User) -> None:
    """Nobody decides about themselves, and about staff only who may change accounts. Raises PermissionDenied."""
    if case.subject_id == moderator.pk:
        raise PermissionDenied("This is about you: another moderator must decide.")
    if case.subject and case.subject.is_staff and not moderator.has_perm("accounts.change_user"):
        raise PermissionDenied("This is about a member of staff: an admin must decide.")


def _tell(decision: Decision) -> None:
    if decision.subject_id and decision.act in SANCTIONS:
        User.objects.filter(pk=decision.subject_id).update(unread_decisions=F("unread_decisions") + 1)
        letters.tell_decision(decision)


def _note(decision: Decision, moderator: User, act: str, why: str) -> None:
    case = decision.case
    until = decision.until and decision.until.isoformat()
    audit.record(
        actor=moderator, action=f"case.{act}", kind=case.kind, target=case.target, title=case.title, why=why,
        case=case.public_id, decision=decision.public_id, reason=decision.reason, until=until,
    )  # fmt: skip

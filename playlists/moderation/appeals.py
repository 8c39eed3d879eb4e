"""Appeals: the person concerned answers to a decision, once; another moderator than the first looks at it anew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts import audit
from accounts.models import User
from playlists.moderation import decisions, letters
from playlists.moderation.cases import Taken
from playlists.moderation.models import SANCTIONS, Appeal, Decision


def ends(decision: Decision) -> datetime:
    """Until when the person concerned can appeal."""
    return decision.created + timedelta(days=settings.APPEAL_DAYS)


def may_appeal(decision: Decision) -> bool:
    """Whether it can be appealed now: by a person, once, in time, and while it stands."""
    open_to_it = decision.act in SANCTIONS and decision.subject_id is not None and decision.undone is None
    return open_to_it and timezone.now() < ends(decision) and not Appeal.objects.filter(decision=decision).exists()


@transaction.atomic
def appeal(*, decision: Decision, words: str) -> Appeal:
    """What the person concerned says. Raises ValidationError if it can't be appealed (any more), or of ``words``."""
    locked = Decision.objects.select_for_update().get(pk=decision.pk)
    if not may_appeal(locked):
        raise ValidationError(f"A decision can be appealed once, within {settings.APPEAL_DAYS} days.")
    made = Appeal(decision=locked, words=words.strip())
    most = settings.MAX_APPEAL_CHARACTERS
    if not 1 <= len(made.words) <= most:
        raise ValidationError({"words": [f"Must be text of 1 to {most} characters."]})
    made.save()
    return made


def waiting() -> QuerySet[Appeal]:
    """Those that nobody has answered yet, the oldest first."""
    found = Appeal.objects.filter(answered=None, decision__undone=None)
    return found.select_related("decision__case", "decision__moderator", "decision__subject").order_by("created", "pk")


def find(decision_id: str) -> Appeal | None:
    """By the public id of the decision that it is about; answered or not."""
    found = Appeal.objects.select_related("decision__case__subject", "decision__moderator", "decision__subject")
    return found.filter(decision__public_id=decision_id).first()


@transaction.atomic
def answer(*, appeal: Appeal, moderator: User, granted: bool, answer: str) -> Appeal:
    """Uphold the decision, or undo it. Raises Taken if it is answered; PermissionDenied for who decided first."""
    locked = Appeal.objects.select_for_update(of=("self",)).select_related("decision__case__subject").get(pk=appeal.pk)
    if locked.answered is not None:
        raise Taken("Another moderator has answered this appeal already.")
    _refuse_partiality(locked.decision, moderator)
    most = settings.MAX_REPORT_CHARACTERS
    if len(answer) > most:
        raise ValidationError({"answer": [f"Must be text of up to {most} characters."]})
    locked.answered, locked.answered_by, locked.granted, locked.answer = timezone.now(), moderator, granted, answer
    locked.save(update_fields=["answered", "answered_by", "granted", "answer"])
    if granted:
        decisions.undo(decision=locked.decision, moderator=moderator, reopen=False, why="appeal granted")
    letters.tell_answer(locked)
    _note(locked, moderator)
    return locked


def refusal(decision: Decision, moderator: User) -> str:
    """Why the moderator can't answer an appeal to it; "" if they can."""
    if moderator.pk == decision.moderator_id:
        return "You made this decision: another moderator must look at it anew."
    return "This is about you: another moderator must decide." if moderator.pk == decision.subject_id else ""


def _refuse_partiality(decision: Decision, moderator: User) -> None:
    if why := refusal(decision, moderator):
        raise PermissionDenied(why)


def _note(appeal: Appeal, moderator: User) -> None:
    case = appeal.decision.case
    audit.record(
        actor=moderator, action="appeal.grant" if appeal.granted else "appeal.reject", kind=case.kind,
        target=case.target, title=case.title, why=appeal.answer, decision=appeal.decision.public_id,
    )  # fmt: skip

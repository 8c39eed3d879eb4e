"""What time brings: sanctions end, and what was deleted goes for good."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts import audit, deletion
from accounts.models import User
from playlists.moderation import effects, targets
from playlists.moderation.models import Act, Decision


def end_sanctions(now: datetime) -> int:
    """Members whose silence or suspension is over get back what it took. Answers how many there were."""
    silent = User.objects.filter(silenced_until__lte=now)
    over = silent.union(User.objects.filter(suspended_until__lte=now))
    for member in over:
        effects.settle_member(member)
    return len(over)


def delete_for_good(now: datetime) -> int:
    """What was to be deleted by now, unless an appeal still waits for its answer. Answers how many there were."""
    due = Decision.objects.standing().filter(deletes__lte=now).exclude(appeal__isnull=False, appeal__answered=None)
    return sum(_delete(pk) for pk in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _delete(pk: int) -> bool:
    decision = Decision.objects.select_for_update(of=("self",)).select_related("case", "subject").get(pk=pk)
    if decision.undone is not None or decision.deletes is None:
        return False
    decision.deletes = None
    decision.save(update_fields=["deletes"])
    _remove(decision)
    case = decision.case
    audit.record(actor=None, action="case.expire", kind=case.kind, target=case.target, title=case.title)
    return True


def _remove(decision: Decision) -> None:
    if decision.act == Act.SUSPEND and decision.subject:
        deletion.delete(user=decision.subject, keep_public=False)
        return
    thing = targets.find(kind=decision.case.kind, target=decision.case.target)
    if thing and not isinstance(thing, User):
        thing.delete()

"""Reports: a member says that something should not be there."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q, QuerySet

from accounts.models import User
from accounts.sanctions import refuse_silenced
from playlists.moderation import cases, targets, weights
from playlists.moderation.models import Act, Case, Report
from playlists.moderation.targets import Thing


@transaction.atomic
def report(*, reporter: User, thing: Thing, reason: str, details: str = "") -> tuple[Report, bool]:
    """The member's report of a thing, in its open case, and whether it is their first there: another takes its place.

    Raises ValidationError that names the field and its bound; Silenced.
    """
    refuse_silenced(reporter)
    if thing == reporter:
        raise ValidationError({"member": ["This is you."]})
    if len(details) > settings.MAX_REPORT_CHARACTERS:
        raise ValidationError({"details": [f"Must be text of up to {settings.MAX_REPORT_CHARACTERS} characters."]})
    Report(reason=reason, details=details).clean_fields(exclude=["case", "reporter", "frozen"])
    case = cases.open_case(thing=thing)
    told = {"reason": reason, "details": details, "frozen": targets.freeze(thing)}
    made, first = Report.objects.update_or_create(case=case, reporter=reporter, defaults=told)
    _weigh(case, thing)
    return made, first


def made_by(reporter: User) -> QuerySet[Report]:
    """What a member reported, the latest first, with the case; ``outcome`` tells what became of it."""
    return reporter.reports.select_related("case").prefetch_related("case__decisions").order_by("-created", "-pk")


def outcome(report: Report) -> str:
    """What a reporter is told: that somebody looks at it, that something was done, or that nothing was.

    Not what was done: that is between the site and the person concerned.
    """
    standing = [decision for decision in report.case.decisions.all() if decision.undone is None]
    if not standing:  # a case that stays closed without a decision: an appeal was granted
        return "open" if report.case.closed is None else "dismissed"
    return "dismissed" if standing[0].act == Act.DISMISS else "upheld"


def record(reporters: QuerySet[User]) -> dict[int, tuple[int, int]]:
    """Of each of them, by key: how many of their reports were upheld, and how many dismissed."""
    standing = Q(reports__case__decisions__isnull=False, reports__case__decisions__undone=None)
    dismissed = Q(reports__case__decisions__act=Act.DISMISS)
    counted = reporters.annotate(
        upheld=Count("reports", filter=standing & ~dismissed, distinct=True),
        dismissed=Count("reports", filter=standing & dismissed, distinct=True),
    )
    return {pk: (upheld, dismissed) for pk, upheld, dismissed in counted.values_list("pk", "upheld", "dismissed")}


def forget(*, reporter: User) -> None:
    """A member who leaves: what they reported stays for the moderators, without their name and their words."""
    reporter.reports.update(reporter=None, details="")


def _weigh(case: Case, thing: Thing) -> None:
    reporters = User.objects.filter(pk__in=case.reports.values("reporter"))
    believed: list[float] = [weights.credibility(*counts) for counts in record(reporters).values()]
    case.weight = weights.weight(believed, targets.reach(thing))
    case.save(update_fields=["weight"])


def export(user: User) -> list[dict[str, Any]]:
    """What a member reported, with what became of it."""
    return [
        {
            row.case.kind: row.case.target,
            "reason": row.reason,
            "details": row.details,
            "created": row.created,
            "outcome": outcome(row),
        }
        for row in made_by(user)
    ]

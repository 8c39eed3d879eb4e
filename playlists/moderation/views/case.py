"""One case: what it is about, what was said of it, and the decision."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_http_methods, require_safe

from playlists.moderation import cases, decisions, evidence, ladder, targets, wording
from playlists.moderation.cases import Taken
from playlists.moderation.forms import VerdictForm
from playlists.moderation.models import Act, Case, Decision, Rule
from playlists.moderation.views.desk import desk, found, moderator, shared, words

EARLIER = 10
"""Decisions about the same person that are shown, the latest first."""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@desk
def case(request: HttpRequest, case_id: str) -> HttpResponse:
    """Shows it; a POST is the decision, after which the next one is shown. What could not be done keeps its words."""
    looked_at: Case = found(cases.find(case_id))
    if request.method != "POST":
        return _page(request, looked_at, VerdictForm(case=looked_at, initial={"reason": _reason(looked_at)}))
    form = VerdictForm(request.POST, case=looked_at)
    if not form.is_valid():
        return _page(request, looked_at, form, status=400)
    try:
        made = decisions.decide(case=looked_at, moderator=moderator(request), verdict=form.verdict())
    except Taken as error:
        return _page(request, found(cases.find(case_id)), form, status=409, refused=str(error))
    except PermissionDenied as error:
        return _page(request, looked_at, form, status=403, refused=words(error))
    except ValidationError as error:
        form.refuse(error)
        return _page(request, looked_at, form, status=400)
    return redirect(_after(request, looked_at, made))


@require_safe
@cache_control(private=True, max_age=300)
@desk
def cover(request: HttpRequest, case_id: str) -> HttpResponse:
    """The picture of what it is about, which others may not see any more."""
    return HttpResponse(evidence.picture(found(cases.find(case_id))), content_type="image/svg+xml")


def _after(request: HttpRequest, decided: Case, made: Decision) -> str:
    following = cases.next_for(case=decided, moderator=moderator(request))
    address = reverse("moderation-case", args=[following]) if following else reverse("moderation")
    return f"{address}?done={made.public_id}"


def _reason(case: Case) -> str:
    """What the first of most reports names is what the form begins with."""
    label = evidence.top_reason(list(case.reports.all()))
    return next((rule.value for rule in Rule if rule.label == label), Rule.OTHER.value)


def _page(request: HttpRequest, case: Case, form: VerdictForm, *, status: int = 200, refused: str = "") -> HttpResponse:
    thing = targets.find(kind=case.kind, target=case.target)
    told = evidence.testimonies(case)
    before, after = cases.neighbours(case)
    context = {
        "case": case,
        "thing": thing,
        "page_of_it": targets.page(case.kind, case.target, case.title) if thing else "",
        "tracks": evidence.tracks(case) if case.kind != "track" else [],
        "lines": evidence.lines(told[0].report.frozen if told else {}, targets.freeze(thing) if thing else {}),
        "testimonies": told,
        "decision": case.decisions.select_related("moderator").filter(undone=None).first(),
        "taken_by": case.claimed_by if case.is_claimed and case.claimed_by_id != request.user.pk else None,
        "refused": refused,
        "before": before,
        "after": after,
        **_about(case),
        **_choices(form),
        **shared(request),
    }
    return render(request, "moderation/case.html", context, status=status)


def _about(case: Case) -> dict[str, Any]:
    """The person concerned, what was decided about them before, and what would come next."""
    earlier = list(cases.earlier(case.subject)[:EARLIER])
    suggested = ladder.next_rung(row.act for row in earlier if row.undone is None) if case.subject else Act.HIDE
    return {"earlier": earlier, "suggested": suggested}


def _choices(form: VerdictForm) -> dict[str, Any]:
    """The form's choices, with the sentences of which a message is made."""
    acts = [(value, label, wording.therefore(value)) for value, label in form.fields["act"].choices]  # type: ignore[attr-defined]
    rules = [(rule.value, rule.label, wording.why(rule)) for rule in Rule]
    return {"form": form, "acts": acts, "rules": rules, "days": form.fields["days"].choices}  # type: ignore[attr-defined]

"""What a member is told of a decision about them, and how they answer: by a signed link, logged in or not."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.throttling import limited
from playlists.moderation import appeals, decisions, letters, wording
from playlists.moderation.forms import AppealForm
from playlists.moderation.keys import key_of, read_decision, read_suspended
from playlists.moderation.models import Act, Appeal, Decision


@never_cache
@require_safe
def suspended(request: HttpRequest, key: str) -> HttpResponse:
    """From the log-in of somebody suspended to the decision that did it."""
    member = read_suspended(key)
    found = Decision.objects.standing().filter(subject=member, act=Act.SUSPEND).order_by("-until").first()
    if member is None or found is None:
        raise Http404
    return redirect("decision", key_of(found))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def decision(request: HttpRequest, key: str) -> HttpResponse:
    """Tells it; a POST is the appeal."""
    found = read_decision(key)
    if found is None:
        raise Http404
    if request.method == "POST":
        return _appeal(request, found, key)
    if request.user.is_authenticated and request.user == found.subject:
        decisions.mark_read(subject=request.user)
    return _page(request, found, AppealForm())


@limited("write")
def _appeal(request: HttpRequest, decision: Decision, key: str) -> HttpResponse:
    form = AppealForm(request.POST)
    if form.is_valid():
        try:
            appeals.appeal(decision=decision, words=form.cleaned_data["words"])
        except ValidationError as error:
            form.add_error(None, error if hasattr(error, "error_dict") else error.messages)
        else:
            return redirect("decision", key)
    return _page(request, decision, form, status=400)


def _page(request: HttpRequest, decision: Decision, form: AppealForm, status: int = 200) -> HttpResponse:
    context = {
        "decision": decision,
        "case": decision.case,
        "what": letters.WHAT.get(Act(decision.act), "Nothing was done"),
        "meaning": wording.meaning(decision),
        "appeal": Appeal.objects.filter(decision=decision).first(),
        "may_appeal": appeals.may_appeal(decision),
        "ends": appeals.ends(decision),
        "form": form,
    }
    return render(request, "moderation/decision.html", context, status=status)

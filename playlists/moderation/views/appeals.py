"""Appeals that wait, and answering one."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.staff import staff_page
from playlists.moderation import appeals as services
from playlists.moderation import cases, evidence, wording
from playlists.moderation.cases import Taken
from playlists.moderation.forms import AnswerForm
from playlists.moderation.models import Act, Appeal
from playlists.moderation.views.case import EARLIER
from playlists.moderation.views.desk import NEEDS, found, moderator, shared, words
from playlists.views import shelves

answering = staff_page(*NEEDS, "moderation.answer_appeal")


@never_cache
@require_safe
@answering
def appeals(request: HttpRequest) -> HttpResponse:
    page = shelves.turn(request, services.waiting())
    told = [(appeal, wording.DONE[Act(appeal.decision.act)]) for appeal in page]
    return render(
        request, "moderation/appeals.html", {"page": page, "appeals": told, "tab": "appeals", **shared(request)}
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answering
def appeal(request: HttpRequest, decision_id: str) -> HttpResponse:
    """Shows it; a POST is the answer. Who decided first reads it, and can't answer."""
    looked_at: Appeal = found(services.find(decision_id))
    form = AnswerForm(request.POST or None)
    if request.method != "POST":
        return _page(request, looked_at, form)
    if not form.is_valid():
        return _page(request, looked_at, form, status=400)
    granted, answer = form.cleaned_data["granted"] == "yes", form.cleaned_data["answer"]
    try:
        services.answer(appeal=looked_at, moderator=moderator(request), granted=granted, answer=answer)
    except Taken as error:
        return _page(request, found(services.find(decision_id)), form, status=409, refused=str(error))
    except PermissionDenied as error:
        return _page(request, looked_at, form, status=403, refused=words(error))
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, looked_at, form, status=400)
    messages.success(request, "Granted: it is as it was." if granted else "Answered: the decision stands.")
    return redirect("moderation-appeals")


def _page(
    request: HttpRequest, appeal: Appeal, form: AnswerForm, *, status: int = 200, refused: str = ""
) -> HttpResponse:
    decision = appeal.decision
    earlier = cases.earlier(decision.subject).exclude(pk=decision.pk)
    context = {
        "appeal": appeal,
        "decision": decision,
        "case": decision.case,
        "done_to_it": wording.DONE[Act(decision.act)],
        "testimonies": evidence.testimonies(decision.case),
        "earlier": earlier[:EARLIER],
        "refused": refused or services.refusal(decision, moderator(request)),
        "form": form,
        "tab": "appeals",
        **shared(request),
    }
    return render(request, "moderation/appeal.html", context, status=status)

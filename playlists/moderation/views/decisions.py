"""What moderators decided lately, and taking it back."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from playlists.moderation import decisions as services
from playlists.moderation import wording
from playlists.moderation.cases import Taken
from playlists.moderation.models import Act, Decision
from playlists.moderation.views.desk import desk, found, moderator, shared, words
from playlists.views import shelves


@never_cache
@require_safe
@desk
def decisions(request: HttpRequest) -> HttpResponse:
    listed = Decision.objects.select_related("case", "moderator", "subject", "undone_by", "appeal")
    page = shelves.turn(request, listed)
    told = [(decision, wording.DONE[Act(decision.act)]) for decision in page]
    context = {"page": page, "decisions": told, "tab": "decisions", **shared(request)}
    return render(request, "moderation/decisions.html", context)


@require_POST
@desk
def undo(request: HttpRequest, decision_id: str) -> HttpResponse:
    """Leads to the case, which is open again."""
    made: Decision = found(services.find(decision_id))
    try:
        services.undo(decision=made, moderator=moderator(request))
    except Taken as error:
        messages.error(request, str(error))
    except PermissionDenied as error:
        messages.error(request, words(error))
        return redirect("moderation-decisions")
    else:
        messages.success(request, "Taken back. The case is open again.")
    return redirect("moderation-case", made.case.public_id)

"""What a member reported, and what was decided about them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.views import MemberRequest
from playlists.moderation import cases, decisions, letters, reports
from playlists.moderation.keys import key_of
from playlists.moderation.models import SANCTIONS, Act
from playlists.views import shelves


@never_cache
@login_required
@require_safe
def my_reports(request: MemberRequest) -> HttpResponse:
    page = shelves.turn(request, reports.made_by(request.user))
    told = [(report, reports.outcome(report)) for report in page]
    return render(request, "moderation/my_reports.html", {"page": page, "reports": told})


@never_cache
@login_required
@require_safe
def my_decisions(request: MemberRequest) -> HttpResponse:
    """Looking at them is what makes them read."""
    found = cases.earlier(request.user).filter(act__in=SANCTIONS).select_related("case", "appeal")
    page = shelves.turn(request, found)
    told = [(decision, letters.WHAT[Act(decision.act)], key_of(decision)) for decision in page]
    decisions.mark_read(subject=request.user)
    return render(request, "moderation/my_decisions.html", {"page": page, "decisions": told})

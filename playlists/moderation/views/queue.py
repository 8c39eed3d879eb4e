"""Open cases, the most urgent first: what a moderator looks at for ten minutes a day."""

from __future__ import annotations

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from playlists.moderation import cases, evidence
from playlists.moderation.models import Report
from playlists.moderation.views.desk import desk, shared
from playlists.views import shelves


@never_cache
@require_safe
@desk
def queue(request: HttpRequest) -> HttpResponse:
    reasons = Prefetch("reports", Report.objects.only("case", "reason"))
    page = shelves.turn(request, cases.queue().prefetch_related(reasons))
    told = [(case, evidence.top_reason(case.reports.all())) for case in page]
    return render(request, "moderation/queue.html", {"page": page, "cases": told, "tab": "cases", **shared(request)})

"""What everybody may know: the rules, and what moderators did, without whom it was about."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from playlists.moderation import wording
from playlists.moderation.models import Act, Decision
from playlists.views import shelves
from playlists.views.pages import page


@page
def rules(request: HttpRequest) -> HttpResponse:
    told = [(rule.value, rule.label, text) for rule, text in wording.RULES.items()]
    days = {"appeal_days": settings.APPEAL_DAYS, "keep_days": settings.KEEP_DAYS}
    return render(request, "moderation/rules.html", {"rules": told, **days})


@page
def log(request: HttpRequest) -> HttpResponse:
    """Every decision, the latest first. No title and no name: it is about what is done, not about whom."""
    shown = shelves.turn(request, Decision.objects.select_related("case", "appeal"))
    told = [(decision, wording.DONE[Act(decision.act)]) for decision in shown]
    return render(request, "moderation/log.html", {"page": shown, "decisions": told})

"""The page on which a member says what may teach the model, and sees what has."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.paging import BoundedPaginator
from accounts.views import MemberRequest
from generator.teaching import consent, ledger
from generator.teaching.models import Kind


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def teaching(request: MemberRequest) -> HttpResponse:
    if request.method == "POST":
        return _answer(request)
    context = {
        "standing": consent.standing(request.user),
        "versions": ledger.versions(request.user),
        "page": _turn(request, ledger.waiting(request.user)),
        "weights": [(kind.label, settings.TEACH_WEIGHTS[kind]) for kind in Kind],
        "share": round(100 * settings.TEACH_SHARE),
        "hours": settings.TEACH_FORGET_HOURS,
    }
    return render(request, "teaching/teaching.html", context)


def _answer(request: MemberRequest) -> HttpResponse:
    if request.POST.get("consent") == "yes":
        consent.give(user=request.user)
        messages.success(request, "Thank you. What you like teaches the next version.")
    else:
        consent.refuse(user=request.user)
        messages.success(request, "Nothing of yours teaches the model from now on.")
    return redirect("account_teaching")


@never_cache
@login_required
@require_safe
def version(request: MemberRequest, version: str) -> HttpResponse:
    lines = ledger.lines(request.user, version)
    page = _turn(request, lines)
    if not page.paginator.count:
        raise Http404
    return render(request, "teaching/version.html", {"version": version, "page": page})


@login_required
@require_POST
def withdraw(request: MemberRequest, lesson_id: str) -> HttpResponse:
    if not ledger.withdraw(user=request.user, public_id=lesson_id):
        raise Http404
    messages.success(request, "Withdrawn: it teaches no version from the next on.")
    return redirect("account_teaching")


@login_required
@require_POST
def withdraw_all(request: MemberRequest) -> HttpResponse:
    ledger.withdraw_all(user=request.user)
    messages.success(request, "All of it is withdrawn. What you like from now on teaches again.")
    return redirect("account_teaching")


def _turn(request: HttpRequest, found: QuerySet[Any]) -> Page[Any]:
    return BoundedPaginator(found, settings.PAGE_SIZE).get_page(request.GET.get("page"))

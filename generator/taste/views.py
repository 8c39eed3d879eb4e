"""Where a member sees their taste, and where others hear one that was shared."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

from accounts.views import MemberRequest
from generator.taste import owning, points, portrait
from generator.taste.models import Taste


@require_safe
@ensure_csrf_cookie
@cache_control(private=True)
@login_required
def own(request: MemberRequest) -> HttpResponse:
    """The map, the words, what was said, and what can be done with all of it."""
    found = points.of(member=request.user, whole=True)
    taste = Taste.objects.filter(user=request.user).first()
    context = {
        "found": found,
        "taste": taste,
        "link": request.build_absolute_uri(f"/taste/{taste.key}") if taste and taste.key else "",
        "portrait": portrait.paint(found),
        "mine": portrait.own_stars(found),
        "others": portrait.common_stars(found),
    }
    return render(request, "taste/own.html", context)


@require_safe
@ensure_csrf_cookie
@cache_control(private=True)
def shared(request: HttpRequest, key: str) -> HttpResponse:
    """Music for somebody's taste; whose it is, if they show themselves to who looks."""
    taste = owning.find(key=key)
    if taste is None:
        raise Http404
    found = points.of(member=taste.user, until=taste.shared, whole=True)
    member = taste.user if taste.user.shows_profile_to(request.user) else None
    told = {"taste": taste, "member": member, "sides": portrait.paint(found).sides, "own": request.user == taste.user}
    answer = render(request, "taste/shared.html", told)
    answer["X-Robots-Tag"] = "noindex"
    return answer

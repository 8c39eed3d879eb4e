"""The mail that this site has sent in development, on one page."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.mail import kept_mail


@require_safe
@never_cache
def mailbox(request: HttpRequest) -> HttpResponse:
    """Newest first. A 404 in production: these are other people's letters, links and all."""
    if settings.PRODUCTION:
        raise Http404
    return render(request, "mailbox.html", {"mails": kept_mail()})

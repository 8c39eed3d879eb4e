"""Where to tell of a fault in the site's security, as RFC 9116 has it."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

PATH = ".well-known/security.txt"
GOOD_FOR = timedelta(days=180)
"""The RFC wants less than a year; each answer begins it anew, as the setting is what is maintained."""


@require_safe
@cache_control(public=True, max_age=86_400)
def security_txt(request: HttpRequest) -> HttpResponse:
    """A 404 as long as ``SECURITY_CONTACT`` names nobody who would read it."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    expires = (timezone.now() + GOOD_FOR).replace(microsecond=0)
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}", f"Canonical: {settings.SITE_URL}/{PATH}"]
    lines += ["Preferred-Languages: en", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")

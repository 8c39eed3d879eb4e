"""What all pages have in common: read only, theirs alone who look, and with the cookie that writes need."""

from __future__ import annotations

from collections.abc import Callable

from django.http.response import HttpResponseBase
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe

View = Callable[..., HttpResponseBase]


def page(view: View) -> View:
    """GET and HEAD alone; kept by no cache but the browser's; elements of the page may call the API afterwards."""
    return require_safe(ensure_csrf_cookie(cache_control(private=True)(view)))

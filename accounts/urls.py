"""Pages of one's account: allauth's, and ours beside them."""

from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from accounts import mailbox

urlpatterns: list[URLPattern | URLResolver] = [
    path("account/", include("allauth.urls")),
]
if not settings.PRODUCTION:
    urlpatterns += [path("mail/", mailbox.mailbox, name="mailbox")]

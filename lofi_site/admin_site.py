"""The admin: entered through the site's own log-in, and by staff who have a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect


class LofiAdminSite(AdminSite):
    site_header = site_title = "Lofi"
    index_title = "Behind the scenes"

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_second_factor(request)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if super().has_permission(request) and lacks_second_factor(request):
            messages.info(request, "Staff need a second factor: please set one up first.")
            return redirect("mfa_index")
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")


def lacks_second_factor(request: HttpRequest) -> bool:
    """Whether this member of staff must set up a second factor before being let in."""
    return bool(settings.STAFF_NEED_SECOND_FACTOR) and not is_mfa_enabled(request.user)

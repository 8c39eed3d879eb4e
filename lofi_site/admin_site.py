"""The admin: entered through the site's own log-in, and by staff who have a second factor."""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse

from accounts.bulk import delete_selected
from accounts.staff import lacks_second_factor
from lofi_site import dashboard


class LofiAdminSite(AdminSite):
    site_header = site_title = "Lofi"
    index_title = "Behind the scenes"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        self.add_action(delete_selected, "delete_selected")

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        charts = dashboard.charts() if request.user.has_perm("accounts.view_dailytally") else []
        return super().index(request, {"charts": charts, **(extra_context or {})})

    def has_permission(self, request: HttpRequest) -> bool:
        return super().has_permission(request) and not lacks_second_factor(request.user)

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if super().has_permission(request) and lacks_second_factor(request.user):
            messages.info(request, "Staff need a second factor: please set one up first.")
            return redirect("mfa_index")
        return secure_admin_login(super().login)(request, extra_context)

    def password_change(  # type: ignore[override]
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return redirect("account_change_password")

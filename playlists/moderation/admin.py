"""Cases, reports, decisions and appeals, as staff look them up: what was said and decided stays as it was."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from playlists.moderation.models import Appeal, Case, Decision, Report


class ReadOnlyAdmin(admin.ModelAdmin):
    """Acts are for the pages of moderation, which tell and note them."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Case)
class CaseAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "subject", "weight", "opened", "closed"]
    list_select_related = ["subject"]
    list_filter = ["kind", ("closed", admin.EmptyFieldListFilter)]
    search_fields = ["title", "target", "subject__username"]
    date_hierarchy = "opened"


@admin.register(Report)
class ReportAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "reason", "reporter", "created"]
    list_select_related = ["case", "reporter"]
    list_filter = ["reason"]
    search_fields = ["case__title", "reporter__username"]


@admin.register(Decision)
class DecisionAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "subject", "moderator", "until", "created", "undone"]
    list_select_related = ["case", "subject", "moderator"]
    list_filter = ["act", "reason", ("undone", admin.EmptyFieldListFilter)]
    search_fields = ["case__title", "subject__username", "moderator__username"]
    date_hierarchy = "created"


@admin.register(Appeal)
class AppealAdmin(ReadOnlyAdmin):
    list_display = ["__str__", "created", "answered", "granted"]
    list_select_related = ["decision__case"]
    list_filter = ["granted"]

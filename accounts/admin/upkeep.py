"""How the site is doing: counts by day, background tasks that failed, members' exports."""

from __future__ import annotations

from django.contrib import admin

from accounts.models import DailyTally, DataExport, TaskFailure
from accounts.seen import SeenOnly


@admin.register(DailyTally)
class DailyTallyAdmin(SeenOnly):
    list_display = ["day", "name", "count"]
    list_filter = ["name"]
    search_fields = ["name"]
    date_hierarchy = "day"


@admin.register(TaskFailure)
class TaskFailureAdmin(SeenOnly):
    list_display = ["created", "task", "error"]
    list_filter = ["task"]
    search_fields = ["task", "error"]
    date_hierarchy = "created"


@admin.register(DataExport)
class DataExportAdmin(SeenOnly):
    """Whether exports are made; where they lie is for nobody to see."""

    list_display = ["public_id", "user", "status", "size", "created", "expires"]
    list_select_related = ["user"]
    list_filter = ["status"]
    search_fields = ["public_id", "user__username"]
    date_hierarchy = "created"
    fields = ["public_id", "user", "status", "size", "created", "expires"]

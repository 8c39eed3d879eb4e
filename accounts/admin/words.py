"""Words that nobody may use, or that staff want to know of."""

from __future__ import annotations

from django.contrib import admin

from accounts.models import BlockedWord


@admin.register(BlockedWord)
class BlockedWordAdmin(admin.ModelAdmin):
    list_display = ["text", "action", "note", "created"]
    list_filter = ["action"]
    search_fields = ["text", "note"]

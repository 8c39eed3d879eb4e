"""What staff read and do not write."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class SeenOnly(admin.ModelAdmin):
    """Nobody adds, changes or deletes these in the admin, superusers included."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

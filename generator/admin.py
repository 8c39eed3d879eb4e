"""Versions of the model and stored tracks, as staff see them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from accounts.bulk import bulk_act
from accounts.models import User
from accounts.seen import SeenOnly
from generator import registry
from generator.models import ModelVersion, Track


@bulk_act(
    "Let it make new tracks",
    action="modelversion.promote",
    says="New tracks are made by this version from now on; those that are there stay as they are. Choose one.",
)
def promote(actor: User, version: ModelVersion) -> dict[str, Any]:
    return {"before": registry.promote(version=version)}


@bulk_act(
    "Go back to the version before",
    action="modelversion.roll_back",
    says="What served before this version makes new tracks again. Choose the one that serves now.",
)
def roll_back(actor: User, version: ModelVersion) -> dict[str, Any]:
    return {"before": registry.roll_back(version=version)}


@admin.register(ModelVersion)
class ModelVersionAdmin(admin.ModelAdmin):
    """A version is what it is from the moment that it is here; which one serves is an act of its own."""

    list_display = ["version", "is_active", "parent", "promoted", "created"]
    list_select_related = ["parent"]
    list_filter = ["is_active"]
    search_fields = ["version"]
    date_hierarchy = "created"
    fields = [
        "version", "folder", "is_active", "promoted", "replaced", "parent", "digest", "fingerprint", "notes", "metrics",
        "created",
    ]  # fmt: skip
    actions = [promote, roll_back]

    def get_readonly_fields(self, request: HttpRequest, obj: ModelVersion | None = None) -> list[str]:
        given = ["version", "folder", "parent", "digest", "fingerprint", "metrics"]
        return ["is_active", "promoted", "replaced", "created", *(given if obj else [])]


@admin.register(Track)
class TrackAdmin(SeenOnly):
    """What plays is final, and who sees it is decided by its owner and by moderation: here it is looked up."""

    list_display = ["title", "public_id", "creator", "visibility", "like_count", "play_count", "created"]
    list_select_related = ["creator"]
    list_filter = ["visibility", "origin", "mood", "model_version"]
    search_fields = ["title", "public_id", "creator__username"]
    date_hierarchy = "created"
    fields = [
        "title", "public_id", "creator", "visibility", "origin", "mood", "bpm", "like_count", "play_count",
        "model_version", "producer_version", "published", "created",
    ]  # fmt: skip

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return admin.ModelAdmin.has_delete_permission(self, request, obj)

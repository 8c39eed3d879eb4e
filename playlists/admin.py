"""Playlists and features, as staff see them."""

from __future__ import annotations

from django.contrib import admin
from django.http import HttpRequest

from playlists.models import Feature, Playlist, PlaylistTrack


class PlaylistTrackInline(admin.TabularInline):
    model = PlaylistTrack
    extra = 0
    raw_id_fields = ["track", "added_by"]


@admin.register(Playlist)
class PlaylistAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "owner", "visibility", "ups", "downs", "created"]
    list_select_related = ["owner"]
    list_filter = ["visibility"]
    raw_id_fields = ["owner", "forked_from"]
    search_fields = ["title", "public_id"]
    inlines = [PlaylistTrackInline]


@admin.register(Feature)
class FeatureAdmin(admin.ModelAdmin):
    """To be read: curators act on the site's own page, where what they may not do is told. Deleting a track takes its
    features along, so that is left."""

    list_display = ["__str__", "text", "position", "starts", "ends", "curator"]
    list_select_related = ["track", "playlist", "curator"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Feature | None = None) -> bool:
        return False

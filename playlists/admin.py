from django.contrib import admin

from playlists.models import Playlist, PlaylistTrack


class PlaylistTrackInline(admin.TabularInline):
    model = PlaylistTrack
    extra = 0
    raw_id_fields = ["track"]


@admin.register(Playlist)
class PlaylistAdmin(admin.ModelAdmin):
    list_display = ["title", "slug", "owner", "visibility", "created"]
    list_select_related = ["owner"]
    raw_id_fields = ["owner"]
    inlines = [PlaylistTrackInline]

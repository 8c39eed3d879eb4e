from django.contrib import admin

from generator.models import ModelVersion, Track


@admin.register(ModelVersion)
class ModelVersionAdmin(admin.ModelAdmin):
    list_display = ["version", "is_active", "created"]


@admin.register(Track)
class TrackAdmin(admin.ModelAdmin):
    list_display = ["title", "public_id", "creator", "visibility", "model_version", "created"]
    list_select_related = ["creator", "model_version"]
    list_filter = ["visibility"]
    raw_id_fields = ["creator"]
    search_fields = ["title", "public_id"]

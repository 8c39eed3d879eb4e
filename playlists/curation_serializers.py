"""What the calls of ``curation_api.py`` take and give."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from accounts.ids import LENGTH
from generator.fields import StrictTextField
from generator.serializers import StrictSerializer
from playlists.list_serializers import EntryIdsField
from playlists.models import MAX_FEATURE_TEXT, Feature

STARTS = "When it is shown first; now unless you say otherwise."
ENDS = "From when on it is shown no longer; null: until somebody ends it."


class MomentField(serializers.DateTimeField):
    """A moment with its zone, as JSON text."""

    def to_internal_value(self, value: Any) -> Any:
        if not isinstance(value, str):
            raise serializers.ValidationError("Must be text such as 2026-12-01T00:00:00Z.")
        return super().to_internal_value(value)


class ChangeFeatureSerializer(StrictSerializer):
    text = StrictTextField(max_length=MAX_FEATURE_TEXT, allow_blank=True, required=False)
    starts = MomentField(required=False, help_text=STARTS)
    ends = MomentField(required=False, allow_null=True, help_text=ENDS)


class NewFeatureSerializer(ChangeFeatureSerializer):
    track = StrictTextField(max_length=LENGTH, required=False)
    playlist = StrictTextField(max_length=LENGTH, required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("track" in attrs) == ("playlist" in attrs):
            raise serializers.ValidationError({"track": ["Send either track or playlist."]})
        return attrs


class FeatureOrderSerializer(StrictSerializer):
    features = EntryIdsField(bounded=False)
    at = MomentField(required=False, help_text="The moment whose features these are; now unless you say otherwise.")


class FeatureSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    track = serializers.CharField(source="track.public_id", default=None, allow_null=True)
    playlist = serializers.CharField(source="playlist.public_id", default=None, allow_null=True)
    title = serializers.CharField(source="thing.title")
    public = serializers.SerializerMethodField(help_text="Whether it is public: else nobody is shown it.")
    text = serializers.CharField()
    starts = serializers.DateTimeField()
    ends = serializers.DateTimeField(allow_null=True)
    curator = serializers.CharField(source="curator.username", default=None, allow_null=True)

    def get_public(self, feature: Feature) -> bool:
        return feature.thing.visibility == "public"

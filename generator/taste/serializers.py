"""What the calls about tastes take and give."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.ids import LENGTH
from generator.fields import LatentField, StrictTextField
from generator.radio_serializers import ItemSerializer, TuningSerializer
from generator.serializers import StrictSerializer
from generator.taste.models import Direction, Nudge


class TasteTuningSerializer(TuningSerializer):
    """How a taste is heard, as a query."""

    playlist = None  # type: ignore[assignment]  # DRF's way to do without an inherited field
    mood = None  # type: ignore[assignment]


class TasteItemsSerializer(serializers.Serializer):
    known = serializers.BooleanField(help_text="False while nothing is known of the taste: then it is what is hot.")
    results = ItemSerializer(many=True)


class NewNudgeSerializer(StrictSerializer):
    """What is said, and of what: a stored track, or the latent of a take."""

    direction = serializers.ChoiceField(Direction.choices)
    track = StrictTextField(max_length=LENGTH, required=False, help_text="Id of a track that you can reach.")
    latent = LatentField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("track" in attrs) == ("latent" in attrs):
            raise serializers.ValidationError({"track": ["Send either track or latent."]})
        return attrs


class NudgeSerializer(serializers.ModelSerializer):
    id = serializers.CharField(source="public_id")
    track = serializers.SerializerMethodField(help_text="Id of the stored track that it was said of, if it is there.")
    title = serializers.CharField(source="heard")

    class Meta:
        model = Nudge
        fields = ["id", "direction", "track", "title", "created"]

    @extend_schema_field({"type": ["string", "null"]})
    def get_track(self, nudge: Nudge) -> str | None:
        return nudge.seen_track.public_id if nudge.seen_track else None


class SharedSerializer(serializers.Serializer):
    key = serializers.CharField()
    url = serializers.SerializerMethodField()
    shared = serializers.DateTimeField(help_text="The link plays the taste of that moment.")

    def get_url(self, taste: Any) -> str:
        return self.context["request"].build_absolute_uri(f"/taste/{taste.key}")


class TasteSerializer(serializers.Serializer):
    sides = serializers.ListField(child=serializers.CharField(), help_text="In words, one for each side of it.")
    likes = serializers.IntegerField(help_text="Likes that count.")
    tracks = serializers.IntegerField(help_text="Tracks of your own that count.")
    nudges = NudgeSerializer(many=True)
    since = serializers.DateTimeField(allow_null=True, help_text="When it was reset.")
    shared = SharedSerializer(allow_null=True)

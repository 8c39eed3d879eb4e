"""What the calls of ``api.py`` take and give."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from rest_framework import serializers

from generator.fields import (
    LatentField,
    LatentsField,
    MixField,
    ScoreField,
    ScoresField,
    StoredLatentField,
    StoredScoreField,
    StrictIntegerField,
    StrictNumberField,
    TitleField,
)
from generator.models import Track, Visibility
from generator.vae.sample import MAX_WISHED_BARS, MIN_WISHED_BARS, SEEDS, Constraints
from generator.vae.score import MAX_BPM, MIN_BPM


class StrictSerializer(serializers.Serializer):
    """Takes an object with the declared fields and no others, so that a misspelt one is told, not ignored."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            whole = self.root is self
            raise serializers.ValidationError({"detail": "Must be a JSON object."} if whole else "Must be an object.")
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            raise serializers.ValidationError({ascii(unknown[0])[1:-1]: [f"Unknown; known: {', '.join(self.fields)}."]})
        return super().to_internal_value(data)


def _share() -> StrictNumberField:
    return StrictNumberField(min_value=0, max_value=1, required=False)


def _seed() -> StrictIntegerField:
    return StrictIntegerField(min_value=0, max_value=SEEDS - 1, required=False, allow_null=True, default=None)


def _count() -> StrictIntegerField:
    return StrictIntegerField(min_value=1, max_value=settings.MAX_TAKES)


class ConstraintsSerializer(StrictSerializer):
    key = StrictIntegerField(min_value=1, max_value=12, required=False, help_text="1 C to 12 B")
    mode = StrictIntegerField(min_value=1, max_value=7, required=False, help_text="1 ionian to 7 locrian")
    bpm = StrictIntegerField(min_value=MIN_BPM, max_value=MAX_BPM, required=False)
    energy = _share()
    valence = _share()
    bars = StrictIntegerField(min_value=MIN_WISHED_BARS, max_value=MAX_WISHED_BARS, required=False)
    density = _share()


class GenerateSerializer(StrictSerializer):
    count = _count()
    seed = _seed()
    constraints = ConstraintsSerializer(required=False, allow_null=True)

    def validate_constraints(self, value: dict[str, Any] | None) -> Constraints:
        return Constraints(**(value or {}))


class DecodeSerializer(StrictSerializer):
    latents = LatentsField()


class EncodeSerializer(StrictSerializer):
    scores = ScoresField()


class LatentsSerializer(serializers.Serializer):
    latents = LatentsField()


class BlendSerializer(StrictSerializer):
    to = LatentField()
    steps = StrictIntegerField(min_value=2, max_value=settings.MAX_TAKES)

    def get_fields(self) -> dict[str, serializers.Field]:
        """``from`` is a word of Python's own, so it can't be declared as a name."""
        return {"from": LatentField(), **super().get_fields()}


class VarySerializer(StrictSerializer):
    latent = LatentField()
    amount = StrictNumberField(min_value=0, max_value=1)
    count = _count()
    seed = _seed()


class TakeSerializer(serializers.Serializer):
    score = ScoreField()
    latent = LatentField()
    seed = serializers.IntegerField(allow_null=True)
    model_version = serializers.RegexField(r"^[0-9a-f]{12}$")


class TakesSerializer(serializers.Serializer):
    results = TakeSerializer(many=True)


class DirectionSerializer(serializers.Serializer):
    name = serializers.CharField()
    weight = serializers.ListField(child=serializers.FloatField())
    bias = serializers.FloatField()
    direction = serializers.ListField(child=serializers.FloatField())
    low = serializers.FloatField()
    high = serializers.FloatField()


class ModelSerializer(serializers.Serializer):
    version = serializers.CharField()
    features = serializers.IntegerField()
    directions = DirectionSerializer(many=True)


class NewTrackSerializer(StrictSerializer):
    """A take to store: its latent or its score."""

    score = ScoreField(required=False)
    latent = LatentField(required=False)
    title = TitleField(required=False)
    mix = MixField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("score" in attrs) == ("latent" in attrs):
            raise serializers.ValidationError({"score": ["Send either score or latent."]})
        return attrs


class ChangeTrackSerializer(StrictSerializer):
    title = TitleField(required=False)
    visibility = serializers.ChoiceField(Visibility.choices, required=False)
    mix = MixField(required=False)


class TrackSerializer(serializers.ModelSerializer):
    """A stored track as the caller may see it."""

    id = serializers.CharField(source="public_id")
    creator = serializers.SerializerMethodField(help_text="The name of who made it, if they show it to you.")
    score = StoredScoreField()
    latent = StoredLatentField()
    mix = MixField()
    model_version = serializers.RegexField(r"^[0-9a-f]{12}$", source="model_version.version")

    class Meta:
        model = Track
        fields = ["id", "title", "visibility", "creator", "score", "latent", "mix", "model_version", "created"]

    def get_creator(self, track: Track) -> str | None:
        viewer = self.context["request"].user
        return track.creator.username if track.creator and track.creator.shows_profile_to(viewer) else None

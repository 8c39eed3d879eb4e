"""What the calls of ``api.py`` take and give."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.ids import LENGTH
from generator.contexts import Context
from generator.fields import StrictTextField
from generator.serializers import StrictSerializer, TrackSerializer
from generator.teaching.models import CHOSEN, Kind, Signal
from generator.teaching.recording import Heard

HEARD = [Kind.LISTEN, Kind.SKIP]


@extend_schema_field({"type": "boolean"})
class StrictBooleanField(serializers.BooleanField):
    """JSON's true or false."""

    def to_internal_value(self, data: Any) -> bool:
        if not isinstance(data, bool):
            raise serializers.ValidationError("Must be true or false.")
        return data


class AnswerSerializer(StrictSerializer):
    consent = StrictBooleanField(help_text="Whether what you like and hear may teach the model.")


class VersionTaughtSerializer(serializers.Serializer):
    version = serializers.CharField()
    taught = serializers.DateTimeField()
    listeners = serializers.IntegerField(help_text="Members who taught it, you among them.")
    likes = serializers.IntegerField()
    saves = serializers.IntegerField()
    listens = serializers.IntegerField()
    pairs = serializers.IntegerField()
    against = serializers.IntegerField(help_text="Skips and likes taken back.")
    weight = serializers.FloatField(help_text="After caps.")


class TeachingSerializer(serializers.Serializer):
    consent = serializers.BooleanField()
    given = serializers.DateTimeField(allow_null=True, help_text="Since when you consent.")
    asked = serializers.BooleanField(help_text="Whether you have ever answered; you are not asked again.")
    versions = VersionTaughtSerializer(many=True, help_text="That learned from you, the latest first; at most 50.")


class HeardSerializer(StrictSerializer):
    track = StrictTextField(min_length=LENGTH, max_length=LENGTH)
    kind = serializers.ChoiceField([(kind.value, kind.label) for kind in HEARD])
    context = serializers.ChoiceField(Context.told(), required=False, default="")  # type: ignore[assignment]

    def validate(self, attrs: dict[str, Any]) -> Heard:  # type: ignore[override]
        return Heard(attrs["track"], Kind(attrs["kind"]), attrs["context"])


class HeardListSerializer(StrictSerializer):
    signals = serializers.ListField(child=HeardSerializer(), min_length=1, max_length=settings.MAX_HEARD)


class RecordedSerializer(serializers.Serializer):
    recorded = serializers.IntegerField(help_text="Those that said something new.")


class LessonTrackSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    title = serializers.CharField()


class LineSerializer(serializers.Serializer):
    version = serializers.CharField(source="teaching.version.version")
    weight = serializers.FloatField(help_text="After caps.")


class LessonSerializer(serializers.ModelSerializer):
    """A signal that teaches next. ``taught``, of the context, has the ledger's lines."""

    id = serializers.CharField(source="public_id")
    track = LessonTrackSerializer()
    kind = serializers.ChoiceField(Kind.choices)
    context = serializers.ChoiceField(Context.choices)  # type: ignore[assignment]
    taught = serializers.SerializerMethodField(help_text="Versions that have learned it already.")

    class Meta:
        model = Signal
        fields = ["id", "track", "kind", "context", "created", "taught"]

    @extend_schema_field(LineSerializer(many=True))
    def get_taught(self, signal: Signal) -> Any:
        return LineSerializer(self.context["taught"][signal.pk], many=True).data  # type: ignore[index]


class PairSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    first = TrackSerializer()
    second = TrackSerializer()


class ChoiceSerializer(StrictSerializer):
    choice = serializers.ChoiceField(CHOSEN)


class ChosenSerializer(serializers.Serializer):
    choice = serializers.ChoiceField(CHOSEN, help_text="Your first answer, which stays.")

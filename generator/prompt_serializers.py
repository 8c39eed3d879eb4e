"""What the calls about words give."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generator.fields import MixField, PromptField
from generator.models import Mood
from generator.prompts import Understood
from generator.serializers import TakeSerializer
from generator.vae.sample import MAX_WISHED_BARS, MIN_WISHED_BARS
from generator.vae.score import MAX_BPM, MIN_BPM

_DENSITIES = ("sparse", "busy")


class BoundsField(serializers.ListField):
    """The least and the most, both included; the same twice where it was named exactly."""

    def __init__(self, low: int, high: int) -> None:
        child = serializers.IntegerField(min_value=low, max_value=high)
        super().__init__(child=child, min_length=2, max_length=2, allow_null=True)


class WordsWishSerializer(serializers.Serializer):
    key = serializers.IntegerField(min_value=1, max_value=12, allow_null=True)
    mode = serializers.IntegerField(min_value=1, max_value=7, allow_null=True)
    bpm = BoundsField(MIN_BPM, MAX_BPM)
    bars = BoundsField(MIN_WISHED_BARS, MAX_WISHED_BARS)
    density = serializers.ChoiceField(_DENSITIES, allow_null=True)


class WordsMoodSerializer(serializers.Serializer):
    name = serializers.ChoiceField(Mood.choices)
    energy = serializers.FloatField()
    valence = serializers.FloatField()
    words = serializers.ListField(child=serializers.CharField(), help_text="The most telling first.")


class HeardWordsSerializer(serializers.Serializer):
    words = serializers.CharField()
    field = serializers.CharField()
    meaning = serializers.CharField()


class UnderstoodSerializer(serializers.Serializer):
    """What words were taken for. What is null was left to chance."""

    constraints = WordsWishSerializer(source="prompt")
    mood = serializers.SerializerMethodField()
    mix = serializers.SerializerMethodField()
    heard = serializers.SerializerMethodField(help_text="Which words asked for what, in their order.")
    notes = serializers.ListField(source="prompt.notes", child=serializers.CharField(), help_text="Can't be had.")

    @extend_schema_field(WordsMoodSerializer(allow_null=True))
    def get_mood(self, understood: Understood) -> dict[str, Any] | None:
        mood = understood.prompt.mood
        if mood is None:
            return None
        shares = {name: round(getattr(mood, name), 3) for name in ("energy", "valence")}
        return {"name": understood.mood, **shares, "words": list(mood.words)}

    @extend_schema_field(MixField())
    def get_mix(self, understood: Understood) -> dict[str, Any] | None:
        return understood.prompt.mix or None

    @extend_schema_field(HeardWordsSerializer(many=True))
    def get_heard(self, understood: Understood) -> list[dict[str, str]]:
        text = understood.prompt.text
        return [
            {"words": text[one.start : one.end].strip(), "field": one.field, "meaning": one.meaning}
            for one in understood.prompt.heard
        ]


class GeneratedSerializer(serializers.Serializer):
    results = TakeSerializer(many=True)
    understood = UnderstoodSerializer(required=False, help_text="If there was a prompt.")


class PredictSerializer(serializers.Serializer):
    input = PromptField(help_text="Words about a track.")

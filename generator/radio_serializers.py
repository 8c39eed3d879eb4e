"""What the calls about the radio take and give."""

from __future__ import annotations

import math
from typing import Any

from django.conf import settings
from rest_framework import serializers

from accounts.ids import LENGTH
from generator.fields import LatentField, MixField, PromptField, ScoreField
from generator.moods import STATIONS
from generator.radio import Item
from generator.serializers import StrictSerializer
from generator.vae.sample import SEEDS


class TuningSerializer(StrictSerializer):
    """A station and how it is heard, as a query."""

    playlist = serializers.CharField(required=False, max_length=LENGTH, help_text="Id: what comes next in this list?")
    mood = serializers.ChoiceField(choices=list(STATIONS), required=False, help_text="One of `/api/v1/moods`.")
    words = PromptField(required=False, help_text="Any words, as a prompt's.")
    count = serializers.IntegerField(min_value=1, max_value=settings.RADIO_TAKES, default=1)
    seed = serializers.IntegerField(min_value=0, max_value=SEEDS - 1, required=False)
    adventure = serializers.FloatField(min_value=0, max_value=1, default=0.5, help_text="How far it strays.")
    exclude = serializers.CharField(required=False, allow_blank=True, help_text="Ids of what was heard, with commas.")

    def validate_adventure(self, value: float) -> float:
        if not math.isfinite(value):
            raise serializers.ValidationError("Must be a number from 0 to 1.")
        return value

    def validate_exclude(self, value: str) -> list[str]:
        names = [name for name in value.split(",") if name]
        if len(names) > settings.RADIO_EXCLUDED:
            raise serializers.ValidationError(f"Must be {settings.RADIO_EXCLUDED} ids or fewer, not {len(names)}.")
        return names

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        told = [name for name in ("playlist", "mood", "words") if name in attrs]
        if len(told) > 1:
            raise serializers.ValidationError({told[1]: [f"Send either {told[0]} or {told[1]}."]})
        return attrs


class ItemSerializer(serializers.Serializer):
    """A take; ``id`` and what follows are of the stored track that it is, if it is one."""

    score = ScoreField(source="take.score")
    latent = LatentField(source="take.latent")
    seed = serializers.IntegerField(source="take.seed", allow_null=True)
    model_version = serializers.RegexField(r"^[0-9a-f]{12}$", source="take.model_version")
    mix = MixField(source="track.mix", default=None)
    id = serializers.CharField(source="track.public_id", default=None, allow_null=True)
    creator = serializers.SerializerMethodField(help_text="The name of who made it, if they show it to you.")
    likes = serializers.IntegerField(source="track.like_count", default=0)
    liked = serializers.SerializerMethodField()

    def get_creator(self, item: Item) -> str | None:
        maker = item.track.creator if item.track else None
        return maker.username if maker and maker.shows_profile_to(self.context["request"].user) else None

    def get_liked(self, item: Item) -> bool:
        return item.track is not None and item.track.pk in self.context["liked"]


class ItemsSerializer(serializers.Serializer):
    results = ItemSerializer(many=True)


class StationSerializer(serializers.Serializer):
    name = serializers.CharField()
    energy = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
    valence = serializers.ListField(child=serializers.FloatField(), min_length=2, max_length=2)
    bpm = serializers.ListField(child=serializers.IntegerField(), min_length=2, max_length=2)
    modes = serializers.ListField(child=serializers.IntegerField(min_value=1, max_value=7))


class StationsSerializer(serializers.Serializer):
    results = StationSerializer(many=True)

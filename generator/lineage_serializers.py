"""What the calls of ``lineage_api.py`` take and give."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generator.lineage import Ancestor
from generator.models import Track
from generator.serializers import TakeSerializer, TrackSerializer


class NeighbourSerializer(TrackSerializer):
    """A track, and how far it is from the one that was asked about."""

    distance = serializers.SerializerMethodField(help_text="Euclidean; strangers are about 14 apart.")

    class Meta(TrackSerializer.Meta):
        fields = [*TrackSerializer.Meta.fields, "distance"]

    def get_distance(self, track: Any) -> float:
        return round(self.context["distances"][track.pk], 4)


class NeighboursSerializer(serializers.Serializer):
    results = NeighbourSerializer(many=True)


class ReplaySerializer(serializers.Serializer):
    same = serializers.BooleanField(help_text="Whether latent and score came out as they are stored.")
    take = TakeSerializer()


class RelativeSerializer(serializers.ModelSerializer):
    """A track, as briefly as a tree needs it."""

    id = serializers.CharField(source="public_id")
    creator = serializers.SerializerMethodField(help_text="The name of who made it, if they show it to you.")

    class Meta:
        model = Track
        fields = ["id", "title", "creator", "origin", "key", "mode", "bpm"]

    def get_creator(self, track: Track) -> str | None:
        viewer = self.context["request"].user
        return track.creator.username if track.creator and track.creator.shows_profile_to(viewer) else None


class AncestorSerializer(serializers.Serializer):
    """A parent. Without a track it is private to somebody else, or gone."""

    state = serializers.ChoiceField(choices=["shown", "private", "gone"])
    weight = serializers.FloatField()
    track = RelativeSerializer(allow_null=True)
    parents = serializers.SerializerMethodField(help_text="Its own parents, three generations in all.")

    @extend_schema_field({"type": "array", "items": {"type": "object"}})
    def get_parents(self, ancestor: Ancestor) -> Any:
        return AncestorSerializer(ancestor.parents, many=True, context=self.context).data


class LineageSerializer(serializers.Serializer):
    parents = AncestorSerializer(many=True)
    children = RelativeSerializer(many=True)

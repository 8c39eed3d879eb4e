"""Runs and pairs, as the API tells them."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.bulk import MAX_REASON
from generator.training import pairs, verdict
from generator.training.models import FineTuneRun, Phase, State


class WhySerializer(serializers.Serializer):
    why = serializers.CharField(max_length=MAX_REASON, help_text="The reason, which is kept in the audit.")


class RunSerializer(serializers.Serializer):
    id = serializers.CharField(source="public_id")
    state = serializers.ChoiceField(State.choices)
    phase = serializers.ChoiceField(Phase.choices)
    step = serializers.IntegerField(help_text="Optimiser steps that are done.")
    steps = serializers.IntegerField(help_text="In all; 0 before it is known.")
    loss = serializers.FloatField(allow_null=True, help_text="Of the last step, nats a track.")
    lessons = serializers.IntegerField(help_text="Tracks that it learns from or is examined by.")
    listeners = serializers.IntegerField(help_text="Members whose signals these are.")
    error = serializers.CharField(help_text="Why it failed, or empty.")
    base = serializers.CharField(source="parent.version", help_text="The version that it learns on.")
    candidate = serializers.CharField(source="candidate.version", default=None, allow_null=True)
    against = serializers.SerializerMethodField(help_text="What stands against promoting the candidate; null: none.")
    created = serializers.DateTimeField()
    started = serializers.DateTimeField(allow_null=True)
    ended = serializers.DateTimeField(allow_null=True)

    def get_against(self, run: FineTuneRun) -> list[str] | None:
        return verdict.of(run).against if run.state == State.DONE else None


class ReleaseSerializer(serializers.Serializer):
    version = serializers.CharField(help_text="What serves now.")
    before = serializers.CharField(allow_null=True, help_text="What served until now; null: the shipped version.")


class RollBackSerializer(WhySerializer):
    version = serializers.CharField(max_length=12, help_text="What serves now, and is to serve no longer.")


@extend_schema_field({"$ref": "#/components/schemas/Score"})
class ScoreField(serializers.JSONField):
    pass


class BlindPairSerializer(serializers.Serializer):
    number = serializers.IntegerField(help_text="0 to 11.")
    a = ScoreField()
    b = ScoreField()
    choice = serializers.ChoiceField(pairs.SIDES, allow_null=True, help_text="What you found nicer.")


class BlindChoiceSerializer(serializers.Serializer):
    choice = serializers.ChoiceField(pairs.SIDES)

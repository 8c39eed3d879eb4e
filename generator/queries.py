"""What may stand behind the question mark of a list of tracks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from generator.feeds import PERIOD_NAMES, SORTS, Filters
from generator.models import Mood
from generator.vae.score import MAX_BPM, MIN_BPM


class WholeNumberField(serializers.IntegerField):
    """Digits of a whole number from ``min_value`` to ``max_value``."""

    min_value: int
    max_value: int

    def to_internal_value(self, data: Any) -> int:
        if not re.fullmatch(r"[0-9]{1,9}", data) or not self.min_value <= int(data) <= self.max_value:
            raise serializers.ValidationError(f"Must be a whole number from {self.min_value} to {self.max_value}.")
        return int(data)


class OneOfField(serializers.ChoiceField):
    """One of a few words."""

    def __init__(self, choices: Sequence[str], **kwargs: Any) -> None:
        wrong: dict[str, Any] = {"invalid_choice": f"Must be one of {', '.join(choices)}."}
        super().__init__(choices, required=False, error_messages=wrong, **kwargs)


class WordsField(serializers.CharField):
    """What is searched for."""

    def __init__(self, **kwargs: Any) -> None:
        most = settings.MAX_QUERY_CHARACTERS
        wrong: dict[str, Any] = {"max_length": f"Must be text of up to {most} characters."}
        super().__init__(max_length=most, allow_blank=True, required=False, error_messages=wrong, **kwargs)


@extend_schema_field({"type": "string"})
class NameField(serializers.Field):
    """Somebody's name. One that nobody can have finds nothing, as one that nobody has."""

    def to_internal_value(self, data: Any) -> str:
        return str(data)


class QuerySerializer(serializers.Serializer):
    """Takes the declared parameters and no others, so that a misspelt one is told; ``page`` is the paginator's."""

    @classmethod
    def read(cls, request: Request) -> dict[str, Any]:
        """The request's parameters, checked. Raises ValidationError that names the parameter and its bound."""
        wish = cls(data=request.query_params.dict())
        wish.is_valid(raise_exception=True)
        return dict(wish.validated_data)

    def to_internal_value(self, data: Any) -> Any:
        unknown = sorted(set(data) - {*self.fields, "page"})
        if unknown:
            raise serializers.ValidationError({ascii(unknown[0])[1:-1]: [f"Unknown; known: {', '.join(self.fields)}."]})
        return super().to_internal_value(data)


class TrackQuerySerializer(QuerySerializer):
    sort = OneOfField(SORTS, help_text="`new` by default.")
    period = OneOfField(PERIOD_NAMES, help_text="Of `top`: published within it; `ever` by default.")
    mode = WholeNumberField(min_value=1, max_value=7, required=False, help_text="1 ionian to 7 locrian")
    key = WholeNumberField(min_value=1, max_value=12, required=False, help_text="1 C to 12 B")
    bpm_min = WholeNumberField(min_value=MIN_BPM, max_value=MAX_BPM, required=False)
    bpm_max = WholeNumberField(min_value=MIN_BPM, max_value=MAX_BPM, required=False)
    mood = OneOfField(Mood.values)
    q = WordsField(help_text="Words of the title; the last may be a beginning.")
    creator = NameField(required=False, help_text="Name of a member: theirs alone; with your own all of yours.")
    liked_by = NameField(required=False, help_text="Name of a member: what they like, if they show it.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """The filters in one, beside the rest."""
        if {"creator", "liked_by"} <= set(attrs):
            raise serializers.ValidationError({"liked_by": ["Name either creator or liked_by."]})
        if attrs.get("bpm_min", MIN_BPM) > attrs.get("bpm_max", MAX_BPM):
            raise serializers.ValidationError({"bpm_max": [f"Must be at least bpm_min, {attrs['bpm_min']}."]})
        narrowing = {name: attrs.pop(name) for name in Filters.__dataclass_fields__ if name in attrs}
        return {**attrs, "filters": Filters(**narrowing)}

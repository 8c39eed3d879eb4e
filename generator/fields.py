"""Serializer fields that take JSON's types at their word: a bool is no number, nor is a text."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from numpy.typing import NDArray
from rest_framework import serializers

from accounts.ids import LENGTH, is_id
from generator.mix import PARTS, PRESETS, MixError, parse_mix
from generator.vae.sample import FEATURES, SEEDS
from generator.vae.score import MAX_BPM, MAX_TITLE, MIN_BPM, Score, ScoreError, check_title

SCORE = {"$ref": "#/components/schemas/Score"}


def latent_schema() -> dict[str, Any]:
    bound = settings.MAX_LATENT
    number = {"type": "number", "minimum": -bound, "maximum": bound}
    return {"type": "array", "minItems": FEATURES, "maxItems": FEATURES, "items": number}


class StrictIntegerField(serializers.IntegerField):
    """A JSON whole number from ``min_value`` to ``max_value``."""

    min_value: int
    max_value: int

    def to_internal_value(self, data: Any) -> int:
        if isinstance(data, bool) or not isinstance(data, int) or not self.min_value <= data <= self.max_value:
            raise serializers.ValidationError(f"Must be a whole number from {self.min_value} to {self.max_value}.")
        return data


class StrictNumberField(serializers.FloatField):
    """A finite JSON number from ``min_value`` to ``max_value``."""

    min_value: float
    max_value: float

    def to_internal_value(self, data: Any) -> float:
        if not is_number(data, self.min_value, self.max_value):
            raise serializers.ValidationError(f"Must be a number from {self.min_value:g} to {self.max_value:g}.")
        return float(data)


class StrictTextField(serializers.CharField):
    """JSON text; numbers are not turned into it."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Must be text.")
        return super().to_internal_value(data)


def prompt_schema() -> dict[str, Any]:
    return {"type": ["string", "null"], "maxLength": settings.MAX_PROMPT}


@extend_schema_field(prompt_schema())
class PromptField(serializers.Field):
    """Words about a track, in any language: up to ``MAX_PROMPT`` characters."""

    def to_internal_value(self, data: Any) -> str:
        if not isinstance(data, str):
            raise serializers.ValidationError("Must be text.")
        if len(data) > settings.MAX_PROMPT:
            raise serializers.ValidationError(f"Must have {settings.MAX_PROMPT} characters or fewer, not {len(data)}.")
        return data

    def to_representation(self, value: str) -> str:
        return value


def is_number(value: object, low: float, high: float) -> bool:
    """A finite int or float, no bool, from ``low`` to ``high``; ints of any size are compared, never converted."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    return low <= value <= high and math.isfinite(value)


def read_latent(data: object, place: str = "") -> NDArray[np.float64]:
    """A list of 100 numbers within +-``MAX_LATENT`` -> (100,). Raises ValidationError that names the place."""
    if not isinstance(data, list) or len(data) != FEATURES:
        found = f", not {len(data)}" if isinstance(data, list) else ""
        start = f"{place}: must" if place else "Must"
        raise serializers.ValidationError(f"{start} be a list of {FEATURES} numbers{found}.")
    bound = settings.MAX_LATENT
    for i, value in enumerate(data):
        if not is_number(value, -bound, bound):
            raise serializers.ValidationError(f"{place}[{i}]: must be a number from {-bound:g} to {bound:g}.")
    return np.array(data, np.float64)


@extend_schema_field(latent_schema())
class LatentField(serializers.Field):
    """100 numbers <-> array (100,)."""

    def to_internal_value(self, data: Any) -> NDArray[np.float64]:
        return read_latent(data)

    def to_representation(self, value: NDArray[np.float64]) -> list[float]:
        return value.tolist()


@extend_schema_field(latent_schema())
class StoredLatentField(serializers.ReadOnlyField):
    """A latent as the database has it."""


@extend_schema_field(SCORE)
class StoredScoreField(serializers.ReadOnlyField):
    """A score as the database has it."""


class _BoundedList(serializers.Field):
    """1 to ``MAX_TAKES`` entries."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list) or not 1 <= len(data) <= settings.MAX_TAKES:
            found = f", not {len(data)}" if isinstance(data, list) else ""
            raise serializers.ValidationError(f"Must be a list of 1 to {settings.MAX_TAKES} entries{found}.")
        return self.read(data)

    def read(self, data: list[Any]) -> Any:
        raise NotImplementedError


@extend_schema_field(
    {"type": "array", "minItems": 1, "maxItems": settings.MAX_TAKES, "items": latent_schema()},
)
class LatentsField(_BoundedList):
    """A list of latents <-> array (n, 100)."""

    def read(self, data: list[Any]) -> NDArray[np.float64]:
        return np.array([read_latent(latent, f"[{i}]") for i, latent in enumerate(data)])

    def to_representation(self, value: NDArray[np.float64]) -> list[list[float]]:
        return value.tolist()


@extend_schema_field({"type": "array", "minItems": 1, "maxItems": settings.MAX_TAKES, "items": SCORE})
class ScoresField(_BoundedList):
    """A list of scores, version 2 or legacy."""

    def read(self, data: list[Any]) -> list[Score]:
        return [_read_score(i, score) for i, score in enumerate(data)]

    def to_representation(self, value: list[Score]) -> list[dict[str, Any]]:
        return [score.to_json() for score in value]


def _read_score(index: int, data: object) -> Score:
    try:
        return Score.from_json(data)
    except ScoreError as error:
        raise serializers.ValidationError(f"[{index}].{error}.") from error


@extend_schema_field(SCORE)
class ScoreField(serializers.Field):
    """A score, version 2 or legacy on its way in."""

    def to_internal_value(self, data: Any) -> Score:
        try:
            return Score.from_json(data)
        except ScoreError as error:
            raise serializers.ValidationError(f"{error}.") from error

    def to_representation(self, value: Score) -> dict[str, Any]:
        return value.to_json()


@extend_schema_field({"type": "string", "minLength": 1, "maxLength": MAX_TITLE})
class TitleField(serializers.Field):
    """The name of a track."""

    def to_internal_value(self, data: Any) -> str:
        try:
            check_title(data)
        except ScoreError as error:
            raise serializers.ValidationError(f"{error.message.capitalize()}.") from error
        return data

    def to_representation(self, value: str) -> str:
        return value


MIN_WEIGHT, MAX_WEIGHT = 0.001, 1000.0


class _KinList(serializers.Field):
    """1 to ``MAX_PARENTS`` entries; the first fault is told by its place."""

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, list) or not 1 <= len(data) <= settings.MAX_PARENTS:
            found = f", not {len(data)}" if isinstance(data, list) else ""
            raise serializers.ValidationError(f"Must be a list of 1 to {settings.MAX_PARENTS} entries{found}.")
        for i, entry in enumerate(data):
            self.check(i, entry)
        return data

    def check(self, place: int, entry: object) -> None:
        raise NotImplementedError

    def to_representation(self, value: Any) -> Any:
        return value


@extend_schema_field(
    {
        "type": "array",
        "minItems": 1,
        "maxItems": settings.MAX_PARENTS,
        "uniqueItems": True,
        "items": {"type": "string", "minLength": 1, "maxLength": LENGTH},
    }
)
class ParentsField(_KinList):
    """Ids of tracks."""

    def check(self, place: int, entry: object) -> None:
        if not isinstance(entry, str) or not is_id(entry):
            raise serializers.ValidationError(f"[{place}]: must be the id of a track.")


@extend_schema_field(
    {
        "type": "array",
        "minItems": 1,
        "maxItems": settings.MAX_PARENTS,
        "items": {"type": "number", "minimum": MIN_WEIGHT, "maximum": MAX_WEIGHT},
    }
)
class WeightsField(_KinList):
    """One positive number for each parent."""

    def check(self, place: int, entry: object) -> None:
        if not is_number(entry, MIN_WEIGHT, MAX_WEIGHT):
            bounds = f"from {MIN_WEIGHT:g} to {MAX_WEIGHT:g}"
            raise serializers.ValidationError(f"[{place}]: must be a number {bounds}.")


def cross_schema() -> dict[str, Any]:
    fields = {
        "weights": {"type": "array", "items": {"type": "number"}},
        "amount": {"type": "number", "minimum": 0, "maximum": 1},
        "seed": {"type": ["integer", "null"]},
    }
    return {"type": ["object", "null"], "properties": fields, "required": list(fields)}


def mix_schema() -> dict[str, Any]:
    share = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
    parts = {"type": ["array", "null"], "uniqueItems": True, "items": {"enum": list(PARTS)}}
    fields = {
        "preset": {"enum": [None, *PRESETS]},
        "bpm": {"type": ["number", "null"], "minimum": MIN_BPM, "maximum": MAX_BPM},
        **dict.fromkeys(("filter", "vinyl", "rain"), share),
        **dict.fromkeys(("muted", "soloed"), parts),
        "seed": {"type": ["integer", "null"], "minimum": 0, "maximum": SEEDS - 1},
    }
    return {"type": ["object", "null"], "properties": fields, "additionalProperties": False}


@extend_schema_field(mix_schema())
class MixField(serializers.Field):
    """How the sound is set; null is as the preset has it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_null=True, **kwargs)

    def to_internal_value(self, data: Any) -> dict[str, Any] | None:
        try:
            return parse_mix(data)
        except MixError as error:
            message = [error.message]
            raise serializers.ValidationError(message if error.field == "mix" else {error.field: message}) from error

    def to_representation(self, value: dict[str, Any]) -> dict[str, Any]:
        return value

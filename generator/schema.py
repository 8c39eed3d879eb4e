"""Parts of the OpenAPI description that no serializer gives: the score and the errors."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import OpenApiResponse
from rest_framework import serializers

from generator.vae.score import MAX_BARS, MAX_BPM, MAX_SWING, MAX_TITLE, MIN_BPM, MIN_SWING, QUALITIES, VERSION


def _integer(low: int, high: int) -> dict[str, Any]:
    return {"type": "integer", "minimum": low, "maximum": high}


def _number(low: float, high: float) -> dict[str, Any]:
    return {"type": "number", "minimum": low, "maximum": high}


def _list(items: dict[str, Any], low: int, high: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "minItems": low, "maxItems": high}


_CHORD = {
    "type": "object",
    "properties": {"degree": _integer(0, 7), "quality": {"enum": [None, *QUALITIES]}},
    "required": ["degree", "quality"],
}
SCORE: dict[str, Any] = {
    "type": "object",
    "description": f"A track, version {VERSION}; without `version`, `swing`, `harmony`, `melody` a legacy one.",
    "properties": {
        "version": {"const": VERSION},
        "title": {"type": "string", "minLength": 1, "maxLength": MAX_TITLE},
        "key": _integer(1, 12),
        "mode": _integer(1, 7),
        "bpm": _integer(MIN_BPM, MAX_BPM),
        "energy": _number(0, 1),
        "valence": _number(0, 1),
        "swing": _number(MIN_SWING, MAX_SWING),
        "harmony": _list(_list(_CHORD, 1, 2), 1, MAX_BARS),
        "melody": _list(_list(_integer(0, 15), 16, 16), 1, MAX_BARS),
        "chords": _list(_integer(0, 7), 1, MAX_BARS),
        "melodies": _list(_list(_integer(0, 14), 8, 8), 1, MAX_BARS),
    },
    "required": ["title", "key", "mode", "bpm", "energy", "valence"],
}


def add_score(result: dict[str, Any], **kwargs: Any) -> dict[str, Any]:
    """Post-processing hook of drf-spectacular: put Score among the components."""
    result.setdefault("components", {}).setdefault("schemas", {})["Score"] = SCORE
    return result


class ErrorSerializer(serializers.Serializer):
    """``detail``, or a field's name with a list of reasons."""

    detail = serializers.CharField(required=False)


ERRORS = {
    400: OpenApiResponse(ErrorSerializer, "The body breaks a bound; the answer names field and bound."),
    401: OpenApiResponse(ErrorSerializer, "A token that is no longer good; or none at all where one is needed."),
    413: OpenApiResponse(ErrorSerializer, "The body is too large."),
    429: OpenApiResponse(ErrorSerializer, "Too many calls; `Retry-After` says how many seconds to wait."),
}
READ_ERRORS = {401: ERRORS[401], 429: ERRORS[429]}
REFUSED = {**READ_ERRORS, 403: OpenApiResponse(ErrorSerializer, "Not yours, or the token may only read.")}
MISSING = {404: OpenApiResponse(ErrorSerializer, "Not there, or somebody else's private thing.")}

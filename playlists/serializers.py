"""What the calls of ``api.py`` take and give."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generator.fields import (
    SCORE,
    LatentField,
    MixField,
    ScoreField,
    StrictIntegerField,
    StrictTextField,
    latent_schema,
    mix_schema,
)
from generator.serializers import StrictSerializer
from generator.vae.sample import SEEDS
from playlists.library import Brought


class ImportSerializer(StrictSerializer):
    link = StrictTextField(max_length=settings.MAX_LINK_CHARACTERS, help_text="A share URL, its query, or `default`")


class BroughtSerializer(StrictSerializer):
    """A take as the API gave it to a visitor, or what is left of it; ``seed`` and ``model_version`` are not needed."""

    score = ScoreField()
    latent = LatentField(required=False, allow_null=True, default=None)
    mix = MixField(required=False, default=None)
    seed = StrictIntegerField(min_value=0, max_value=SEEDS - 1, required=False, allow_null=True)
    model_version = StrictTextField(max_length=40, required=False, allow_null=True)


_BROUGHT = {
    "type": "object",
    "properties": {
        "score": SCORE,
        "latent": {**latent_schema(), "type": ["array", "null"]},
        "mix": mix_schema(),
        "seed": {"type": ["integer", "null"], "minimum": 0, "maximum": SEEDS - 1},
        "model_version": {"type": ["string", "null"], "minLength": 1, "maxLength": 40},
    },
    "required": ["score"],
    "additionalProperties": False,
}


@extend_schema_field({"type": "array", "minItems": 1, "maxItems": settings.MAX_CLAIM_TAKES, "items": _BROUGHT})
class BroughtField(serializers.Field):
    """1 to ``MAX_CLAIM_TAKES`` takes; the first fault is told, by its place."""

    def to_internal_value(self, data: Any) -> list[Brought]:
        most = settings.MAX_CLAIM_TAKES
        if not isinstance(data, list) or not 1 <= len(data) <= most:
            found = f", not {len(data)}" if isinstance(data, list) else ""
            raise serializers.ValidationError(f"Must be a list of 1 to {most} takes{found}.")
        return [_read_brought(i, take) for i, take in enumerate(data)]


def _read_brought(index: int, data: Any) -> Brought:
    serializer = BroughtSerializer(data=data)
    try:
        serializer.is_valid(raise_exception=True)
    except serializers.ValidationError as error:
        raise serializers.ValidationError(f"[{index}].{first_fault(error.detail)}") from error
    take = serializer.validated_data
    return Brought(take["score"], take["latent"], take["mix"])


def first_fault(detail: Any) -> str:
    """``{"mix": {"filter": ["Must ..."]}}`` as ``mix.filter: Must ...``."""
    path = []
    while isinstance(detail, dict):
        name, detail = next(iter(detail.items()))
        path.append(str(name))
    return f"{'.'.join(path)}: {detail[0] if isinstance(detail, list) else detail}"


class ClaimSerializer(StrictSerializer):
    takes = BroughtField()


class ClaimedSerializer(serializers.Serializer):
    stored = serializers.IntegerField(help_text="Tracks that are in your library since this call.")
    known = serializers.IntegerField(help_text="Takes that had been claimed before.")
    playlist = serializers.CharField(
        source="playlist.public_id", default=None, allow_null=True, help_text="Id of the list that they are in."
    )

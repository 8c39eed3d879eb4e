"""What the calls of ``api.py`` take and give."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from generator import likes
from generator.fields import (
    LatentField,
    LatentsField,
    MixField,
    ParentsField,
    PromptField,
    ScoreField,
    ScoresField,
    StoredLatentField,
    StoredScoreField,
    StrictIntegerField,
    StrictNumberField,
    TitleField,
    WeightsField,
    cross_schema,
)
from generator.models import BORN, CHOSEN, Mood, Origin, Track
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
    prompt = PromptField(required=False, allow_null=True, default=None)
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


class CrossSerializer(StrictSerializer):
    """How tracks are crossed: weights are made to add up to 1, and are equal if there are none."""

    parents = ParentsField()
    origin = serializers.ChoiceField(choices=BORN, required=False)
    weights = WeightsField(required=False)
    amount = StrictNumberField(min_value=0, max_value=1, required=False, help_text="How far to vary what comes out.")
    seed = StrictIntegerField(min_value=0, max_value=SEEDS - 1, required=False, help_text="Of the variation.")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        check_kin(attrs)
        return attrs


class NewTrackSerializer(CrossSerializer):
    """A take to store: its score with the latent that gave it, one of them, or the parents that it is made from."""

    parents = ParentsField(required=False)
    score = ScoreField(required=False)
    latent = LatentField(required=False)
    title = TitleField(required=False)
    mix = MixField(required=False)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        told = [name for name in ("score", "latent") if name in attrs]
        if not (told or "parents" in attrs):
            raise serializers.ValidationError({"score": ["Send a score, a latent or both."]})
        if told:
            _refuse(attrs, ("amount", "seed"), f"Goes with parents alone, not with {told[0]}.")
        return super().validate(attrs)


def check_kin(attrs: dict[str, Any]) -> None:
    """Refuses what parents, or their number, don't go with. Raises ValidationError."""
    if "parents" not in attrs:
        _refuse(attrs, ("origin", "weights", "amount", "seed"), "Goes with parents, which are missing.")
        return
    many, origin = len(attrs["parents"]), attrs.get("origin")
    if origin == Origin.FORK:
        _refuse(attrs, ("weights", "amount", "seed", "score", "latent"), "A copy is its parent as it is.")
        if many > 1:
            raise serializers.ValidationError({"parents": ["A copy has one parent."]})
    if origin == Origin.BLEND and many == 1:
        raise serializers.ValidationError({"parents": ["A blend has two parents or more."]})


def _refuse(attrs: dict[str, Any], names: tuple[str, ...], why: str) -> None:
    for name in names:
        if name in attrs:
            raise serializers.ValidationError({name: [why]})


class ChangeTrackSerializer(StrictSerializer):
    title = TitleField(required=False)
    visibility = serializers.ChoiceField(CHOSEN, required=False)
    mix = MixField(required=False)


class TrackSerializer(serializers.ModelSerializer):
    """A stored track as the caller may see it."""

    _liked: set[int] | None = None

    id = serializers.CharField(source="public_id")
    creator = serializers.SerializerMethodField(help_text="The name of who made it, if they show it to you.")
    score = StoredScoreField()
    latent = StoredLatentField()
    mix = MixField()
    model_version = serializers.RegexField(r"^[0-9a-f]{12}$", source="model_version.version")

    likes = serializers.IntegerField(source="like_count", help_text="How many members like it.")
    liked = serializers.SerializerMethodField(help_text="Whether you do.")
    origin = serializers.ChoiceField(Origin.choices)
    mood = serializers.ChoiceField(Mood.choices)
    published = serializers.DateTimeField(allow_null=True, help_text="When it was public for the first time.")
    parents = serializers.SerializerMethodField(help_text="Their ids; null for one that is not there for you.")
    cross = serializers.SerializerMethodField(help_text="How it is made again from its parents.")

    class Meta:
        model = Track
        fields = ["id", "title", "visibility", "creator", "score", "latent", "mix", "model_version", "created"]
        fields += ["likes", "liked", "origin", "mood", "published", "parents", "cross"]

    def get_creator(self, track: Track) -> str | None:
        viewer = self.context["request"].user
        return track.creator.username if track.creator and track.creator.shows_profile_to(viewer) else None

    def get_liked(self, track: Track) -> bool:
        """Looked up once for all of a list, unless the context has ``liked``: keys of those that the viewer likes."""
        return track.pk in (self.context["liked"] if "liked" in self.context else self._liked_with(track))

    def _liked_with(self, track: Track) -> set[int]:
        viewer, together = self.context["request"].user, getattr(self.parent, "instance", None)
        if not isinstance(together, list):
            return likes.liked_by(viewer, [track])
        if self._liked is None:
            self._liked = likes.liked_by(viewer, together)
        return self._liked

    @extend_schema_field({"type": "array", "items": {"type": ["string", "null"]}})
    def get_parents(self, track: Track) -> list[str | None]:
        return track.parent_ids(self.context["request"].user)

    @extend_schema_field(cross_schema())
    def get_cross(self, track: Track) -> dict[str, Any] | None:
        return track.cross

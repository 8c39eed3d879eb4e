"""What the calls of ``list_api.py`` take and give."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.ids import ALPHABET, LENGTH
from accounts.models import User
from generator.contexts import Context
from generator.feeds import PERIOD_NAMES, SORTS
from generator.fields import LatentField, MixField, ScoreField, StrictIntegerField, StrictTextField, TitleField
from generator.models import CHOSEN, Mood, Visibility
from generator.serializers import StrictSerializer
from generator.vae.score import KEYS, MAX_BPM, MIN_BPM, MODES
from playlists import editors, reading
from playlists.models import Playlist
from playlists.reading import Played
from playlists.smart import Rule

ID = {"type": "string", "pattern": f"^[{ALPHABET}]{{{LENGTH}}}$"}


class IdsField(serializers.Field):
    """A list of public ids, ``low`` to ``MAX_PLAYLIST_TRACKS`` long; with ``most`` None of any length."""

    def __init__(self, *, low: int = 0, bounded: bool = True, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low, self.most = low, settings.MAX_PLAYLIST_TRACKS if bounded else None

    def to_internal_value(self, data: Any) -> list[str]:
        if not isinstance(data, list) or not all(isinstance(name, str) for name in data):
            raise serializers.ValidationError("Must be a list of ids.")
        if len(data) < self.low or (self.most is not None and len(data) > self.most):
            wanted = f"{self.low} to {self.most}" if self.most is not None else f"{self.low} or more"
            raise serializers.ValidationError(f"Must be a list of {wanted} ids, not {len(data)}.")
        return [name if len(name) == LENGTH and name.isascii() and name.isalnum() else "" for name in data]


_SOME_IDS = {"type": "array", "items": ID, "maxItems": settings.MAX_PLAYLIST_TRACKS}


@extend_schema_field({**_SOME_IDS, "minItems": 1})
class TrackIdsField(IdsField):
    pass


@extend_schema_field({"type": "array", "items": ID})
class EntryIdsField(IdsField):
    pass


@extend_schema_field({"type": "string", "maxLength": settings.MAX_DESCRIPTION_CHARACTERS})
class DescriptionField(StrictTextField):
    """Lines about a playlist."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_blank=True, required=False, max_length=settings.MAX_DESCRIPTION_CHARACTERS, **kwargs)


@extend_schema_field({"type": ["object", "null"]})
class StoredRuleField(serializers.ReadOnlyField):
    """A rule as the database has it."""


def _optional(low: int, high: int, help_text: str = "") -> StrictIntegerField:
    return StrictIntegerField(min_value=low, max_value=high, required=False, allow_null=True, help_text=help_text)


@extend_schema_field({"const": True})
class OfficialField(serializers.Field):
    """True, and nothing else: what is official stays so."""

    def to_internal_value(self, data: Any) -> bool:
        if data is not True:
            raise serializers.ValidationError("Must be true. An official playlist stays official: fork it instead.")
        return True

    def to_representation(self, value: bool) -> bool:
        return value


class RuleSerializer(StrictSerializer):
    """What a smart playlist holds: a feed, and what its tracks must be."""

    sort = serializers.ChoiceField(SORTS, required=False)
    period = serializers.ChoiceField(PERIOD_NAMES, required=False, help_text="For `top`: published within it.")
    mode = _optional(1, len(MODES), "1 ionian to 7 locrian")
    key = _optional(1, len(KEYS), "1 C to 12 B")
    bpm_min = _optional(MIN_BPM, MAX_BPM)
    bpm_max = _optional(MIN_BPM, MAX_BPM)
    mood = serializers.ChoiceField(Mood.choices, required=False, allow_null=True)
    q = StrictTextField(max_length=settings.MAX_QUERY_CHARACTERS, required=False, allow_null=True)
    limit = StrictIntegerField(min_value=1, max_value=settings.MAX_RULE_TRACKS, required=False)

    def validate(self, attrs: dict[str, Any]) -> Rule:  # type: ignore[override]
        low, high = attrs.get("bpm_min"), attrs.get("bpm_max")
        if low and high and low > high:
            raise serializers.ValidationError({"bpm_min": [f"Must not be above bpm_max, {high}."]})
        return Rule.from_json(attrs)


class ChangePlaylistSerializer(StrictSerializer):
    title = TitleField(required=False)
    description = DescriptionField()
    visibility = serializers.ChoiceField(CHOSEN, required=False)
    rule = RuleSerializer(required=False)
    official = OfficialField(required=False, help_text="The site's own; for curators. It is not taken back.")


class NewPlaylistSerializer(ChangePlaylistSerializer):
    title = TitleField()
    tracks = TrackIdsField(required=False)


class AddTracksSerializer(StrictSerializer):
    tracks = TrackIdsField(low=1)
    position = StrictIntegerField(
        min_value=0, max_value=1_000_000, required=False, help_text="From 0; beyond the last, or left out: at the end."
    )
    context = serializers.ChoiceField(Context.told(), required=False, help_text="Where you heard them.")  # type: ignore[assignment]


class OrderSerializer(StrictSerializer):
    entries = EntryIdsField(bounded=False)


class PlaceSerializer(serializers.Serializer):
    entry = serializers.CharField(source="public_id", help_text="Id of the place in the list.")
    id = serializers.CharField(source="track.public_id", help_text="Id of the track.")


class AddedSerializer(serializers.Serializer):
    added = PlaceSerializer(many=True)
    known = PlaceSerializer(many=True, help_text="Had been in the list before, and stay where they are.")
    count = serializers.IntegerField(help_text="Of all that the list holds now.")


class _Named(serializers.Serializer):
    """Somebody's name, if they show it to the caller."""

    def name_of(self, user: User | None) -> str | None:
        return user.username if user and user.shows_profile_to(self.context["request"].user) else None


class SourceSerializer(_Named):
    id = serializers.CharField(source="public_id")
    title = serializers.CharField()
    owner = serializers.SerializerMethodField()

    def get_owner(self, playlist: Playlist) -> str | None:
        return self.name_of(playlist.owner)


class PlaylistSerializer(_Named):
    """A playlist that went through ``reading.described``."""

    id = serializers.CharField(source="public_id")
    slug = serializers.CharField(allow_null=True, help_text="Of the site's own lists, else null.")
    title = serializers.CharField()
    description = serializers.CharField()
    visibility = serializers.ChoiceField(Visibility.choices)
    official = serializers.BooleanField(help_text="The site's own, which has no owner.")
    owner = serializers.SerializerMethodField(help_text="The name of whose it is, if they show it to you.")
    forked_from = serializers.SerializerMethodField(help_text="What it was copied from, if that is public or yours.")
    ups = serializers.IntegerField()
    downs = serializers.IntegerField()
    vote = serializers.IntegerField(source="my_vote", min_value=-1, max_value=1, help_text="Your own: -1, 0 or 1.")
    followers = serializers.IntegerField(source="follower_count")
    following = serializers.BooleanField(source="is_followed")
    editable = serializers.SerializerMethodField(help_text="Whether you may change what is in it.")
    owned = serializers.SerializerMethodField(help_text="Whether it is yours.")
    rule = StoredRuleField(help_text="Of a smart playlist, else null.")
    count = serializers.SerializerMethodField(help_text="Tracks that you may see; null for a smart playlist in a list.")
    created = serializers.DateTimeField()
    changed = serializers.DateTimeField()
    published = serializers.DateTimeField(allow_null=True, help_text="When it was public for the first time.")

    def get_owner(self, playlist: Playlist) -> str | None:
        return self.name_of(playlist.owner)

    @extend_schema_field(SourceSerializer(allow_null=True))
    def get_forked_from(self, playlist: Playlist) -> dict[str, Any] | None:
        shown = reading.shows_source(playlist, self.context["request"].user)
        return SourceSerializer(playlist.forked_from, context=self.context).data if shown else None

    def get_editable(self, playlist: Playlist) -> bool:
        return reading.is_edited(playlist, self.context["request"].user)

    def get_owned(self, playlist: Playlist) -> bool:
        user = self.context["request"].user
        return user.is_authenticated and playlist.owner_id == user.pk

    def get_count(self, playlist: Playlist) -> int | None:
        if "entries" in self.context:
            return len(self.context["entries"])
        return playlist.many if playlist.rule is None else None  # type: ignore[attr-defined]


class EntrySerializer(_Named):
    """A take in its place: a pair of a ``reading.Entry`` and its ``Take``."""

    score = ScoreField(source="take.score")
    latent = LatentField(source="take.latent")
    seed = serializers.IntegerField(source="take.seed", allow_null=True)
    model_version = serializers.RegexField(r"^[0-9a-f]{12}$", source="take.model_version")
    mix = MixField(source="entry.track.mix")
    entry = serializers.CharField(source="entry.public_id", allow_null=True, help_text="Id of the place in the list.")
    id = serializers.CharField(source="entry.track.public_id", help_text="Id of the track.")
    creator = serializers.SerializerMethodField()
    added_by = serializers.SerializerMethodField()
    likes = serializers.IntegerField(source="entry.track.like_count")
    liked = serializers.BooleanField(source="entry.liked")

    def get_creator(self, played: Played) -> str | None:
        return self.name_of(played.entry.track.creator)

    def get_added_by(self, played: Played) -> str | None:
        return self.name_of(played.entry.added_by)


class PlaylistWithEntriesSerializer(PlaylistSerializer):
    editors = serializers.SerializerMethodField(help_text="Names of invited editors, to them and the owner; else null.")
    results = serializers.SerializerMethodField()

    def get_editors(self, playlist: Playlist) -> list[str] | None:
        return editors.named(playlist) if self.get_editable(playlist) else None

    @extend_schema_field(EntrySerializer(many=True))
    def get_results(self, playlist: Playlist) -> list[dict[str, Any]]:
        return list(EntrySerializer(self.context["entries"], many=True, context=self.context).data)

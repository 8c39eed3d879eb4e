"""What the calls of ``exchange_api.py`` take: files from strangers; each fault is told by its place."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.ids import LENGTH
from generator.fields import LatentField, MixField, ScoreField, StrictIntegerField, StrictTextField, TitleField
from generator.serializers import StrictSerializer
from generator.vae.legacy import LinkError
from generator.vae.score import ScoreError, check_title
from playlists import exchange
from playlists.editing import is_shown
from playlists.exchange import EXTENSION, FORMAT, IMPORTED_TITLE, VERSION, Parcel
from playlists.library import Brought
from playlists.list_serializers import DescriptionField, PlaylistWithEntriesSerializer
from playlists.serializers import first_fault

_TRACK_PATH = re.compile(rf"/tracks/([0-9A-Za-z]{{{LENGTH}}})/?")


class _TakenSerializer(StrictSerializer):
    """A track of a file."""

    score = ScoreField()
    latent = LatentField(required=False, allow_null=True, default=None)
    mix = MixField(required=False, default=None)
    model_version = StrictTextField(max_length=40, required=False, allow_null=True)
    id = StrictTextField(max_length=40, required=False, allow_null=True)


class _FileSerializer(StrictSerializer):
    """Our own JSON, but for the tracks."""

    format = serializers.ChoiceField([FORMAT])
    version = StrictIntegerField(min_value=VERSION, max_value=VERSION)
    title = TitleField()
    description = DescriptionField(default="")
    tracks = serializers.JSONField()


@extend_schema_field({"type": "object", "description": "As `export?format=json` gives it."})
class PlaylistFileField(serializers.Field):
    """Our own JSON -> Parcel."""

    def to_internal_value(self, data: Any) -> Parcel:
        file = _checked(_FileSerializer, data)
        tracks = _list(file["tracks"], "tracks")
        items: list[Brought | str] = [_taken(track, f"tracks[{i}]") for i, track in enumerate(tracks)]
        return Parcel(file["title"], file["description"], items, [])


@extend_schema_field({"type": "object", "description": "https://www.xspf.org/jspf"})
class JspfField(serializers.Field):
    """JSPF -> Parcel: our extension is stored, tracks of this site are taken, the rest is named and left out."""

    def to_internal_value(self, data: Any) -> Parcel:
        playlist = data.get("playlist") if isinstance(data, dict) else None
        if not isinstance(playlist, dict):
            raise serializers.ValidationError("playlist: Must be an object.")
        items: list[Brought | str] = []
        left_out = []
        for i, track in enumerate(_list(playlist.get("track"), "playlist.track")):
            item = self._item(track, f"playlist.track[{i}]")
            if item is None:
                left_out.append(_name_of(track, i))
            else:
                items.append(item)
        return Parcel(_title(playlist), _annotation(playlist), items, left_out)

    def _item(self, track: Any, place: str) -> Brought | str | None:
        if not isinstance(track, dict):
            raise serializers.ValidationError(f"{place}: Must be an object.")
        extension = track.get("extension")
        ours = extension.get(EXTENSION) if isinstance(extension, dict) else None
        if ours is not None:
            where = f"{place}.extension"
            bodies = _list(ours, where, low=1)
            return _taken(bodies[0], f"{where}[0]")
        return self._here(track.get("location"))

    def _here(self, locations: Any) -> str | None:
        """The id of the first location that is a track of this site."""
        host = self.context["request"].get_host()
        for location in locations if isinstance(locations, list) else [locations]:
            if isinstance(location, str) and (found := _track_at(location, host)):
                return found
        return None


class ImportPlaylistSerializer(StrictSerializer):
    """One of ``link``, ``json`` and ``jspf``."""

    link = StrictTextField(max_length=settings.MAX_LINK_CHARACTERS, required=False)
    json = PlaylistFileField(required=False)
    jspf = JspfField(required=False)
    title = TitleField(required=False, help_text="Else the file's own.")

    def validate_link(self, value: str) -> Parcel:
        try:
            return exchange.from_link(link=value)
        except LinkError as error:
            raise serializers.ValidationError(f"{error}.") from error

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        given = [attrs[name] for name in ("link", "json", "jspf") if name in attrs]
        if len(given) != 1:
            raise serializers.ValidationError({"link": ["Send one of link, json and jspf."]})
        return {"parcel": given[0], "title": attrs.get("title")}


class ImportedSerializer(PlaylistWithEntriesSerializer):
    left_out = serializers.SerializerMethodField(help_text="What the file names and the playlist does not hold.")

    def get_left_out(self, playlist: Any) -> list[str]:
        return list(self.context["left_out"])


def _checked(serializer_class: type[serializers.Serializer], data: Any, place: str = "") -> dict[str, Any]:
    serializer = serializer_class(data=data)
    try:
        serializer.is_valid(raise_exception=True)
    except serializers.ValidationError as error:
        raise serializers.ValidationError(f"{place}{'.' if place else ''}{first_fault(error.detail)}") from error
    return serializer.validated_data


def _taken(data: Any, place: str) -> Brought:
    take = _checked(_TakenSerializer, data, place)
    return Brought(take["score"], take["latent"], take["mix"])


def _list(data: Any, place: str, low: int = 0) -> list[Any]:
    most = settings.MAX_PLAYLIST_TRACKS
    if not isinstance(data, list) or not low <= len(data) <= most:
        found = f", not {len(data)}" if isinstance(data, list) else ""
        raise serializers.ValidationError(f"{place}: Must be a list of {low} to {most} entries{found}.")
    return data


def _track_at(location: str, host: str) -> str | None:
    try:
        parts = urlsplit(location)
    except ValueError:
        return None
    found = _TRACK_PATH.fullmatch(parts.path)
    return found[1] if found and parts.netloc == host else None


def _name_of(track: dict[str, Any], index: int) -> str:
    """A foreign track's name, as far as it is one."""
    title = track.get("title")
    return f"[{index}] {title[:80]}" if isinstance(title, str) and _is_title(title[:80]) else f"[{index}]"


def _title(playlist: dict[str, Any]) -> str:
    title = playlist.get("title")
    short = title[:80].strip() if isinstance(title, str) else ""
    return short if _is_title(short) else IMPORTED_TITLE


def _annotation(playlist: dict[str, Any]) -> str:
    text = playlist.get("annotation")
    seen = "".join(char for char in text if is_shown(char)) if isinstance(text, str) else ""
    return seen[: settings.MAX_DESCRIPTION_CHARACTERS]


def _is_title(text: str) -> bool:
    try:
        check_title(text)
    except ScoreError:
        return False
    return True

"""What pages show of playlists: a few covers of each, and a rule in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from accounts.models import User
from generator import words
from generator.models import Mood
from generator.vae.score import MODES
from playlists.models import Playlist, PlaylistTrack

FACES = 4
_SORTS = {"hot": "what is hot", "new": "the newest", "top": "the top"}
_PERIODS = {"day": "of the day", "week": "of the week", "month": "of the month", "ever": "of all time"}


def faces(playlists: Sequence[Playlist], *, viewer: User | AnonymousUser) -> dict[int, list[str]]:
    """Public ids of the first tracks that the viewer may see, by playlist; smart ones have none. One query."""
    place = Window(RowNumber(), partition_by=[F("playlist_id")], order_by=F("position").asc())
    found = (
        PlaylistTrack.objects.reachable_by(viewer)
        .filter(playlist__in=playlists)
        .annotate(place=place)
        .filter(place__lte=FACES)
        .order_by("playlist_id", "place")
    )
    shown: dict[int, list[str]] = {}
    for key, track in found.values_list("playlist_id", "track__public_id"):
        shown.setdefault(key, []).append(track)
    return shown


def rule_words(rule: Mapping[str, Any]) -> str:
    """ "The top of the month: dorian, under 75 BPM, wistful; at most 50 tracks"."""
    sort = rule.get("sort", "hot")
    opening = _SORTS[sort] + (f" {_PERIODS[rule.get('period') or 'ever']}" if sort == "top" else "")
    wishes = [wish for wish in (_pitch(rule), _tempo(rule), _mood(rule), _query(rule)) if wish]
    text = ": ".join([opening, ", ".join(wishes)] if wishes else [opening])
    return f"{text[0].upper()}{text[1:]}; at most {rule.get('limit', 100)} tracks"


def _pitch(rule: Mapping[str, Any]) -> str:
    key, mode = rule.get("key"), rule.get("mode")
    if key and mode:
        return words.key_name(key, mode)
    if key:
        return f"in {words.note_name(key, 1, key - 1)}"
    return MODES[mode - 1] if mode else ""


def _tempo(rule: Mapping[str, Any]) -> str:
    low, high = rule.get("bpm_min"), rule.get("bpm_max")
    if low and high:
        return f"{low} to {high} BPM"
    if low:
        return f"{low} BPM and faster"
    return f"{high} BPM and slower" if high else ""


def _mood(rule: Mapping[str, Any]) -> str:
    mood = rule.get("mood")
    return Mood(mood).label.lower() if mood in Mood.values else ""


def _query(rule: Mapping[str, Any]) -> str:
    return f"“{rule['q']}” in the title" if rule.get("q") else ""

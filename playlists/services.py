"""Reading and keeping playlists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import numpy as np
from django.conf import settings
from django.db import transaction

from generator import services as generator
from generator.models import Track, Visibility
from generator.services import Take
from generator.tracks import change
from generator.vae.legacy import LinkLimits, decode_link
from generator.vae.score import Score
from generator.vae.titles import title_of
from playlists import standing
from playlists.models import DEFAULT, Playlist, PlaylistTrack

DEFAULT_LINK = Path(__file__).parent / "data" / "default-playlist.txt"
DEFAULT_TITLE = "First light"
_NUMBER = re.compile(r"#\d+")


def import_link(*, link: str) -> list[Take]:
    """A share link (URL, query or bare base64), or ``?default``, as takes.

    Raises ``LinkError``, and ``Playlist.DoesNotExist`` before the default playlist was loaded.
    """
    if _names_default(link):
        return takes_of(playlist=Playlist.objects.get(slug=DEFAULT))
    return generator.take_up(scores=decode_link(link, _limits()))


def takes_of(*, playlist: Playlist) -> list[Take]:
    """Its tracks, in order, in one query."""
    entries = playlist.entries.select_related("track__model_version")
    return generator.as_takes(tracks=[entry.track for entry in entries])


@transaction.atomic
def load_default(*, link: str) -> tuple[Playlist, bool]:
    """Store the default playlist; answers it and whether anything changed. Loading the same again changes nothing."""
    scores = [_named(score) for score in decode_link(link, _limits())]
    playlist, created = Playlist.objects.get_or_create(
        slug=DEFAULT, defaults={"title": DEFAULT_TITLE, "visibility": Playlist.Visibility.PUBLIC, "official": True}
    )
    if created:
        playlist.save(update_fields=standing.place(playlist))
    stored = [entry.track for entry in playlist.entries.select_related("track")]
    if _nameless(track.score for track in stored) == _nameless(score.to_json() for score in scores):
        return playlist, _rename(stored, scores) or created
    playlist.entries.all().delete()
    tracks = generator.store(takes=generator.take_up(scores=scores), visibility=Visibility.PUBLIC)
    PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=playlist, track=track, position=i) for i, track in enumerate(tracks)
    )
    return playlist, True


def _nameless(scores: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**score, "title": ""} for score in scores]


def _rename(tracks: Sequence[Track], scores: Sequence[Score]) -> bool:
    """The same music under other names stays the same tracks, with their likes; answers whether there were any."""
    renamed = [(track, score.title) for track, score in zip(tracks, scores, strict=True) if track.title != score.title]
    for track, title in renamed:
        change(track=track, title=title)
    return bool(renamed)


def _named(score: Score) -> Score:
    """The original's default tracks are called by a number; its digits are the seed of a name that can be said."""
    if not _NUMBER.fullmatch(score.title):
        return score
    chance = np.random.default_rng(int(score.title[1:]))
    return replace(score, title=title_of(chance, score.key, score.mode, score.energy, score.valence))


def _names_default(link: str) -> bool:
    text = link.strip()
    if len(text) > settings.MAX_LINK_CHARACTERS:
        return False
    try:
        query = urlsplit(text).query
    except ValueError:
        return False
    return DEFAULT in (text, query)


def _limits() -> LinkLimits:
    return LinkLimits(settings.MAX_LINK_CHARACTERS, settings.MAX_LINK_BYTES, settings.MAX_LINK_TRACKS)

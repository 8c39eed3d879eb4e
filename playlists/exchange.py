"""Playlists as files, and files as playlists: the original's link, our JSON, JSPF, MIDI."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import transaction

from accounts.models import User
from generator import midi, tracks
from generator.models import Track
from generator.tracks import NewTrack
from generator.vae.legacy import LinkLimits, decode_link, encode_link
from generator.vae.score import Score
from playlists import editing, library
from playlists.library import Brought
from playlists.models import Playlist
from playlists.reading import Entry

FORMAT, VERSION = "lofi-playlist", 1
EXTENSION = "urn:lofi:track:1"
"""Names our part of a JSPF file: what a track needs to be played where nobody knows it."""
LICENCE = "https://creativecommons.org/publicdomain/zero/1.0/"
IMPORTED_TITLE = "Imported"
_LONGEST = 60
_FORBIDDEN = frozenset('\\/:*?"<>|')
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Parcel:
    """What was read of a file: takes to be stored, ids of tracks that are here, and names of what is left out."""

    title: str
    description: str
    items: list[Brought | str]
    left_out: list[str]


@dataclass(frozen=True, slots=True)
class Imported:
    """The new list; ``left_out`` names what is not in it."""

    playlist: Playlist
    left_out: list[str]


def legacy_query(entries: Sequence[Entry]) -> str:
    """The query of a share link of the original system, ``?`` included; it plays what its eight fields can say."""
    return encode_link(Score.from_json(entry.track.score) for entry in entries)


def to_json(playlist: Playlist, entries: Sequence[Entry]) -> dict[str, Any]:
    """All that is needed to make the list again elsewhere."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "title": playlist.title,
        "description": playlist.description,
        "tracks": [{"id": entry.track.public_id, **_essence(entry.track)} for entry in entries],
    }


def to_jspf(playlist: Playlist, entries: Sequence[Entry], *, site: str, names: dict[int, str]) -> dict[str, Any]:
    """JSPF (https://www.xspf.org/jspf), our scores in ``extension``. ``site``: its address without a last slash.

    ``names``: primary key of a member -> the name that the caller may read.
    """
    address = f"{site}/playlists/{playlist.public_id}"
    body = {
        "title": playlist.title,
        "creator": names.get(playlist.owner_id or 0),
        "annotation": playlist.description or None,
        "location": address,
        "identifier": address,
        "date": playlist.changed.isoformat(),
        "license": LICENCE,
        "track": [_jspf_track(i, entry.track, site, names) for i, entry in enumerate(entries)],
    }
    return {"playlist": _without_none(body)}


def to_midi(entries: Sequence[Entry]) -> bytes:
    """A zip of lead sheets, numbered in their order. The same list gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for i, entry in enumerate(entries):
            info = zipfile.ZipInfo(f"{i + 1:03} {file_name(entry.track.title)}.mid", _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, midi.lead_sheet(Score.from_json(entry.track.score)))
    return out.getvalue()


def file_name(title: str) -> str:
    """A title without what file systems refuse, and without what can't be seen."""
    text = unicodedata.normalize("NFC", title)
    clean = "".join(" " if char in _FORBIDDEN or unicodedata.category(char)[0] == "C" else char for char in text)
    return " ".join(clean.split())[:_LONGEST].strip(". ") or "lofi"


def from_link(*, link: str) -> Parcel:
    """A share link of the original system. Raises LinkError."""
    most = min(settings.MAX_LINK_TRACKS, settings.MAX_PLAYLIST_TRACKS)
    limits = LinkLimits(settings.MAX_LINK_CHARACTERS, settings.MAX_LINK_BYTES, most)
    return Parcel(IMPORTED_TITLE, "", [Brought(score, None, None) for score in decode_link(link, limits)], [])


def take_in(*, user: User, parcel: Parcel, title: str | None = None) -> Imported:
    """A private playlist of what a file holds: scores are stored as private tracks, tracks of this site are put in.

    All of it or none. Raises ValidationError past ``MAX_TRACKS``, ``MAX_PLAYLISTS`` or ``MAX_PLAYLIST_TRACKS``.
    """
    brought = [item for item in parcel.items if isinstance(item, Brought)]
    takes = library.takes_of(brought) if brought else []  # seconds of work for a long list: before anything is locked
    new = [NewTrack(take, mix=one.mix) for one, take in zip(brought, takes, strict=True)]
    return _store(user, parcel, title or parcel.title, new)


@transaction.atomic
def _store(user: User, parcel: Parcel, title: str, new: Sequence[NewTrack]) -> Imported:
    stored = iter(tracks.store(creator=user, tracks=new))
    here = {track.public_id: track for track in _here(user, parcel)}
    found = [next(stored) if isinstance(item, Brought) else here.get(item) for item in parcel.items]
    gone = [f"{item}: there is no such track" for item in parcel.items if isinstance(item, str) and item not in here]
    wanted = [track for track in found if track is not None]
    made = editing.create(owner=user, title=title, description=parcel.description, tracks=wanted)
    return Imported(made, [*parcel.left_out, *gone])


def _here(user: User, parcel: Parcel) -> Sequence[Track]:
    ids = [item for item in parcel.items if isinstance(item, str)]
    return list(Track.objects.reachable_by(user).filter(public_id__in=ids))


def _essence(track: Track) -> dict[str, Any]:
    """What a track needs to be played, and to be made again, where nobody knows it."""
    return {
        "score": track.score,
        "latent": track.latent,
        "model_version": track.model_version.version,
        "mix": track.mix,
    }


def _jspf_track(index: int, track: Track, site: str, names: dict[int, str]) -> dict[str, Any]:
    address = f"{site}/tracks/{track.public_id}"
    body = {
        "location": [address],
        "identifier": [address],
        "title": track.title,
        "creator": names.get(track.creator_id or 0),
        "trackNum": index + 1,
        "extension": {EXTENSION: [_essence(track)]},
    }
    return _without_none(body)


def _without_none(body: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in body.items() if value is not None}

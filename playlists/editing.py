"""Playlists: made, changed, filled, put in order, copied, deleted.

Whoever changes what a list holds has locked its row first, so changes made at once come one after the other. What is
done to an official one is in the audit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, F, Max

from accounts import audit, wordfilter
from accounts.models import User
from accounts.newcomers import refuse_flood
from accounts.sanctions import refuse_silenced
from generator.hiding import refuse_hidden
from generator.models import SHARED, Track, Visibility
from generator.teaching import recording
from generator.vae.score import BIDI, ScoreError, check_title
from playlists import standing
from playlists.models import Invitation, Playlist, PlaylistTrack
from playlists.reading import Entry, entries
from playlists.smart import Rule

__all__ = [
    "Added", "Changed", "Entry", "add", "change", "create", "delete", "entries", "fork", "make_official", "remove",
    "reorder",
]  # fmt: skip


class Changed(Exception):
    """The list holds other entries than the caller thinks."""


@dataclass(frozen=True, slots=True)
class Added:
    """Entries that are new, and those that had been there; ``count`` is of all that the list holds now."""

    added: list[PlaylistTrack]
    known: list[PlaylistTrack]
    count: int


@transaction.atomic
def create(
    *,
    owner: User,
    title: str,
    description: str = "",
    visibility: str = Visibility.PRIVATE,
    tracks: Sequence[Track] = (),
    rule: Rule | None = None,
    forked_from: Playlist | None = None,
    official: bool = False,
) -> Playlist:
    """A new playlist with tracks in their order, each once; with a rule a smart one, that fills itself.

    An official one is the site's: ``owner`` is the curator who makes it, and owns nothing.

    Raises ValidationError that names the field and its bound.
    """
    if rule is not None and tracks:
        raise ValidationError({"tracks": ["A smart playlist fills itself by its rule: leave the tracks out."]})
    locked = User.objects.select_for_update(no_key=True).get(pk=owner.pk)  # two at once must not both be the last
    if visibility in SHARED:
        refuse_silenced(locked)
    if visibility == Visibility.PUBLIC and not official:
        refuse_flood(owner=locked, things=locked.playlists.all())
    if not official and owner.playlists.count() >= settings.MAX_PLAYLISTS:
        raise ValidationError(f"You have {settings.MAX_PLAYLISTS} playlists, which is the limit. Delete one first.")
    made = Playlist(title=title, description=description, visibility=visibility, forked_from=forked_from)
    made.owner, made.official = (None if official else owner), official
    made.rule = rule and rule.to_json()
    _check(made)
    found = wordfilter.check(title=title, description=description)
    standing.place(made)
    made.save()
    _append(made, owner, list(dict.fromkeys(tracks)))
    wordfilter.tell(thing=made, found=found)
    _note(made, owner, "create", visibility=visibility)
    return made


@transaction.atomic
def change(*, playlist: Playlist, user: User | None = None, **fields: Any) -> Playlist:
    """Set ``title``, ``description``, ``visibility`` or, of a smart playlist, ``rule``. ``user``: who changes it.

    Raises ValidationError that names the field and its bound; Silenced.
    """
    _refuse_showing(playlist, fields)
    locked = lock(playlist)
    if "visibility" in fields:
        refuse_hidden(locked)
    if isinstance(rule := fields.get("rule"), Rule):
        if locked.rule is None:
            raise ValidationError({"rule": ["This playlist is filled by hand. Make a new one for a rule."]})
        fields["rule"] = rule.to_json()
    before = {name: getattr(locked, name) for name in fields}
    for name, value in fields.items():
        setattr(locked, name, value)
    _check(locked)
    found = wordfilter.check(**{name: fields[name] for name in ("title", "description") if name in fields})
    locked.save(update_fields=[*fields, *standing.place(locked), "changed"])
    wordfilter.tell(thing=locked, found=found)
    _note(locked, user, "change", before=before, after=fields)
    return locked


@transaction.atomic
def make_official(*, playlist: Playlist, user: User) -> Playlist:
    """Give one's own playlist to the site: curators alone edit it from now on. The same again changes nothing."""
    locked = lock(playlist)
    if locked.official:
        return locked
    refuse_hidden(locked)
    Invitation.objects.filter(playlist=locked).delete()
    locked.editor_links.all().delete()
    locked.owner, locked.official, locked.claimed = None, True, False
    locked.save(update_fields=["owner", "official", "claimed", "changed"])
    _note(locked, user, "adopt", owner=user.username)
    return locked


@transaction.atomic
def delete(*, playlist: Playlist, user: User | None = None) -> None:
    """Gone, with its votes. Its tracks stay, and so do copies of it. ``user``: who deletes it."""
    _note(playlist, user, "delete")
    playlist.delete()


@transaction.atomic
def add(
    *, playlist: Playlist, user: User, tracks: Sequence[str], position: int | None = None, context: str = ""
) -> Added:
    """Put tracks, by their public ids, at the end or before the entry at ``position``. One that is there stays there.

    So a call that was interrupted can be made again. ``context``: where they heard them. Raises
    ValidationError for a track that the user can't reach, past ``MAX_PLAYLIST_TRACKS``, and for smart playlists.
    """
    User.objects.select_for_update(no_key=True).get(pk=user.pk)  # before the list: so does who leaves the site
    locked = lock(playlist)
    refuse_smart(locked)
    wanted = find_tracks(user=user, ids=tracks)
    known = list(locked.entries.filter(track__in=wanted).select_related("track"))
    there = {entry.track_id for entry in known}
    added = _append(locked, user, [track for track in wanted if track.pk not in there])
    if position is not None and added:
        _move_to(locked, added, position)
    if added:
        _touch(locked)
        recording.note_saves(user=user, tracks=[entry.track for entry in added], context=context)
        _note(locked, user, "add", tracks=[entry.track.public_id for entry in added])
    return Added(added, known, locked.entries.count())


@transaction.atomic
def remove(*, playlist: Playlist, entry: str, user: User | None = None) -> bool:
    """Take an entry out, by its public id; answers whether there was one. ``user``: who takes it out."""
    locked = lock(playlist)
    refuse_smart(locked)
    gone = locked.entries.filter(public_id=entry).select_related("track").first()
    if gone is None:
        return False
    gone.delete()
    _touch(locked)
    if gone.added_by_id and not PlaylistTrack.objects.filter(track=gone.track, added_by=gone.added_by_id).exists():
        recording.forget_save(user=gone.added_by_id, track=gone.track.pk)
    _note(locked, user, "remove", track=gone.track.public_id)
    return True


@transaction.atomic
def reorder(*, playlist: Playlist, user: User, order: Sequence[str]) -> None:
    """A whole new order: the public ids of all entries that the user sees. Raises Changed if they are others.

    What the user can't see (somebody's private track) keeps its place, counted from the beginning.
    """
    locked = lock(playlist)
    refuse_smart(locked)
    places = list(locked.entries.order_by("position"))
    seen = {place.pk: place for place in locked.entries.reachable_by(user)}
    by_id = {place.public_id: place for place in seen.values()}
    if len(order) != len(by_id) or set(order) != set(by_id):
        raise Changed
    new = (by_id[public_id] for public_id in order)
    _write_order(locked, [next(new) if place.pk in seen else place for place in places])
    _touch(locked)
    _note(locked, user, "order")


def fork(*, playlist: Playlist, user: User) -> Playlist:
    """A private copy that names what it was made from, and holds the tracks that the user can reach.

    Of a smart one a plain one, with what it holds now.
    """
    tracks = [entry.track for entry in entries(playlist, user)]
    return create(
        owner=user, title=playlist.title, description=playlist.description, tracks=tracks, forked_from=playlist
    )


def find_tracks(*, user: User, ids: Sequence[str]) -> list[Track]:
    """Tracks that the user can reach, each once, in the order of ``ids``. Raises ValidationError for any other."""
    found = {track.public_id: track for track in Track.objects.reachable_by(user).filter(public_id__in=ids)}
    for i, public_id in enumerate(ids):
        if public_id not in found:
            raise ValidationError({"tracks": [f"[{i}]: there is no such track."]})
    return [found[public_id] for public_id in dict.fromkeys(ids)]


def lock(playlist: Playlist) -> Playlist:
    """The row as it is now, held until the transaction ends. Not its key: rows that refer to it are made meanwhile."""
    return Playlist.objects.select_for_update(no_key=True).get(pk=playlist.pk)


def refuse_smart(playlist: Playlist) -> None:
    if playlist.rule is not None:
        raise ValidationError("A smart playlist fills itself by its rule. Fork it to get one that you can edit.")


def is_shown(char: str) -> bool:
    """Whether it may stand in a description: no control character, half of a pair or override of the direction."""
    return char in "\n\t" or (unicodedata.category(char) not in ("Cc", "Cs") and char not in BIDI)


def _refuse_showing(playlist: Playlist, fields: dict[str, Any]) -> None:
    """The owner is locked first: a decision about them, made at this moment, comes before or after."""
    if playlist.owner_id is None:
        return
    owner = User.objects.select_for_update(no_key=True).get(pk=playlist.owner_id)
    if fields.get("visibility", playlist.visibility) in SHARED:
        refuse_silenced(owner)
    if fields.get("visibility") == Visibility.PUBLIC and playlist.published is None:
        refuse_flood(owner=owner, things=owner.playlists.all())


def _append(playlist: Playlist, user: User, tracks: Sequence[Track]) -> list[PlaylistTrack]:
    found = playlist.entries.aggregate(many=Count("pk"), last=Max("position"))
    many, last = found["many"], found["last"]
    if tracks and many + len(tracks) > settings.MAX_PLAYLIST_TRACKS:
        most = settings.MAX_PLAYLIST_TRACKS
        raise ValidationError(
            {"tracks": [f"A playlist holds up to {most} tracks; this would be {many + len(tracks)}."]}
        )
    start = 0 if last is None else last + 1
    return PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=playlist, track=track, position=start + i, added_by=user)
        for i, track in enumerate(tracks)
    )


def _move_to(playlist: Playlist, moved: Sequence[PlaylistTrack], position: int) -> None:
    chosen = {entry.pk for entry in moved}
    others = list(playlist.entries.exclude(pk__in=chosen).order_by("position"))
    _write_order(playlist, [*others[:position], *moved, *others[position:]])


def _write_order(playlist: Playlist, places: Sequence[PlaylistTrack]) -> None:
    """0, 1, 2 ...: by way of numbers beyond the last, since no two may share one even for a moment."""
    last = playlist.entries.aggregate(last=Max("position"))["last"] or 0
    playlist.entries.update(position=F("position") + last + 1)
    for i, place in enumerate(places):
        place.position = i
    PlaylistTrack.objects.bulk_update(places, ["position"])


def _touch(playlist: Playlist) -> None:
    playlist.save(update_fields=["changed"])


def _note(playlist: Playlist, user: User | None, act: str, **data: Any) -> None:
    """What is everybody's is written down: members' own lists are their own business."""
    if playlist.official:
        name, title = playlist.public_id, playlist.title
        audit.record(actor=user, action=f"official.{act}", kind="playlist", target=name, title=title, **data)


def _check(playlist: Playlist) -> None:
    try:
        check_title(playlist.title)
    except ScoreError as error:
        raise ValidationError({"title": [f"{error.message.capitalize()}."]}) from error
    most = settings.MAX_DESCRIPTION_CHARACTERS
    if len(playlist.description) > most:
        raise ValidationError({"description": [f"Must be text of up to {most} characters."]})
    if not all(map(is_shown, playlist.description)):
        raise ValidationError({"description": ["Must not hold control characters."]})
    playlist.full_clean(exclude=["owner", "forked_from", "rule"])

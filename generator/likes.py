"""Likes: one a member and track. A track's row is locked first, so its count is that of the rows at any time.

Rows that are held are left out of it: a ring's, until staff release them, and those of suspended members.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Count, Max, QuerySet
from django.dispatch import Signal

from accounts.models import User
from generator import holds, ranks, rings
from generator.models import Held, Like, Track

BATCH = 500
liked = Signal()
"""Sent when somebody begins to like something: ``user``, ``track``, ``context``; in the transaction, both locked."""
unliked = Signal()
"""The same, when they no longer do."""
_COUNTED = ["like_count", *ranks.COLUMNS]


@transaction.atomic
def like(*, user: User, track: Track, context: str = "") -> int:
    """Like it, or leave it liked; answers how many do. Raises DoesNotExist if either went meanwhile.

    ``context`` is where they heard it, one of ``contexts.Context``.
    """
    member = _lock_member(user)
    locked = _lock(track)
    if not Like.objects.filter(user=user, track=locked).exists():
        held = Held.SUSPENDED if member.is_suspended else Held.NONE  # a moment ago, while this call was under way
        made = Like.objects.create(user=member, track=locked, held=held, unproven=rings.is_unproven(member))
        _count(locked, int(not held) - len(rings.guard(made, Like.objects.filter(track=locked))))
        liked.send(sender=Like, user=member, track=locked, context=context)
    return locked.like_count


@transaction.atomic
def unlike(*, user: User, track: Track, context: str = "") -> int:
    """Take a like back, if there is one; answers how many are left. Raises DoesNotExist if either went meanwhile."""
    member = _lock_member(user)
    locked = _lock(track)
    mine = Like.objects.filter(user=member, track=locked)
    if mine.exists():
        _count(locked, -len(holds.drop(mine)))
        unliked.send(sender=Like, user=member, track=locked, context=context)
    return locked.like_count


@transaction.atomic
def hold(*, track: Track, users: Iterable[User]) -> int:
    """Take likes that a ring gave out of the count; answers how many counted. Raises Track.DoesNotExist."""
    locked = _lock(track)
    gone = len(holds.hold(Like.objects.filter(track=locked, user__in=users), Held.RING))
    _count(locked, -gone)
    return gone


@transaction.atomic
def release(*, track: Track) -> int:
    """There is no ring: its likes count after all, and are not held again; answers how many.

    Raises Track.DoesNotExist.
    """
    locked = _lock(track)
    back = len(holds.vouch(Like.objects.filter(track=locked)))
    _count(locked, back)
    return back


@transaction.atomic
def hold_all_of(*, user: User) -> None:
    """A suspended member's likes don't count. Raises User.DoesNotExist."""
    _lock_member(user)
    _change_all(user.likes.all(), partial(holds.hold, reason=Held.SUSPENDED), -1)


@transaction.atomic
def release_all_of(*, user: User) -> None:
    """They count again, but for those that are held for another reason. Raises User.DoesNotExist."""
    _lock_member(user)
    _change_all(user.likes.all(), partial(holds.release, reason=Held.SUSPENDED), 1)


@transaction.atomic
def release_proven() -> None:
    """Likes that waited until their account had stood for a while count now."""
    _change_all(rings.waiting(Like.objects.all()), partial(holds.release, reason=Held.WAITING), 1)


def held_targets() -> QuerySet[Track]:
    """Tracks with a ring's likes, the latest first: ``held_count`` of them, the last one at ``held_last``."""
    of_rings = Track.objects.filter(likes__held__in=holds.with_any(Held.RING))
    return of_rings.annotate(held_count=Count("likes"), held_last=Max("likes__created")).order_by("-held_last", "-pk")


def liked_by(user: User | AnonymousUser, tracks: Iterable[Track]) -> set[int]:
    """Primary keys of those among the tracks that the user likes: one query, none for visitors."""
    if not user.is_authenticated:
        return set()
    keys = [track.pk for track in tracks]
    return set(Like.objects.filter(user=user, track__in=keys).values_list("track", flat=True))


def place(track: Track) -> list[str]:
    """Set the columns that feeds are ordered by, from its likes and its age; answers their names, saves nothing.

    There is nothing to estimate a share from where nobody can vote against: top is the number of likes.
    """
    return ranks.place(track, score_for_hot=track.like_count, top=track.like_count)


def export(user: User) -> list[dict[str, Any]]:
    """What a member likes, by public ids, in the order they liked it."""
    liked = user.likes.select_related("track").only("created", "track__public_id", "track__title").order_by("pk")
    return [{"track": like.track.public_id, "title": like.track.title, "created": like.created} for like in liked]


@transaction.atomic
def remove(user: User, keep_public: bool) -> None:
    """All of a member's likes, out of the counts too: a like is nobody's public work, so none stays."""
    _change_all(user.likes.all(), holds.drop, -1)


def _change_all(likes: QuerySet[Like], change: Callable[[QuerySet[Like]], list[Like]], by: int) -> None:
    """Change likes of many tracks, and count by each of those that ``change`` answers.

    Tracks are locked in the order of their keys, so that two who leave at once wait for each other and never both.
    """
    keys = list(likes.order_by("track").values_list("track", flat=True).distinct())
    for start in range(0, len(keys), BATCH):
        tracks = {track.pk: track for track in _rows().filter(pk__in=keys[start : start + BATCH]).order_by("pk")}
        for like in change(likes.filter(track__in=tracks)):
            tracks[like.track_id].like_count += by
            place(tracks[like.track_id])
        Track.objects.bulk_update(tracks.values(), _COUNTED)


def _rows() -> Any:
    # not the key: rows that refer to a track, such as its places in playlists, are made meanwhile
    return Track.objects.select_for_update(no_key=True).defer("score", "latent", "vector", "cross")


def _lock_member(user: User) -> User:
    """Before any track, as when they leave."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _lock(track: Track) -> Track:
    return _rows().get(pk=track.pk)


def _count(track: Track, change: int) -> None:
    if change:
        track.like_count += change
        place(track)
        track.save(update_fields=_COUNTED)

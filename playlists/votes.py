"""Votes and follows. Member and list are locked first: counts are those of the rows, whoever comes or goes.

Votes that are held are left out of them: a ring's, until staff release them, and those of suspended members.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from django.db import transaction
from django.db.models import Count, Max, Q, QuerySet

from accounts.models import User
from accounts.sanctions import refuse_silenced
from generator import holds, rings
from generator.models import Held
from playlists import standing
from playlists.models import Follow, Playlist, Vote

BATCH = 500
_COUNTER = {1: "ups", -1: "downs"}


@transaction.atomic
def vote(*, user: User, playlist: Playlist, value: int) -> Playlist:
    """Make the user's vote 1, -1 or, with 0, none; answers the list with its counts. The same again changes nothing.

    Raises Silenced, unless a vote is taken back.
    """
    member = _lock_member(user)
    if value:
        refuse_silenced(member)
    locked = _lock_list(playlist)
    before = Vote.objects.filter(user=user, playlist=locked).first()
    if (before.value if before else 0) == value:
        return locked
    if before is None:
        _cast(member, locked, value)
    elif value:
        _turn(before, locked, value)
    else:
        _count(locked, holds.drop(Vote.objects.filter(pk=before.pk)), -1)
    return _save(locked)


@transaction.atomic
def follow(*, user: User, playlist: Playlist, following: bool) -> int:
    """Follow the list, or no longer; answers how many do. The same again changes nothing."""
    _lock_member(user)
    locked = _lock_list(playlist)
    if following:
        changed = int(Follow.objects.get_or_create(user=user, playlist=locked)[1])
    else:
        changed = -Follow.objects.filter(user=user, playlist=locked).delete()[0]
    if changed:
        locked.follower_count += changed
        locked.save(update_fields=["follower_count"])
    return locked.follower_count


@transaction.atomic
def hold(*, playlist: Playlist, users: Iterable[User]) -> int:
    """Take votes that a ring gave out of the counts; answers how many counted. Raises Playlist.DoesNotExist."""
    locked = _lock_list(playlist)
    gone = holds.hold(Vote.objects.filter(playlist=locked, user__in=users), Held.RING)
    _count(locked, gone, -1)
    _save(locked)
    return len(gone)


@transaction.atomic
def release(*, playlist: Playlist) -> int:
    """There is no ring: its votes count after all, and are not held again; answers how many.

    Raises Playlist.DoesNotExist.
    """
    locked = _lock_list(playlist)
    back = holds.vouch(Vote.objects.filter(playlist=locked))
    _count(locked, back, 1)
    _save(locked)
    return len(back)


@transaction.atomic
def hold_all_of(*, user: User) -> None:
    """A suspended member's votes don't count. Raises User.DoesNotExist."""
    _lock_member(user)
    _change_all(user.votes.all(), partial(holds.hold, reason=Held.SUSPENDED), -1)


@transaction.atomic
def release_all_of(*, user: User) -> None:
    """They count again, but for those that are held for another reason. Raises User.DoesNotExist."""
    _lock_member(user)
    _change_all(user.votes.all(), partial(holds.release, reason=Held.SUSPENDED), 1)


@transaction.atomic
def release_proven() -> None:
    """Votes that waited until their account had stood for a while count now."""
    _change_all(rings.waiting(Vote.objects.all()), partial(holds.release, reason=Held.WAITING), 1)


def held_targets() -> QuerySet[Playlist]:
    """Playlists with a ring's votes, the latest first: ``held_count`` of them, the last one at ``held_last``."""
    of_rings = Playlist.objects.filter(votes__held__in=holds.with_any(Held.RING))
    return of_rings.annotate(held_count=Count("votes"), held_last=Max("votes__created")).order_by("-held_last", "-pk")


@transaction.atomic
def withdraw(*, user: User) -> None:
    """All votes and follows of a member who leaves, out of the counts too."""
    touched = Playlist.objects.filter(Q(votes__user=user) | Q(follows__user=user))
    for some in _locked(set(touched.values_list("pk", flat=True))):
        for row in holds.drop(user.votes.filter(playlist__in=some)):
            _count(some[row.playlist_id], [row], -1)
        follows = user.follows.filter(playlist__in=some)
        for key in follows.values_list("playlist", flat=True):
            some[key].follower_count -= 1
        follows.delete()
        _save_all(some.values())


def _change_all(votes: QuerySet[Vote], change: Callable[[QuerySet[Vote]], list[Vote]], by: int) -> None:
    """Change votes on many lists, and count by each of those that ``change`` answers."""
    for some in _locked(set(votes.values_list("playlist", flat=True))):
        for row in change(votes.filter(playlist__in=some)):
            _count(some[row.playlist_id], [row], by)
        _save_all(some.values())


def _locked(keys: set[int]) -> Iterator[dict[int, Playlist]]:
    """Some hundred lists at a time, in the order of their keys: two who leave at once must not wait for each other."""
    rows = Playlist.objects.select_for_update(no_key=True).order_by("pk")
    ordered = sorted(keys)
    for start in range(0, len(ordered), BATCH):
        yield {playlist.pk: playlist for playlist in rows.filter(pk__in=ordered[start : start + BATCH])}


def _lock_member(user: User) -> User:
    """Before any list, as when they leave: else their vote could outlive them."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)


def _lock_list(playlist: Playlist) -> Playlist:
    return Playlist.objects.select_for_update(no_key=True).get(pk=playlist.pk)


def _cast(user: User, playlist: Playlist, value: int) -> None:
    made = Vote.objects.create(user=user, playlist=playlist, value=value, unproven=rings.is_unproven(user))
    gone = rings.guard(made, Vote.objects.filter(playlist=playlist))
    _count(playlist, [made], 1)
    _count(playlist, gone, -1)


def _turn(vote: Vote, playlist: Playlist, value: int) -> None:
    """A change of mind does not get a held vote into the count."""
    counts = [vote] if vote.held == Held.NONE else []
    _count(playlist, counts, -1)
    vote.value = value
    vote.save(update_fields=["value"])
    _count(playlist, counts, 1)


def _count(playlist: Playlist, votes: Iterable[Vote], by: int) -> None:
    for row in votes:
        name = _COUNTER[row.value]
        setattr(playlist, name, getattr(playlist, name) + by)


def _save(playlist: Playlist) -> Playlist:
    playlist.save(update_fields=["ups", "downs", *standing.place(playlist)])
    return playlist


def _save_all(playlists: Iterable[Playlist]) -> None:
    for playlist in playlists:
        standing.place(playlist)
    Playlist.objects.bulk_update(playlists, ["ups", "downs", "follower_count", *standing.COLUMNS])

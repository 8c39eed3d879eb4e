"""Votes, follows and edits on a real PostgreSQL, by many at once."""

from __future__ import annotations

import random
from functools import partial

import pytest
from django.db import IntegrityError

from accounts import deletion
from accounts.models import User
from generator.models import Held
from generator.ranking import wilson_lower_bound
from playlists import editing, votes
from playlists.models import Follow, Playlist, Vote
from tests import library
from tests.accounts.people import member
from tests.crowds import newcomers, regulars
from tests.postgres import at_once, postgres, postgres_database  # noqa: F401 (fixtures)

WORKERS = 64
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("postgres")]


def people(many: int) -> list[User]:
    return User.objects.bulk_create(User(username=f"member{i}") for i in range(many))


def change_of_minds(user: User, playlist: Playlist, seed: int) -> int:
    """Ten votes and follows; answers the last vote."""
    draw, value = random.Random(seed), 0
    for _ in range(10):
        value = draw.choice((-1, 0, 1))
        votes.vote(user=user, playlist=playlist, value=value)
        votes.follow(user=user, playlist=playlist, following=value > 0)
    return value


def check_counts(playlist: Playlist) -> None:
    playlist.refresh_from_db()
    values = list(Vote.objects.filter(playlist=playlist, held=Held.NONE).values_list("value", flat=True))
    assert (playlist.ups, playlist.downs) == (values.count(1), values.count(-1))
    assert playlist.follower_count == Follow.objects.filter(playlist=playlist).count()
    bound = wilson_lower_bound(playlist.ups, playlist.ups + playlist.downs)
    assert (playlist.top, playlist.top_day) == pytest.approx((bound, bound))


def test_counts_equal_rows_after_64_workers() -> None:
    made = editing.create(owner=member("alice"), title="Mine", visibility="public")
    crowd = people(WORKERS)
    last = at_once(*(partial(change_of_minds, user, made, i) for i, user in enumerate(crowd)))
    check_counts(made)
    found = dict(Vote.objects.values_list("user", "value"))
    assert found == {user.pk: value for user, value in zip(crowd, last, strict=True) if value}


def test_one_member_in_64_places_votes_once() -> None:
    alice = member("alice")
    made = editing.create(owner=alice, title="Mine", visibility="public")
    at_once(*(partial(votes.vote, user=alice, playlist=made, value=1 if i % 2 else -1) for i in range(WORKERS)))
    check_counts(made)
    assert Vote.objects.count() == 1


def test_counts_equal_rows_while_members_leave() -> None:
    alice = member("alice")
    lists = [editing.create(owner=alice, title=f"L{i}", visibility="public") for i in range(3)]
    crowd = people(16)
    for user in crowd[:8]:
        for made in lists:
            votes.vote(user=user, playlist=made, value=1)
            votes.follow(user=user, playlist=made, following=True)
    goes = [partial(deletion.delete, user=user, keep_public=True) for user in crowd[:8]]
    come = [partial(change_of_minds, user, lists[i % 3], i) for i, user in enumerate(crowd[8:])]
    at_once(*goes, *come)
    for made in lists:
        check_counts(made)


def come_and_go(user: User, playlist: Playlist, seed: int) -> None:
    change_of_minds(user, playlist, seed)
    if seed % 4 == 0:
        votes.hold_all_of(user=user)
    votes.vote(user=user, playlist=playlist, value=1)
    if seed % 8 == 0:
        votes.release_all_of(user=user)


def test_counts_equal_rows_with_a_ring_among_64_workers() -> None:
    alice = member("alice")
    made, other = (editing.create(owner=alice, title=title, visibility="public") for title in ("Mine", "Other"))
    fans = regulars(WORKERS)
    for user in fans:
        votes.vote(user=user, playlist=other, value=1)
    crowd = newcomers(WORKERS - 16) + fans[:16]
    at_once(*(partial(come_and_go, user, made, i) for i, user in enumerate(crowd)))
    check_counts(made)
    check_counts(other)
    assert Vote.objects.filter(playlist=made, held=Held.RING).count() > WORKERS // 4
    votes.release(playlist=made)
    check_counts(made)


def busy_until_gone(user: User, lists: list[Playlist], seed: int) -> None:
    """Votes, follows and adds, by somebody whose account is being deleted meanwhile."""
    for _ in range(5):
        try:
            change_of_minds(user, lists[seed % 3], seed)
            editing.add(playlist=lists[seed % 3], user=user, tracks=[])
        except (User.DoesNotExist, IntegrityError):
            return


def test_votes_do_not_outlive_who_votes_while_leaving() -> None:
    alice = member("alice")
    lists = [editing.create(owner=alice, title=f"L{i}", visibility="public") for i in range(3)]
    crowd = people(16)
    stay = [partial(busy_until_gone, user, lists, i) for i, user in enumerate(crowd)]
    leave = [partial(deletion.delete, user=user, keep_public=True) for user in User.objects.exclude(pk=alice.pk)]
    at_once(*stay, *leave)
    assert (Vote.objects.count(), Follow.objects.count(), User.objects.count()) == (0, 0, 1)
    for made in lists:
        check_counts(made)


def edit(user: User, playlist: Playlist, own: list[str], seed: int) -> None:
    """Add one's own tracks one by one, and between that put all in a random order, if nobody was quicker."""
    draw = random.Random(seed)
    for track in own:
        editing.add(playlist=playlist, user=user, tracks=[track], position=draw.choice((None, 0, 3)))
        order = list(playlist.entries.values_list("public_id", flat=True))
        draw.shuffle(order)
        try:
            editing.reorder(playlist=playlist, user=user, order=order)
        except editing.Changed:
            continue


def test_many_who_add_and_order_at_once_lose_and_double_nothing() -> None:
    alice = member("alice")
    made = editing.create(owner=alice, title="Ours", visibility="public")
    crowd = people(8)
    own = [[library.track(alice, f"T{i}{j}", "public").public_id for j in range(4)] for i in range(8)]
    at_once(*(partial(edit, user, made, own[i], i) for i, user in enumerate(crowd)))
    found = list(made.entries.values_list("track__public_id", flat=True))
    assert sorted(found) == sorted(track for some in own for track in some)
    assert len(set(made.entries.values_list("position", flat=True))) == 32


def test_last_playlist_is_made_once(settings: object) -> None:
    alice = member("alice")
    settings.MAX_PLAYLISTS = 3  # type: ignore[attr-defined]

    def make() -> bool:
        try:
            editing.create(owner=alice, title="Mine")
        except editing.ValidationError:
            return False
        return True

    assert at_once(*[make] * 16).count(True) == 3
    assert alice.playlists.count() == 3

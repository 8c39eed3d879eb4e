"""Likes on a real PostgreSQL, by many at once."""

from __future__ import annotations

import random
from functools import partial

import pytest

from accounts import deletion
from accounts.models import User
from generator import likes
from generator.models import Held, Like, Track
from tests import library
from tests.accounts.people import member
from tests.crowds import newcomers, regulars
from tests.postgres import at_once, postgres, postgres_database  # noqa: F401 (fixtures)

WORKERS = 64
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("postgres")]


def people(many: int) -> list[User]:
    return User.objects.bulk_create(User(username=f"member{i}") for i in range(many))


def like_and_unlike(user: User, track: Track, seed: int) -> bool:
    """Ten changes of mind; answers the last one."""
    draw, wish = random.Random(seed), False
    for _ in range(10):
        wish = draw.random() < 0.6
        (likes.like if wish else likes.unlike)(user=user, track=track)
    return wish


def test_count_equals_rows_after_64_workers() -> None:
    track = library.track(member("alice"), visibility="public")
    crowd = people(WORKERS)
    last = at_once(*(partial(like_and_unlike, user, track, i) for i, user in enumerate(crowd)))
    track.refresh_from_db()
    rows = Like.objects.filter(track=track)
    assert {like.user_id for like in rows} == {user.pk for user, wish in zip(crowd, last, strict=True) if wish}
    assert (track.like_count, track.top, track.top_day) == (rows.count(), rows.count(), rows.count())


def test_one_member_in_64_places_counts_once() -> None:
    alice = member("alice")
    track = library.track(alice, visibility="public")
    counts = at_once(*(partial(likes.like, user=alice, track=track) for _ in range(WORKERS)))
    track.refresh_from_db()
    assert (set(counts), track.like_count, Like.objects.count()) == ({1}, 1, 1)


def test_counts_equal_rows_while_members_leave() -> None:
    alice = member("alice")
    tracks = [library.track(alice, f"T{i}", "public") for i in range(3)]
    leaving, staying = people(16)[:8], User.objects.filter(username__in=[f"member{i}" for i in range(8, 16)])
    for user in leaving:
        for track in tracks:
            likes.like(user=user, track=track)
    goes = [partial(deletion.delete, user=user, keep_public=True) for user in leaving]
    come = [partial(like_and_unlike, user, tracks[i % 3], i) for i, user in enumerate(staying)]
    at_once(*goes, *come)
    for track in Track.objects.all():
        assert track.like_count == Like.objects.filter(track=track).count()


def test_count_equals_rows_with_a_ring_among_64_workers() -> None:
    alice, fans = member("alice"), regulars(WORKERS)
    track, other = (library.track(alice, title, "public") for title in ("Rain", "Other"))
    for user in fans:
        likes.like(user=user, track=other)
    crowd = newcomers(WORKERS - 16) + fans[:16]
    at_once(*(partial(like_and_unlike, user, track, i) for i, user in enumerate(crowd)))
    at_once(*(partial(likes.like, user=user, track=track) for user in crowd))
    track.refresh_from_db()
    assert track.like_count == Like.objects.filter(track=track, held=Held.NONE).count() < WORKERS // 2
    assert likes.release(track=track) == WORKERS - track.like_count
    track.refresh_from_db()
    assert (track.like_count, track.top) == (WORKERS, WORKERS)

"""Likes: idempotent, counted, and gone with who gave them."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from accounts import deletion
from accounts.models import User
from generator import likes
from generator.models import Like, Track
from generator.ranking import hot
from tests import library
from tests.accounts.people import member


def stands(track: Track) -> tuple[object, ...]:
    track.refresh_from_db()
    return track.like_count, track.top, track.top_day, track.top_week, track.top_month


def test_liking_twice_is_liking_once(alice: User, bob: User) -> None:
    track = library.track(alice, visibility="public")
    assert [likes.like(user=user, track=track) for user in (bob, bob, alice)] == [1, 1, 2]
    assert Like.objects.count() == 2
    assert [likes.unlike(user=user, track=track) for user in (bob, bob, alice)] == [1, 1, 0]
    assert Like.objects.count() == 0


def test_like_moves_a_track_in_every_feed(alice: User, bob: User) -> None:
    track = library.track(alice, visibility="public")
    for i in range(10):
        likes.like(user=member(f"listener{i}"), track=track)
    assert stands(track) == (10, 10, 10, 10, 10)
    assert track.published
    assert track.hot == pytest.approx(hot(10, track.published)) == pytest.approx(hot(0, track.published) + 1)


def test_like_of_an_old_track_does_not_bring_it_back(alice: User) -> None:
    track = library.track(alice, visibility="public")
    Track.objects.filter(pk=track.pk).update(published=timezone.now() - timedelta(days=8))
    likes.like(user=alice, track=track)
    assert stands(track) == (1, 1, None, None, 1)


def test_liked_ones_of_several_take_one_query(alice: User, django_assert_num_queries: object) -> None:
    tracks = [library.track(alice, f"T{i}", "public") for i in range(3)]
    likes.like(user=alice, track=tracks[1])
    with django_assert_num_queries(1):  # type: ignore[operator]
        assert likes.liked_by(alice, tracks) == {tracks[1].pk}
    assert likes.liked_by(AnonymousUser(), tracks) == set()


def test_likes_of_whoever_leaves_are_taken_out_of_the_counts(alice: User, bob: User) -> None:
    liked, own = library.track(alice, visibility="public"), library.track(bob, "Own", visibility="public")
    for user in (alice, bob):
        likes.like(user=user, track=liked)
    likes.like(user=bob, track=own)
    deletion.delete(user=bob, keep_public=True)
    assert stands(liked) == (1, 1, 1, 1, 1)
    assert stands(own) == (0, 0, 0, 0, 0)
    assert [like.user for like in Like.objects.all()] == [alice]


def test_export_names_what_is_liked(alice: User, bob: User) -> None:
    track = library.track(alice, "Rain", "public")
    likes.like(user=bob, track=track)
    assert likes.export(bob) == [{"track": track.public_id, "title": "Rain", "created": Like.objects.get().created}]

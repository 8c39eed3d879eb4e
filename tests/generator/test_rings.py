"""Rings move no feed, crowds do: whoever is in them, and however old the site is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts import deletion
from accounts.models import User
from generator import feeds, likes, rings
from generator.models import Held, Like, Track
from generator.ranking import hot
from generator.rings import Crowd
from generator.tasks import release_proven
from tests import library
from tests.crowds import newcomers, regulars, spread


@pytest.fixture
def tracks(alice: User) -> list[Track]:
    return [library.track(alice, f"T{i}", "public") for i in range(6)]


@pytest.fixture
def lively(tracks: list[Track]) -> list[Track]:
    """A site that has stood for a while: thirty regulars like this and that, the first tracks more than the last.

    They did so two days ago.
    """
    for i, user in enumerate(regulars(30)):
        for track in (tracks[n] for n in {i % 6, i % 3, 0}):
            likes.like(user=user, track=track)
    Like.objects.update(created=timezone.now() - timedelta(days=2))
    return tracks


def like(users: list[User], track: Track) -> int:
    for user in users:
        likes.like(user=user, track=track)
    track.refresh_from_db()
    return track.like_count


def orders() -> list[list[tuple[str, float, float]]]:
    return [
        list(feeds.tracks(sort=sort, period=period).values_list("title", "hot", "top"))
        for sort, period in (("hot", "ever"), ("top", "ever"), ("top", "day"))
    ]


def held(track: Track) -> list[int]:
    return list(track.likes.order_by("pk").values_list("held", flat=True))


class TestStandsOut:
    @pytest.mark.parametrize(
        ("here", "site", "expected"),
        [
            (Crowd(10, 0), Crowd(10, 20), True),
            (Crowd(200, 0), Crowd(200, 20), True),
            (Crowd(10, 0), Crowd(10, 19), False),  # too few regulars to compare with
            (Crowd(1000, 0), Crowd(1000, 0), False),  # everybody is new
            (Crowd(10, 7), Crowd(30, 300), False),  # six of ten are needed
            (Crowd(12, 8), Crowd(30, 300), True),
            (Crowd(30, 10), Crowd(300, 100), False),  # as everywhere
            (Crowd(50, 0), Crowd(200, 20), True),  # all of a ring were busy elsewhere first
            (Crowd(49, 0), Crowd(200, 20), False),
        ],
    )
    def test_newcomers_are_compared_with_those_of_the_site(self, here: Crowd, site: Crowd, expected: bool) -> None:
        assert rings.stands_out(here, site) == expected

    @given(st.integers(0, 500), st.integers(0, 500), st.integers(0, 5000))
    def test_site_without_regulars_has_no_rings(self, unproven: int, proven: int, others: int) -> None:
        assert not rings.stands_out(Crowd(unproven, proven), Crowd(unproven + others, 0))

    @given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 20))
    def test_thing_whose_crowd_is_as_the_sites_never_stands_out(self, unproven: int, proven: int, times: int) -> None:
        assert not rings.stands_out(Crowd(unproven, proven), Crowd(unproven * times, proven * times))


class TestRing:
    def test_ring_of_two_hundred_moves_no_feed(self, lively: list[Track]) -> None:
        before = orders()
        assert like(newcomers(200), lively[5]) == 5
        assert orders() == before
        assert [bool(value & Held.RING) for value in held(lively[5])] == [False] * 5 + [True] * 200

    def test_ring_that_was_busy_elsewhere_first_does_not_count(self, lively: list[Track]) -> None:
        ring = newcomers(60)
        for user, i in spread(ring, 5, each=1):
            likes.like(user=user, track=lively[i])
        assert like(ring, lively[5]) == 5

    def test_newcomers_count_as_far_as_regulars_go_along(self, lively: list[Track]) -> None:
        like(regulars(4, "fan"), lively[5])
        assert like(newcomers(9), lively[5]) == 5 + 4 + 5

    def test_few_newcomers_move_little(self, lively: list[Track]) -> None:
        assert like(newcomers(9), lively[5]) == 5 + 3
        assert held(lively[5]) == [0] * 8 + [Held.WAITING] * 6

    def test_ring_members_see_their_likes(self, lively: list[Track]) -> None:
        ring = newcomers(12)
        like(ring, lively[5])
        assert likes.liked_by(ring[0], lively) == {lively[5].pk}
        assert len(likes.export(ring[0])) == 1

    def test_regulars_count_among_a_ring(self, lively: list[Track]) -> None:
        like(newcomers(12), lively[5])
        assert like(regulars(5, "late"), lively[5]) == 10

    def test_targets_are_told_with_what_is_held(self, lively: list[Track]) -> None:
        like(newcomers(9, "few"), lively[4])
        like(newcomers(12), lively[5])
        assert [(track.title, track.held_count) for track in likes.held_targets()] == [("T5", 12)]  # type: ignore[attr-defined]


class TestCrowd:
    def test_mixed_crowd_counts(self, lively: list[Track]) -> None:
        crowd = [user for pair in zip(newcomers(20), regulars(20, "fan"), strict=True) for user in pair]
        assert like(crowd, lively[5]) == 5 + 40
        assert feeds.tracks(sort="top")[0].title == "T5"

    def test_launch_day_counts(self, tracks: list[Track]) -> None:
        """Everybody came today, and one track is liked by all of them."""
        crowd = newcomers(40)
        for user, i in spread(crowd, 5):
            likes.like(user=user, track=tracks[i])
        assert like(crowd, tracks[5]) == 40
        assert set(Like.objects.values_list("held", flat=True)) == {0}

    def test_launch_with_founders_counts(self, tracks: list[Track]) -> None:
        for user, i in spread(regulars(10, "founder"), 5, each=5):
            likes.like(user=user, track=tracks[i])
        assert like(newcomers(30), tracks[5]) == 30


class TestRelease:
    def test_release_counts_exactly(self, lively: list[Track]) -> None:
        like(newcomers(20), lively[5])
        assert likes.release(track=lively[5]) == 20
        lively[5].refresh_from_db()
        assert lively[5].published
        assert (lively[5].like_count, lively[5].top, lively[5].top_day) == (25, 25, 25)
        assert lively[5].hot == pytest.approx(hot(25, lively[5].published))

    def test_released_crowd_is_not_held_again(self, lively: list[Track]) -> None:
        like(newcomers(20), lively[5])
        likes.release(track=lively[5])
        assert like(newcomers(20, "more"), lively[5]) == 45
        assert not likes.held_targets()

    def test_staff_hold_whom_they_name(self, lively: list[Track]) -> None:
        ring = [like.user for like in lively[0].likes.all()[:4]]
        assert [likes.hold(track=lively[0], users=ring) for _ in range(2)] == [4, 0]
        lively[0].refresh_from_db()
        assert lively[0].like_count == 26

    def test_likes_that_waited_count_once_their_account_has_stood(self, lively: list[Track]) -> None:
        ring = newcomers(9)
        like(ring, lively[5])
        User.objects.filter(pk__in=[user.pk for user in ring[:6]]).update(
            date_joined=timezone.now() - timedelta(days=8)
        )
        release_proven()
        lively[5].refresh_from_db()
        assert lively[5].like_count == 5 + 6
        assert held(lively[5]) == [0] * 11 + [Held.WAITING] * 3


class TestSuspended:
    def test_likes_of_a_suspended_member_do_not_count_meanwhile(self, lively: list[Track]) -> None:
        user = User.objects.get(username="regular0")
        before, counts = orders(), list(Track.objects.order_by("pk").values_list("like_count", flat=True))
        for _ in range(2):
            likes.hold_all_of(user=user)
        assert list(Track.objects.order_by("pk").values_list("like_count", flat=True)) == [counts[0] - 1, *counts[1:]]
        for _ in range(2):
            likes.release_all_of(user=user)
        assert orders() == before

    def test_ring_stays_held_when_its_member_comes_back(self, lively: list[Track]) -> None:
        ring = newcomers(12)
        like(ring, lively[5])
        likes.hold_all_of(user=ring[11])
        likes.release_all_of(user=ring[11])
        assert Like.objects.get(user=ring[11]).held == Held.RING

    def test_suspended_members_like_stays_held_when_its_ring_is_released(self, lively: list[Track]) -> None:
        ring = newcomers(12)
        like(ring, lively[5])
        likes.hold_all_of(user=ring[0])
        assert likes.release(track=lively[5]) == 11
        assert Like.objects.get(user=ring[0]).held == Held.SUSPENDED
        likes.release_all_of(user=ring[0])
        lively[5].refresh_from_db()
        assert lively[5].like_count == 17

    def test_whoever_leaves_takes_nothing_out_that_did_not_count(self, lively: list[Track]) -> None:
        ring = newcomers(12)
        like(ring, lively[5])
        deletion.delete(user=ring[0], keep_public=False)
        likes.unlike(user=ring[1], track=lively[5])
        lively[5].refresh_from_db()
        assert (lively[5].like_count, lively[5].likes.count()) == (5, 15)

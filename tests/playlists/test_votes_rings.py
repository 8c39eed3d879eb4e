"""Rings of voters move no ranking, crowds do; whatever happens, counts are those of the rows that are not held."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from accounts import deletion
from accounts.models import User
from generator import likes
from generator.models import Held, Like
from generator.ranking import wilson_lower_bound
from playlists import feeds, votes
from playlists.models import Playlist, Vote
from playlists.tasks import release_proven
from tests import library
from tests.accounts.people import member
from tests.crowds import newcomers, regulars, spread


@pytest.fixture
def lists(alice: User) -> list[Playlist]:
    return [library.playlist(alice, f"L{i}", visibility="public") for i in range(5)]


@pytest.fixture
def lively(lists: list[Playlist]) -> list[Playlist]:
    """A site that has stood for a while: two days ago thirty regulars voted, for the first lists more than the last."""
    for user, i in spread(regulars(30), 5):
        votes.vote(user=user, playlist=lists[i], value=1 if i < 4 or user.pk % 3 else -1)
    Vote.objects.update(created=timezone.now() - timedelta(days=2))
    return lists


def vote(users: list[User], playlist: Playlist, value: int = 1) -> tuple[int, int]:
    for user in users:
        votes.vote(user=user, playlist=playlist, value=value)
    playlist.refresh_from_db()
    return playlist.ups, playlist.downs


def orders() -> list[list[tuple[str, float, float]]]:
    return [
        list(feeds.playlists(sort=sort, period=period).values_list("title", "hot", "top"))
        for sort, period in (("hot", "ever"), ("top", "ever"), ("top", "day"))
    ]


def check_count(playlist: Playlist) -> None:
    playlist.refresh_from_db()
    values = list(playlist.votes.filter(held=Held.NONE).values_list("value", flat=True))
    assert (playlist.ups, playlist.downs) == (values.count(1), values.count(-1))
    assert playlist.top == pytest.approx(wilson_lower_bound(values.count(1), len(values)))


class TestRing:
    @pytest.mark.parametrize("value", [1, -1])
    def test_ring_of_two_hundred_moves_no_feed(self, lively: list[Playlist], value: int) -> None:
        before = orders()
        vote(newcomers(200), lively[4], value)
        assert orders() == before
        assert lively[4].votes.filter(held=Held.NONE).count() == 12
        assert [(made.title, made.held_count) for made in votes.held_targets()] == [("L4", 200)]  # type: ignore[attr-defined]

    def test_nine_newcomers_are_three(self, lively: list[Playlist], alice: User) -> None:
        fresh = library.playlist(alice, "Fresh", visibility="public")
        assert vote(newcomers(9), fresh) == (3, 0)
        assert fresh.top == pytest.approx(0.4385, abs=1e-4)

    def test_change_of_mind_does_not_free_a_vote(self, lively: list[Playlist]) -> None:
        ring = newcomers(12)
        before = vote(ring, lively[4])
        assert vote(ring, lively[4], -1) == before
        assert set(Vote.objects.filter(user__in=ring).values_list("value", flat=True)) == {-1}

    def test_votes_that_waited_count_once_their_account_has_stood(self, lively: list[Playlist]) -> None:
        before = lively[4].votes.count()
        vote(newcomers(9), lively[4])
        User.objects.filter(username__startswith="newcomer").update(date_joined=timezone.now() - timedelta(days=8))
        release_proven()
        check_count(lively[4])
        assert lively[4].ups + lively[4].downs == before + 9


class TestCrowd:
    def test_mixed_crowd_counts(self, lively: list[Playlist], alice: User) -> None:
        fresh = library.playlist(alice, "Fresh", visibility="public")
        crowd = [user for pair in zip(regulars(20, "fan"), newcomers(20), strict=True) for user in pair]
        assert vote(crowd, fresh) == (40, 0)

    def test_launch_day_counts(self, lists: list[Playlist]) -> None:
        crowd = newcomers(40)
        for user, i in spread(crowd, 4):
            votes.vote(user=user, playlist=lists[i], value=1)
        assert vote(crowd, lists[4]) == (40, 0)


class TestRelease:
    def test_release_counts_exactly(self, lively: list[Playlist]) -> None:
        before = lively[4].votes.count()
        vote(newcomers(20), lively[4])
        assert votes.release(playlist=lively[4]) == 20
        check_count(lively[4])
        assert lively[4].votes.filter(held=Held.NONE).count() == before + 20
        assert not votes.held_targets()

    def test_staff_hold_whom_they_name(self, lively: list[Playlist]) -> None:
        ring = [vote.user for vote in lively[0].votes.all()[:4]]
        assert [votes.hold(playlist=lively[0], users=ring) for _ in range(2)] == [4, 0]
        check_count(lively[0])

    def test_suspended_member_counts_again_afterwards_but_for_rings(self, lively: list[Playlist]) -> None:
        ring = newcomers(12)
        vote(ring, lively[4])
        votes.vote(user=ring[0], playlist=lively[0], value=-1)
        before = orders()
        votes.hold_all_of(user=ring[0])
        lively[0].refresh_from_db()
        assert lively[0].downs == 0
        votes.release_all_of(user=ring[0])
        assert orders() == before
        assert list(ring[0].votes.order_by("playlist").values_list("held", flat=True)) == [Held.NONE, Held.RING]


@pytest.mark.slow
class TestAlways(TestCase):
    """Hypothesis plays with a few accounts, most of them new, on a site whose guards wake early."""

    def setUp(self) -> None:
        self.alice = member("alice")
        self.list = library.playlist(self.alice, "Mine", visibility="public")
        self.track = library.track(self.alice, "Rain", "public")

    @settings(max_examples=25)
    @given(st.data())
    def test_counts_equal_the_rows_that_are_not_held(self, data: Any) -> None:
        crowd = [*regulars(2), *newcomers(6)]
        with self.settings(RING_VOTES=3, UNPROVEN_VOTES=1, RING_MEMBERS=1, RING_LIFT=1.0):
            for _ in range(data.draw(st.integers(1, 20))):
                if crowd:
                    self.step(data.draw, crowd)
                check_count(self.list)
                self.track.refresh_from_db()
                counted = Like.objects.filter(track=self.track, held=Held.NONE).count()
                assert (self.track.like_count, self.track.top) == (counted, counted)

    def step(self, draw: Any, crowd: list[User]) -> None:
        user = draw(st.sampled_from(crowd))
        name = draw(st.sampled_from(["cast", "cast", "cast", "hold", "release", "suspend", "resume", "grow", "leave"]))
        getattr(self, name)(user, draw)
        if name == "leave":
            crowd.remove(user)

    def cast(self, user: User, draw: Any) -> None:
        value = draw(st.sampled_from([1, 1, -1, 0]))
        votes.vote(user=user, playlist=self.list, value=value)
        (likes.like if value > 0 else likes.unlike)(user=user, track=self.track)

    def hold(self, user: User, draw: Any) -> None:
        votes.hold(playlist=self.list, users=[user])
        likes.hold(track=self.track, users=[user])

    def release(self, user: User, draw: Any) -> None:
        votes.release(playlist=self.list)
        likes.release(track=self.track)

    def suspend(self, user: User, draw: Any) -> None:
        likes.hold_all_of(user=user)
        votes.hold_all_of(user=user)

    def resume(self, user: User, draw: Any) -> None:
        likes.release_all_of(user=user)
        votes.release_all_of(user=user)

    def grow(self, user: User, draw: Any) -> None:
        User.objects.filter(pk=user.pk).update(date_joined=timezone.now() - timedelta(days=9))
        likes.release_proven()
        votes.release_proven()

    def leave(self, user: User, draw: Any) -> None:
        deletion.delete(user=user, keep_public=False)

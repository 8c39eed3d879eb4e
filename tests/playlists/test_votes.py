"""Votes and follows: counts are those of the rows, whatever is said how often, and whoever leaves."""

from __future__ import annotations

from typing import Any

import pytest

from accounts import deletion
from accounts.models import User
from generator.ranking import hot, wilson_lower_bound
from playlists import votes
from playlists.models import Follow, Playlist, Vote
from tests import library
from tests.accounts.people import as_user, member


@pytest.fixture
def people(db: None) -> list[User]:
    return [member(name) for name in ("alice", "bob", "carol")]


@pytest.fixture
def made(people: list[User]) -> Playlist:
    return library.playlist(people[0], "Mine", visibility="public")


def path(playlist: Playlist, more: str) -> str:
    return f"/api/v1/playlists/{playlist.public_id}/{more}"


def counts(playlist: Playlist) -> tuple[int, int, int]:
    playlist.refresh_from_db()
    return playlist.ups, playlist.downs, playlist.follower_count


def rows(playlist: Playlist) -> tuple[int, int, int]:
    return (
        playlist.votes.filter(value=1).count(),
        playlist.votes.filter(value=-1).count(),
        playlist.follows.count(),
    )


class TestVote:
    @pytest.mark.parametrize(
        ("said", "ups", "downs"),
        [([1], 1, 0), ([1, 1], 1, 0), ([1, -1], 0, 1), ([-1, 0], 0, 0), ([0], 0, 0), ([1, 0, 0, -1, -1, 1], 1, 0)],
    )
    def test_last_word_counts_once(
        self, people: list[User], made: Playlist, said: list[int], ups: int, downs: int
    ) -> None:
        for value in said:
            answer = as_user(people[1]).put(path(made, "vote"), {"value": value})
            assert (answer.status_code, answer.json()["vote"]) == (200, value)
        assert (answer.json()["ups"], answer.json()["downs"]) == (ups, downs)
        assert counts(made) == rows(made) == (ups, downs, 0)

    def test_votes_move_the_list_in_the_feeds(self, people: list[User], made: Playlist) -> None:
        for user, value in zip(people, (1, 1, -1), strict=True):
            votes.vote(user=user, playlist=made, value=value)
        made.refresh_from_db()
        assert made.published
        bound = wilson_lower_bound(2, 3)
        assert (made.top, made.top_day, made.top_week, made.top_month) == pytest.approx((bound,) * 4)
        assert made.hot == pytest.approx(hot(1, made.published))

    def test_private_list_has_no_place_in_the_feeds(self, people: list[User]) -> None:
        made = library.playlist(people[0], "Mine")
        votes.vote(user=people[0], playlist=made, value=1)
        made.refresh_from_db()
        assert (made.ups, made.published, made.hot, made.top_day) == (1, None, 0, None)

    @pytest.mark.parametrize(
        "body", [{}, {"value": 2}, {"value": True}, {"value": "1"}, {"value": 0.5}, {"value": None}]
    )
    def test_broken_vote_names_the_field(self, people: list[User], made: Playlist, body: Any) -> None:
        answer = as_user(people[1]).put(path(made, "vote"), body)
        assert (answer.status_code, list(answer.json())) == (400, ["value"])
        assert counts(made) == (0, 0, 0)


class TestFollow:
    def test_following_is_counted_once(self, people: list[User], made: Playlist) -> None:
        client = as_user(people[1])
        assert [client.put(path(made, "follow")).json()["followers"] for _ in range(2)] == [1, 1]
        assert as_user(people[2]).put(path(made, "follow")).json() == {"followers": 2, "following": True}
        assert [client.delete(path(made, "follow")).json()["followers"] for _ in range(2)] == [1, 1]
        assert counts(made) == rows(made) == (0, 0, 1)


class TestLeaving:
    @pytest.mark.parametrize("keep_public", [True, False])
    def test_counts_are_right_after_somebody_left(self, people: list[User], made: Playlist, keep_public: bool) -> None:
        others = library.playlist(people[1], "Bob's", visibility="public")
        for playlist in (made, others):
            for user, value in zip(people, (1, -1, 1), strict=True):
                votes.vote(user=user, playlist=playlist, value=value)
                votes.follow(user=user, playlist=playlist, following=True)
        deletion.delete(user=people[1], keep_public=keep_public)
        assert counts(made) == rows(made) == (2, 0, 2)
        assert made.top == pytest.approx(wilson_lower_bound(2, 2))
        if keep_public:
            assert counts(others) == rows(others) == (2, 0, 2)

    def test_nobody_elses_vote_goes(self, people: list[User], made: Playlist) -> None:
        votes.vote(user=people[1], playlist=made, value=1)
        votes.follow(user=people[1], playlist=made, following=True)
        deletion.delete(user=people[2], keep_public=False)
        assert (Vote.objects.count(), Follow.objects.count(), counts(made)) == (1, 1, (1, 0, 1))

    def test_leaving_costs_as_much_for_thirty_lists_as_for_one(
        self, people: list[User], django_assert_max_num_queries: Any
    ) -> None:
        for i in range(30):
            made = library.playlist(people[0], f"P{i}", visibility="public")
            votes.vote(user=people[1], playlist=made, value=1)
            votes.follow(user=people[1], playlist=made, following=True)
        with django_assert_max_num_queries(10):
            votes.withdraw(user=people[1])
        assert set(Playlist.objects.values_list("ups", "follower_count")) == {(0, 0)}

"""Feeds of tracks and likes over HTTP."""

from __future__ import annotations

from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from generator import likes
from generator.models import Like, Track
from tests import library
from tests.accounts.people import as_user

TEMPO = "Must be a whole number from 60 to 100."


def titles(client: APIClient, query: str) -> list[str]:
    return [track["title"] for track in client.get(f"/api/v1/tracks{query}").json()["results"]]


def some(alice: User, bob: User) -> None:
    """Three public tracks of Alice, of which Bob likes the first; and one in another key."""
    first, *_ = [library.track(alice, f"Rain {word}", "public") for word in ("one", "two", "three")]
    likes.like(user=bob, track=first)
    Track.objects.filter(title="Rain two").update(key=9, mode=5, bpm=90, mood="restless")


class TestFeed:
    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("?sort=new", ["Rain three", "Rain two", "Rain one"]),
            ("?sort=top", ["Rain one", "Rain three", "Rain two"]),
            ("?sort=top&period=day", ["Rain one", "Rain three", "Rain two"]),
            ("?mode=5&key=9&bpm_min=90&bpm_max=90&mood=restless", ["Rain two"]),
            ("?bpm_max=89", ["Rain three", "Rain one"]),
            ("?q=rain+t", ["Rain three", "Rain two"]),
            ("?q=", []),
            ("?sort=hot&q=one", ["Rain one"]),
            ("?creator=alice&sort=top", ["Rain one", "Rain three", "Rain two"]),
            ("?creator=alice&key=9", ["Rain two"]),
        ],
    )
    def test_feed_holds_what_is_asked_for(
        self, alice: User, bob: User, api: APIClient, query: str, expected: list[str]
    ) -> None:
        some(alice, bob)
        assert titles(api, query) == expected

    @pytest.mark.parametrize(
        ("query", "fault"),
        [
            ("sort=best", {"sort": ["Must be one of hot, new, top."]}),
            ("period=year", {"period": ["Must be one of day, week, month, ever."]}),
            ("mode=8", {"mode": ["Must be a whole number from 1 to 7."]}),
            ("key=0", {"key": ["Must be a whole number from 1 to 12."]}),
            ("bpm_min=59", {"bpm_min": [TEMPO]}),
            ("bpm_max=1e2", {"bpm_max": [TEMPO]}),
            ("bpm_max=%D9%A7%D9%A0", {"bpm_max": [TEMPO]}),
            ("bpm_min=90&bpm_max=80", {"bpm_max": ["Must be at least bpm_min, 90."]}),
            ("mood=", {"mood": ["Must be one of bright, mellow, restless, wistful."]}),
            ("q=" + "x" * 101, {"q": ["Must be text of up to 100 characters."]}),
            ("creator=alice&liked_by=bob", {"liked_by": ["Name either creator or liked_by."]}),
            (
                "tempo=3",
                {"tempo": ["Unknown; known: sort, period, mode, key, bpm_min, bpm_max, mood, q, creator, liked_by."]},
            ),
        ],
    )
    def test_broken_parameter_is_named_with_its_bound(self, api: APIClient, query: str, fault: Any) -> None:
        answer = api.get(f"/api/v1/tracks?{query}")
        assert (answer.status_code, answer.json()) == (400, fault)

    def test_track_tells_how_it_stands_and_whether_one_likes_it(self, alice: User, bob: User, api: APIClient) -> None:
        some(alice, bob)
        told = [
            [
                (track["title"], track["likes"], track["liked"])
                for track in client.get("/api/v1/tracks").json()["results"]
            ]
            for client in (as_user(bob), as_user(alice), api)
        ]
        others = [("Rain three", 0, False), ("Rain two", 0, False)]
        assert told == [[*others, ("Rain one", 1, liked)] for liked in (True, False, False)]

    def test_track_tells_mood_origin_and_when_it_was_published(self, alice: User, api: APIClient) -> None:
        track = library.track(alice, visibility="public")
        answer = api.get(f"/api/v1/tracks/{track.public_id}").json()
        published = track.published.isoformat().replace("+00:00", "Z") if track.published else None
        assert (answer["mood"], answer["origin"], answer["published"]) == ("mellow", "new", published)


class TestLike:
    def test_like_and_its_taking_back_answer_the_count(self, alice: User, bob: User) -> None:
        track = library.track(alice, visibility="public")
        path, client = f"/api/v1/tracks/{track.public_id}/like", as_user(bob)
        assert [client.put(path).json() for _ in range(2)] == [{"likes": 1, "liked": True}] * 2
        assert as_user(alice).put(path).json() == {"likes": 2, "liked": True}
        assert [client.delete(path).json() for _ in range(2)] == [{"likes": 1, "liked": False}] * 2
        assert [like.user for like in Like.objects.all()] == [alice]

    def test_visitors_like_nothing(self, alice: User, api: APIClient) -> None:
        track = library.track(alice, visibility="public")
        assert api.put(f"/api/v1/tracks/{track.public_id}/like").status_code == 401
        assert not Like.objects.exists()


class TestLikesOfMember:
    def test_own_likes_are_listed_the_latest_first(self, alice: User, bob: User) -> None:
        tracks = [
            library.track(alice, title, see) for title, see in (("A", "public"), ("B", "unlisted"), ("C", "public"))
        ]
        for track in (tracks[2], tracks[1], tracks[0]):
            likes.like(user=bob, track=track)
        answer = as_user(bob).get("/api/v1/me/likes").json()
        assert (answer["count"], [track["title"] for track in answer["results"]]) == (3, ["A", "B", "C"])
        assert {track["liked"] for track in answer["results"]} == {True}

    def test_what_was_made_private_is_no_longer_listed(self, alice: User, bob: User) -> None:
        track = library.track(alice, visibility="public")
        likes.like(user=bob, track=track)
        Track.objects.update(visibility="private")
        assert as_user(bob).get("/api/v1/me/likes").json()["results"] == []

    def test_likes_are_shown_to_others_by_those_who_want_it(self, alice: User, bob: User, api: APIClient) -> None:
        for title, see in (("A", "public"), ("B", "unlisted")):
            likes.like(user=bob, track=library.track(alice, title, see))
        assert titles(api, "?liked_by=bob") == []
        assert titles(as_user(bob), "?liked_by=bob") == ["B", "A"]
        User.objects.filter(pk=bob.pk).update(show_likes=True)
        assert titles(api, "?liked_by=bob") == ["A"]
        User.objects.filter(pk=bob.pk).update(profile_seen_by="nobody")
        assert titles(api, "?liked_by=bob") == []


def test_people_are_found_by_words_of_their_names(alice: User, bob: User, api: APIClient) -> None:
    User.objects.filter(pk=bob.pk).update(display_name="Paper Lantern", profile_seen_by="members")
    found = {q: as_user(alice).get(f"/api/v1/people?q={q}").json()["results"] for q in ("lant", "zoe")}
    assert found == {"lant": [{"name": "bob", "display_name": "Paper Lantern", "about": ""}], "zoe": []}
    assert api.get("/api/v1/people?q=lant").json()["results"] == []
    assert [person["name"] for person in api.get("/api/v1/people").json()["results"]] == ["alice"]
    answer = api.get("/api/v1/people?q=" + "x" * 101)
    assert (answer.status_code, answer.json()) == (400, {"q": ["Must be text of up to 100 characters."]})

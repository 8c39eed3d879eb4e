"""What ``ranking.py`` measures: each feed, similar tracks and search as a page, and what a like and a vote write.

A page is as the API makes it, without HTTP and its limits: the bounded count, the page's keys, its rows, what belongs
to them, serializing, and the JSON. Parameters are drawn anew each time; the viewer is a member.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.models import QuerySet
from rest_framework.renderers import JSONRenderer

from accounts import profiles
from accounts.models import User
from accounts.paging import BoundedPaginator
from accounts.people_api import PersonSerializer
from generator import feeds, likes, similar
from generator.feeds import Filters
from generator.models import Track, TrackQuerySet
from generator.serializers import TrackSerializer
from playlists import reading, votes
from playlists.feeds import playlists
from playlists.list_serializers import PlaylistSerializer
from playlists.models import Playlist

MOODS = ("bright", "mellow", "restless", "wistful")
COMMON = ("rain", "slow", "window", "dorian", "in")


class World:
    """One database: its connection, and who and what parameters are drawn from."""

    def __init__(self, name: str) -> None:
        settings.DATABASES["default"]["NAME"] = name
        self.connection = connections.create_connection("default")
        told = self.connection.settings_dict
        options = {key: value for key, value in told["OPTIONS"].items() if key != "pool"}  # one for both, by its alias
        self.connection.settings_dict = {**told, "NAME": name, "OPTIONS": options}
        self.enter()

    def enter(self) -> None:
        connections["default"] = self.connection

    def look_around(self) -> None:
        titles = Track.objects.listed().order_by("pk").values_list("title", flat=True)[:3000]
        self.words = [title.lower().split() for title in titles]
        self.rare = _rare_words(self.words)
        self.names = list(User.objects.order_by("pk").values_list("username", flat=True)[:500])
        self.members = list(User.objects.order_by("pk")[:200])
        listed = Track.objects.listed()
        self.tracks = list(listed.select_related("model_version").order_by("-pk")[:200])
        self.liked = [Track(pk=key) for key in _keys_all_over(listed)]
        self.voted = [Playlist(pk=key) for key in _keys_all_over(Playlist.objects.listed())]


def _keys_all_over(listed: QuerySet[Any], some: int = 5000) -> list[int]:
    """Of rows that lie far from each other, as what is liked does."""
    keys = list(listed.order_by("pk").values_list("pk", flat=True))
    return keys[:: max(1, len(keys) // some)]


def _rare_words(titles: list[list[str]]) -> list[str]:
    words = sorted({word for title in titles for word in title})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT word FROM ts_stat('SELECT to_tsvector(''simple'', title) FROM generator_track WHERE id < 20000')"
            " WHERE ndoc <= 2 AND word = ANY(%s)", [words],
        )  # fmt: skip
        return [row[0] for row in cursor.fetchall()] or words


Page = Callable[[World, random.Random], Any]


def page(listed: QuerySet[Any], serializer: Any, viewer: Any, number: int = 1) -> bytes:
    """What an API answers, as bytes. ``number`` -1 is the last page."""
    if isinstance(listed, TrackQuerySet):
        listed = listed.with_parents()
    paginator = BoundedPaginator(listed, settings.PAGE_SIZE)
    shown = paginator.page(paginator.num_pages if number == -1 else number)
    return rendered(serializer(shown.object_list, many=True, context={"request": SimpleNamespace(user=viewer)}).data)


def rendered(data: Any) -> bytes:
    return JSONRenderer().render({"results": data})


def track_feed(sort: Any, period: Any = "ever", number: int = 1, **draw: Callable[[random.Random], Any]) -> Page:
    def measure(world: World, rng: random.Random) -> bytes:
        filters = Filters(**_drawn(draw, rng))
        return page(
            feeds.tracks(sort=sort, period=period, filters=filters), TrackSerializer, _viewer(world, rng), number
        )

    return measure


def _drawn(draw: dict[str, Callable[[random.Random], Any]], rng: random.Random) -> dict[str, Any]:
    found = {name: one(rng) for name, one in draw.items()}
    if "bpm_min" in found:
        found["bpm_max"] = found["bpm_min"] + 5
    return found


def _viewer(world: World, rng: random.Random) -> User:
    return rng.choice(world.members)


def playlist_feed(sort: Any, period: Any = "ever", number: int = 1) -> Page:
    def measure(world: World, rng: random.Random) -> bytes:
        viewer = _viewer(world, rng)
        return page(reading.described(playlists(sort=sort, period=period), viewer), PlaylistSerializer, viewer, number)

    return measure


def words_of(kind: str) -> Callable[[World, random.Random], str]:
    """A search: a rare word, a common one, two of one title, or two letters that a word begins with."""

    def draw(world: World, rng: random.Random) -> str:
        if kind == "rare":
            return rng.choice(world.rare)
        if kind == "common":
            return rng.choice(COMMON)
        title = rng.choice(world.words)
        return rng.choice(title)[:2] if kind == "letters" else f"{title[0]} {title[-1]}"

    return draw


def search_tracks(kind: str) -> Page:
    draw = words_of(kind)

    def measure(world: World, rng: random.Random) -> bytes:
        found = feeds.tracks(sort="hot", filters=Filters(q=draw(world, rng)))
        return page(found, TrackSerializer, _viewer(world, rng))

    return measure


def search_playlists(kind: str) -> Page:
    draw = words_of(kind)

    def measure(world: World, rng: random.Random) -> bytes:
        viewer = _viewer(world, rng)
        return page(reading.described(playlists(sort="hot", q=draw(world, rng)), viewer), PlaylistSerializer, viewer)

    return measure


def search_people(letters: int) -> Page:
    def measure(world: World, rng: random.Random) -> bytes:
        viewer = _viewer(world, rng)
        return page(profiles.search(q=rng.choice(world.names)[:letters], viewer=viewer), PersonSerializer, viewer)

    return measure


def likes_of_member(world: World, rng: random.Random) -> bytes:
    viewer = _viewer(world, rng)
    return page(feeds.liked_by(member=viewer, viewer=viewer), TrackSerializer, viewer)


def similar_tracks(world: World, rng: random.Random) -> bytes:
    viewer = _viewer(world, rng)
    found = similar.similar(track=rng.choice(world.tracks), viewer=viewer)
    return rendered(TrackSerializer(found, many=True, context={"request": SimpleNamespace(user=viewer)}).data)


def like_and_unlike(world: World, rng: random.Random) -> None:
    """Two transactions, so that the next run finds what this one found."""
    viewer, track = _viewer(world, rng), rng.choice(world.liked)
    likes.like(user=viewer, track=track)
    likes.unlike(user=viewer, track=track)


def vote_and_withdraw(world: World, rng: random.Random) -> None:
    viewer, playlist = _viewer(world, rng), rng.choice(world.voted)
    votes.vote(user=viewer, playlist=playlist, value=1)
    votes.vote(user=viewer, playlist=playlist, value=0)


def _mode(rng: random.Random) -> int:
    return rng.randint(1, 7)


def _key(rng: random.Random) -> int:
    return rng.randint(1, 12)


def _bpm(rng: random.Random) -> int:
    return rng.randint(60, 95)


def _mood(rng: random.Random) -> str:
    return rng.choice(MOODS)


_PERIODS = ("day", "week", "month", "ever")
PAGES: dict[str, Page] = {
    "tracks: hot": track_feed("hot"),
    "tracks: new": track_feed("new"),
    **{f"tracks: top of {period}": track_feed("top", period) for period in _PERIODS},
    "tracks: hot, last page": track_feed("hot", number=-1),
    "tracks: top, last page": track_feed("top", number=-1),
    **{f"tracks: {sort}, by mode": track_feed(sort, mode=_mode) for sort in ("hot", "new", "top")},
    **{f"tracks: {sort}, by key": track_feed(sort, key=_key) for sort in ("hot", "new", "top")},
    **{f"tracks: {sort}, by tempo": track_feed(sort, bpm_min=_bpm) for sort in ("hot", "top")},
    **{f"tracks: {sort}, by mood": track_feed(sort, mood=_mood) for sort in ("hot", "top")},
    "tracks: hot, by mode and key": track_feed("hot", mode=_mode, key=_key),
    "tracks: hot, by mode, key and mood": track_feed("hot", mode=_mode, key=_key, mood=_mood),
    "tracks: hot, by mode, tempo and mood": track_feed("hot", mode=_mode, bpm_min=_bpm, mood=_mood),
    "tracks: hot, by key and tempo": track_feed("hot", key=_key, bpm_min=_bpm),
    "tracks: hot, by all four": track_feed("hot", mode=_mode, key=_key, bpm_min=_bpm, mood=_mood),
    "tracks: top of month, by mode and mood": track_feed("top", "month", mode=_mode, mood=_mood),
    "tracks: top, by all four": track_feed("top", mode=_mode, key=_key, bpm_min=_bpm, mood=_mood),
    "playlists: hot": playlist_feed("hot"),
    "playlists: new": playlist_feed("new"),
    **{f"playlists: top of {period}": playlist_feed("top", period) for period in _PERIODS},
    "playlists: hot, last page": playlist_feed("hot", number=-1),
    "likes of a member": likes_of_member,
    "similar tracks": similar_tracks,
    **{f"search tracks: {kind}": search_tracks(kind) for kind in ("rare", "common", "two", "letters")},
    **{f"search playlists: {kind}": search_playlists(kind) for kind in ("rare", "common", "two", "letters")},
    "search people: five letters": search_people(5),
    "search people: two letters": search_people(2),
    "a like, and taken back": like_and_unlike,
    "a vote, and taken back": vote_and_withdraw,
}

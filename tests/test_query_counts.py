"""Every list asks the database as often with thirty entries as with two (the second has a parent).

A list that is added gets a row here.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from generator import likes
from generator.models import Parent, Track
from generator.teaching import consent
from playlists.models import Follow, Playlist
from tests import library
from tests.accounts.people import member

pytestmark = pytest.mark.usefixtures("no_limits")
FULL = 30
"""A page."""


def stock(viewer: User, many: int) -> None:
    """Up to ``many`` of everything: tracks and playlists, public, by many, liked, taught and followed by the viewer."""
    consent.give(user=viewer)
    for i in range(Track.objects.count(), many):
        maker = viewer if i % 2 else User.objects.create(username=f"maker{i}", display_name=f"Maker {i}")
        track = library.track(maker, f"Rain {i}", "public")
        if i:
            Track.objects.filter(pk=track.pk).update(origin="vary")
            Parent.objects.create(child=track, parent=Track.objects.exclude(pk=track.pk).order_by("?")[0], position=0)
        likes.like(user=viewer, track=track)
        source = Playlist.objects.order_by("?").first()
        made = library.playlist(maker, f"Rain {i}", track, visibility="public")
        Playlist.objects.filter(pk=made.pk).update(forked_from=source, published=track.published)
        Follow.objects.create(user=viewer, playlist=made)


LISTS = [
    "/api/v1/tracks",
    "/api/v1/tracks?sort=hot",
    "/api/v1/tracks?sort=top&period=week&mode=2&bpm_min=60&mood=mellow",
    "/api/v1/tracks?q=rain",
    "/api/v1/tracks?creator=viewer",
    "/api/v1/tracks?liked_by=viewer",
    "/api/v1/me/lessons",
    "/api/v1/me/likes",
    "/api/v1/me/taste",
    "/account/teaching/",
    "/api/v1/people",
    "/api/v1/people?q=maker",
    "/api/v1/playlists",
    "/api/v1/playlists?owner=viewer",
    "/api/v1/playlists?following=true",
]


def cost(ask: Callable[[], object]) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("who", ["viewer", "visitor"])
def test_list_costs_the_same_with_two_and_with_thirty(db: None, path: str, who: str) -> None:
    viewer, client = member("viewer"), Client()
    if who == "viewer":
        client.force_login(viewer)
    elif "/me/" in path or "/account/" in path or "following" in path:
        pytest.skip("is for members")
    costs = []
    for many in (2, FULL):
        stock(viewer, many)
        assert client.get(path).status_code == 200  # what is looked up once a session is looked up now
        costs.append(cost(lambda: client.get(path)))
    assert costs[0] == costs[1]
    assert costs[1] <= 16

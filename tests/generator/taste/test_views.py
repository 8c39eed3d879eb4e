from __future__ import annotations

import re

import pytest
from django.test import Client

from generator import likes
from generator.taste import nudges
from tests.generator.taste.conftest import Maker
from tests.playlists.pages import Cast, cards, elements, make_cast, queries


@pytest.fixture
def cast(db: None) -> Cast:
    return make_cast()


def stars(text: str) -> list[tuple[str, bool]]:
    """Ids on the map, and whether the viewer likes them."""
    return [(name, bool(mine)) for mine, name in re.findall(r'<g class="star( mine)?".*?data-track="(\w+)"', text)]


def test_map_shows_ones_own_likes_and_what_others_like_most(cast: Cast, compose: Maker) -> None:
    liked, common = compose(cast.alice, 2)
    for member in (cast.alice, cast.bob):
        likes.like(user=member, track=liked)
    likes.like(user=cast.alice, track=common)
    text = cast.text("bob", "/taste")
    assert stars(text) == [(common.public_id, False), (liked.public_id, True)]
    assert len(elements(text, "ellipse")) == 1
    assert "Read from 1 like." in text
    playable = [attributes for attributes in elements(text, "lofi-play") if "track:" in attributes]
    assert [name for name in (liked, common) if any(name.public_id in one for one in playable)] == [liked, common]


def test_map_tells_where_a_track_lies(cast: Cast, compose: Maker) -> None:
    (track,) = compose(cast.alice, 1)
    score = {**track.score, "valence": 1.0, "energy": 0.0}
    type(track).objects.filter(pk=track.pk).update(score=score)
    circles = [one for one in elements(cast.text("bob", "/taste"), "circle") if "star-light" in one]
    assert [('cx="95.0%"' in one, 'cy="75.0%"' in one) for one in circles] == [(True, True)]


def test_nothing_known_is_said_kindly(cast: Cast) -> None:
    assert "Nothing is known of it yet." in cast.text("alice", "/taste")
    assert "Nothing is known of" in cast.text("alice", "/radio")
    assert 'data-source="taste:"' not in cast.text("charlie", "/radio")


def test_what_was_said_can_be_taken_back(cast: Cast, compose: Maker) -> None:
    (track,) = compose(cast.alice, 1)
    said, _ = nudges.nudge(member=cast.bob, direction="less", latent=nudges.place_of(track), track=track)
    text = cast.text("bob", "/taste")
    assert [said.public_id in one for one in elements(text, "lofi-unnudge")] == [True]
    assert "Less like that:" in text


def test_page_costs_the_same_whatever_is_liked(cast: Cast, compose: Maker) -> None:
    cost = []
    for many in (1, 9):
        for track in compose(cast.alice, many, seed=100 * many):
            likes.like(user=cast.bob, track=track)
            nudges.nudge(member=cast.bob, direction="more", latent=nudges.place_of(track), track=track)
        cost.append(queries(cast.clients["bob"], "/taste"))
    assert cost[0] == cost[1] <= 16


def shelf(client: Client) -> list[str]:
    """Titles under "Because you liked"."""
    found = re.search(r'<section class="shelf-row" aria-labelledby="because">.*?</section>', client.get("/").text, re.S)
    return cards(found[0]) if found else []


def test_home_shows_what_is_near_a_like_to_members_who_like(cast: Cast, compose: Maker) -> None:
    liked, also, near = compose(cast.alice, 3)
    for track in (liked, also):
        likes.like(user=cast.bob, track=track)
    assert [shelf(client) for client in cast.clients.values()] == [[], [near.title], []]


def test_home_does_not_show_ones_own_tracks_as_found(cast: Cast, compose: Maker) -> None:
    (liked,) = compose(cast.alice, 1)
    compose(cast.bob, 3, seed=30)
    likes.like(user=cast.bob, track=liked)
    assert shelf(cast.clients["bob"]) == []

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from generator import lineage, tracks
from generator.lineage import Ancestor
from generator.models import Origin, Track, Visibility
from generator.tracks import Kin, NewTrack
from tests import library
from tests.accounts.people import member

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


@pytest.fixture
def alice() -> User:
    return member("alice")


def child(creator: User, title: str, *parents: Track, visibility: str = Visibility.PUBLIC) -> Track:
    weights = (1 / len(parents),) * len(parents)
    new = NewTrack(library.take(title), kin=Kin(Origin.BLEND, parents, weights))
    (made,) = tracks.store(creator=creator, tracks=[new])
    return tracks.change(track=made, visibility=visibility)


def names(ancestors: list[Ancestor]) -> list[object]:
    """Nested: a title, or the state of what is not shown, and its parents."""
    return [
        (one.track.title if one.track else one.state, names(one.parents)) if one.parents else
        (one.track.title if one.track else one.state)
        for one in ancestors
    ]  # fmt: skip


def test_lineage_goes_back_three_generations(alice: User) -> None:
    line = [library.track(alice, "0", "public")]
    for i in range(1, 6):
        line.append(child(alice, f"{i}", line[-1]))
    found = lineage.lineage(track=line[5], viewer=NOBODY)
    assert names(found.parents) == [("4", [("3", ["2"])])]
    assert [one.title for one in lineage.lineage(track=line[0], viewer=NOBODY).children] == ["1"]


def test_private_unlisted_and_deleted_parents_are_places(alice: User) -> None:
    shown, gone = library.track(alice, "Shown", "public"), library.track(alice, "Gone", "public")
    hidden, unlisted = library.track(alice, "Hidden"), library.track(alice, "Unlisted", "unlisted")
    made = child(alice, "Made", shown, hidden, gone, unlisted)
    gone.delete()
    seen = {viewer: names(lineage.lineage(track=made, viewer=viewer).parents) for viewer in (NOBODY, alice)}
    assert seen[NOBODY] == ["Shown", "private", "gone", "private"]
    assert seen[alice] == ["Shown", "Hidden", "gone", "Unlisted"]


def test_what_a_private_parent_comes_from_is_not_told(alice: User) -> None:
    root = library.track(alice, "Root", "public")
    hidden = child(alice, "Hidden", root, visibility="private")
    assert names(lineage.lineage(track=child(alice, "Made", hidden), viewer=NOBODY).parents) == ["private"]


def test_children_are_those_that_one_may_see_the_newest_first(alice: User) -> None:
    root = library.track(alice, "Root", "public")
    for title, see in (("First", "public"), ("Hidden", "private"), ("Second", "public")):
        child(alice, title, root, visibility=see)
    seen = [[one.title for one in lineage.lineage(track=root, viewer=who).children] for who in (NOBODY, alice)]
    assert seen == [["Second", "First"], ["Second", "Hidden", "First"]]


def test_shared_grandparent_stands_in_both_places(alice: User) -> None:
    root = library.track(alice, "Root", "public")
    left, right = child(alice, "Left", root), child(alice, "Right", root)
    found = lineage.lineage(track=child(alice, "Made", left, right), viewer=NOBODY)
    assert names(found.parents) == [("Left", ["Root"]), ("Right", ["Root"])]


@pytest.mark.parametrize("many", [1, 8])
def test_queries_do_not_grow_with_the_family(alice: User, many: int) -> None:
    level = [library.track(alice, f"{i}", "public") for i in range(many)]
    for _ in range(3):
        level = [child(alice, "x", *level) for _ in range(min(many, 3))]
    with CaptureQueriesContext(connection) as queries:
        lineage.lineage(track=level[0], viewer=NOBODY)
    assert len(queries) == 4


def test_lineage_over_http(api: APIClient, alice: User) -> None:
    one, two = library.track(alice, "One", "public"), library.track(alice, "Two")
    made = child(alice, "Made", one, two)
    answer = api.get(f"/api/v1/tracks/{made.public_id}/lineage").json()
    told = {"id": one.public_id, "title": "One", "creator": "alice", "origin": "new", "key": 3, "mode": 2, "bpm": 75}
    assert answer == {
        "parents": [
            {"state": "shown", "weight": 0.5, "track": told, "parents": []},
            {"state": "private", "weight": 0.5, "track": None, "parents": []},
        ],
        "children": [],
    }


def test_list_of_tracks_tells_parents_in_one_query_more(api: APIClient, alice: User) -> None:
    root = library.track(alice, "Root", "public")
    for _ in range(3):
        child(alice, "x", root)
    with CaptureQueriesContext(connection) as queries:
        answer = api.get("/api/v1/tracks").json()
    assert [track["parents"] for track in answer["results"]] == [[root.public_id]] * 3 + [[]]
    assert sum("generator_parent" in query["sql"] for query in queries) == 1

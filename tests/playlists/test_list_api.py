"""Playlists over HTTP: who sees and changes them, and what the answers hold."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from generator.models import Like, Track, Visibility
from generator.registry import active_sampler
from playlists import editing, votes
from playlists.models import Follow, Playlist, PlaylistEditor, Vote
from tests import library
from tests.accounts.people import as_user

NOBODYS = "23456789ABC"


def path(playlist: Playlist, more: str = "") -> str:
    return f"/api/v1/playlists/{playlist.public_id}{more}"


def shown(answer: Any) -> list[str]:
    return [playlist["title"] for playlist in answer.json()["results"]]


def heard(answer: Any) -> list[str]:
    return [entry["score"]["title"] for entry in answer.json()["results"]]


class TestRead:
    def test_playlist_tells_all_about_itself_and_its_entries(self, alice: User, bob: User) -> None:
        track = library.track(alice, "Rain", "public")
        made = library.playlist(alice, "Mine", track, visibility="public")
        Like.objects.create(user=bob, track=track)
        Track.objects.filter(pk=track.pk).update(like_count=1)
        Vote.objects.create(user=bob, playlist=made, value=-1)
        Follow.objects.create(user=bob, playlist=made)
        answer = as_user(bob).get(path(made)).json()
        entry = made.entries.get()
        assert answer | {"created": None, "changed": None} == {
            "id": made.public_id,
            "slug": None,
            "title": "Mine",
            "description": "",
            "visibility": "public",
            "official": False,
            "owner": "alice",
            "forked_from": None,
            "ups": 0,
            "downs": 0,
            "vote": -1,
            "followers": 0,
            "following": True,
            "editable": False,
            "owned": False,
            "rule": None,
            "count": 1,
            "created": None,
            "changed": None,
            "published": None,
            "editors": None,
            "results": [
                {
                    "score": track.score,
                    "latent": track.latent,
                    "seed": None,
                    "model_version": active_sampler().version,
                    "mix": None,
                    "entry": entry.public_id,
                    "id": track.public_id,
                    "creator": "alice",
                    "added_by": None,
                    "likes": 1,
                    "liked": True,
                }
            ],
        }

    def test_owner_and_editor_are_told_that_they_may_change_it(self, alice: User, bob: User, api: APIClient) -> None:
        made = library.playlist(alice, "Mine", visibility="public")
        PlaylistEditor.objects.create(playlist=made, user=bob)
        told = [client.get(path(made)).json() for client in (as_user(alice), as_user(bob), api)]
        assert [(one["owned"], one["editable"]) for one in told] == [(True, True), (False, True), (False, False)]

    def test_hidden_owner_is_not_named(self, alice: User, api: APIClient) -> None:
        made = library.playlist(alice, "Mine", library.track(alice, "A", "public"), visibility="public")
        User.objects.filter(pk=alice.pk).update(profile_seen_by="nobody")
        answer = api.get(path(made)).json()
        assert (answer["owner"], answer["results"][0]["creator"]) == (None, None)

    def test_private_list_is_its_owners_and_its_editors(self, alice: User, bob: User, api: APIClient) -> None:
        made = library.playlist(alice, "Mine")
        statuses = [client.get(path(made)).status_code for client in (as_user(alice), as_user(bob), api)]
        assert statuses == [200, 404, 404]
        PlaylistEditor.objects.create(playlist=made, user=bob)
        assert as_user(bob).get(path(made)).status_code == 200

    def test_one_list_costs_the_same_whatever_it_holds(self, alice: User, bob: User) -> None:
        made, client, costs = library.playlist(bob, "Theirs", visibility="public"), as_user(alice), {}
        client.get(path(made))
        for many in (1, 30):
            for i in range(made.entries.count(), many):
                track = library.track(bob, f"T{i}", "public")
                made.entries.create(track=track, position=i, added_by=bob if i % 2 else alice)
            with CaptureQueriesContext(connection) as queries:
                assert len(client.get(path(made)).json()["results"]) == many
            costs[many] = len(queries)
        assert costs[1] == costs[30] <= 12


class TestList:
    def test_list_has_what_is_public_the_newest_first(self, alice: User, bob: User, api: APIClient) -> None:
        for see in [*Visibility.values, "public"]:
            as_user(alice).post("/api/v1/playlists", {"title": f"{see}", "visibility": see})
        assert shown(api.get("/api/v1/playlists")) == ["public", "public"]
        assert shown(as_user(bob).get("/api/v1/playlists?owner=alice")) == ["public", "public"]
        assert len(shown(as_user(alice).get("/api/v1/playlists?owner=alice"))) == 4
        assert shown(api.get("/api/v1/playlists?owner=nobody")) == []
        assert shown(api.get("/api/v1/playlists?owner=%00")) == []

    def test_owner_may_keep_their_lists_to_themselves(self, alice: User, bob: User) -> None:
        as_user(alice).post("/api/v1/playlists", {"title": "Mine", "visibility": "public"})
        User.objects.filter(pk=alice.pk).update(show_playlists=False)
        assert shown(as_user(bob).get("/api/v1/playlists?owner=alice")) == []
        assert shown(as_user(alice).get("/api/v1/playlists?owner=alice")) == ["Mine"]

    def test_followed_ones_are_there_while_they_can_be_reached(self, alice: User, bob: User, api: APIClient) -> None:
        for see in Visibility.values:
            Follow.objects.create(user=bob, playlist=library.playlist(alice, see, visibility=see))
        assert shown(as_user(bob).get("/api/v1/playlists?following=true")) == ["unlisted", "public"]
        assert api.get("/api/v1/playlists?following=true").status_code == 401

    def test_list_costs_the_same_whatever_its_length(self, alice: User, bob: User) -> None:
        client, costs = as_user(alice), {}
        client.get("/api/v1/playlists")
        track = library.track(bob, "T", "public")
        for many in (1, 30):
            for i in range(Playlist.objects.count(), many):
                made = library.playlist(bob if i % 2 else alice, f"P{i}", track, visibility="public")
                Playlist.objects.filter(pk=made.pk).update(forked_from=made)
                Vote.objects.create(user=alice, playlist=made, value=1)
            with CaptureQueriesContext(connection) as queries:
                results = client.get("/api/v1/playlists").json()["results"]
            assert [(one["count"], one["vote"]) for one in results] == [(1, 1)] * many
            costs[many] = len(queries)
        assert costs[1] == costs[30] <= 12


class TestMake:
    def test_playlist_is_made_private_with_its_tracks(self, alice: User) -> None:
        tracks = [library.track(alice, title).public_id for title in "BA"]
        wish = {"title": "Mine", "description": "Of rain", "tracks": tracks}
        answer = as_user(alice).post("/api/v1/playlists", wish)
        assert (answer.status_code, heard(answer)) == (201, ["B", "A"])
        made = Playlist.objects.get(public_id=answer.json()["id"])
        assert (made.owner, made.visibility, made.description) == (alice, "private", "Of rain")
        assert answer.json()["results"][0]["added_by"] == "alice"

    @pytest.mark.parametrize(
        ("body", "fault"),
        [
            ({}, {"title": ["This field is required."]}),
            ({"title": ""}, {"title": ["Must be text of 1 to 80 characters."]}),
            ({"title": "x" * 81}, {"title": ["Must be text of 1 to 80 characters."]}),
            ({"title": "x", "description": 3}, {"description": ["Must be text."]}),
            ({"title": "x", "description": "a\x07"}, {"description": ["Must not hold control characters."]}),
            ({"title": "x", "tracks": "y"}, {"tracks": ["Must be a list of ids."]}),
            ({"title": "x", "tracks": [NOBODYS]}, {"tracks": ["[0]: there is no such track."]}),
            ({"title": "x", "tracks": ["a\x00"]}, {"tracks": ["[0]: there is no such track."]}),
            ({"title": "x", "tracks": [NOBODYS] * 201}, {"tracks": ["Must be a list of 0 to 200 ids, not 201."]}),
            (
                {"title": "x", "ups": 9},
                {"ups": ["Unknown; known: title, description, visibility, rule, official, tracks."]},
            ),
        ],
    )
    def test_broken_body_names_field_and_bound(self, alice: User, body: Any, fault: Any) -> None:
        answer = as_user(alice).post("/api/v1/playlists", body)
        assert (answer.status_code, answer.json()) == (400, fault)
        assert not Playlist.objects.exists()

    def test_too_long_a_description_names_the_bound(self, alice: User) -> None:
        answer = as_user(alice).post("/api/v1/playlists", {"title": "x", "description": "y" * 1001})
        assert (answer.status_code, "1000" in answer.json()["description"][0]) == (400, True)

    def test_bound_on_lists_is_told(self, alice: User, settings: LazySettings) -> None:
        settings.MAX_PLAYLISTS = 0
        answer = as_user(alice).post("/api/v1/playlists", {"title": "x"})
        assert (answer.status_code, list(answer.json())) == (400, ["detail"])


class TestChange:
    def test_owner_changes_all_editor_the_description(self, alice: User, bob: User) -> None:
        made = library.playlist(alice, "Mine", visibility="public")
        PlaylistEditor.objects.create(playlist=made, user=bob)
        wish = {"title": "Ours", "description": "Both", "visibility": "unlisted"}
        answer = as_user(alice).patch(path(made), wish)
        assert (answer.status_code, answer.json() | wish) == (200, answer.json())
        assert as_user(bob).patch(path(made), {"description": "Mine"}).json()["description"] == "Mine"
        for field in ({"title": "x"}, {"visibility": "private"}):
            assert as_user(bob).patch(path(made), field).status_code == 403
        assert as_user(bob).delete(path(made)).status_code == 403

    def test_sites_own_list_is_nobodys_to_change(self, alice: User, default_playlist: Playlist) -> None:
        assert as_user(alice).patch(path(default_playlist), {"title": "x"}).status_code == 403
        assert as_user(alice).delete(path(default_playlist)).status_code == 403


class TestTracks:
    def test_tracks_are_added_and_named(self, alice: User) -> None:
        old, new = library.track(alice, "A"), library.track(alice, "B")
        made = library.playlist(alice, "Mine", old)
        wish = {"tracks": [new.public_id, old.public_id], "position": 0}
        answer = as_user(alice).post(path(made, "/tracks"), wish)
        places = {entry.track.title: entry.public_id for entry in made.entries.select_related("track")}
        assert (answer.status_code, answer.json()) == (
            200,
            {
                "added": [{"entry": places["B"], "id": new.public_id}],
                "known": [{"entry": places["A"], "id": old.public_id}],
                "count": 2,
            },
        )
        assert heard(as_user(alice).get(path(made))) == ["B", "A"]

    @pytest.mark.parametrize(
        ("body", "field"),
        [
            ({}, "tracks"),
            ({"tracks": []}, "tracks"),
            ({"tracks": [NOBODYS]}, "tracks"),
            ({"tracks": [3]}, "tracks"),
            ({"tracks": [NOBODYS], "position": -1}, "position"),
            ({"tracks": [NOBODYS], "position": True}, "position"),
        ],
    )
    def test_broken_body_names_the_field(self, alice: User, body: Any, field: str) -> None:
        answer = as_user(alice).post(path(library.playlist(alice, "Mine"), "/tracks"), body)
        assert (answer.status_code, list(answer.json())) == (400, [field])

    def test_editor_adds_and_takes_out(self, alice: User, bob: User) -> None:
        made = library.playlist(alice, "Mine", library.track(alice, "A"))
        PlaylistEditor.objects.create(playlist=made, user=bob)
        theirs = library.track(bob, "B", "public")
        (added,) = as_user(bob).post(path(made, "/tracks"), {"tracks": [theirs.public_id]}).json()["added"]
        assert made.entries.get(public_id=added["entry"]).added_by == bob
        assert as_user(bob).delete(path(made, f"/tracks/{added['entry']}")).status_code == 204
        assert as_user(bob).delete(path(made, f"/tracks/{added['entry']}")).status_code == 404
        assert heard(as_user(alice).get(path(made))) == ["A"]


class TestOrder:
    def test_order_is_kept(self, alice: User) -> None:
        made = library.playlist(alice, "Mine", *(library.track(alice, title) for title in "ABC"))
        entries = [entry["entry"] for entry in as_user(alice).get(path(made)).json()["results"]]
        assert as_user(alice).put(path(made, "/order"), {"entries": entries[::-1]}).status_code == 204
        assert heard(as_user(alice).get(path(made))) == ["C", "B", "A"]

    def test_order_of_a_list_that_was_changed_is_a_conflict(self, alice: User) -> None:
        made = library.playlist(alice, "Mine", *(library.track(alice, title) for title in "ABC"))
        entries = [entry["entry"] for entry in as_user(alice).get(path(made)).json()["results"]]
        answer = as_user(alice).put(path(made, "/order"), {"entries": entries[1:]})
        assert (answer.status_code, answer.json()) == (
            409,
            {"detail": "The list was changed meanwhile. Load it again."},
        )
        assert heard(as_user(alice).get(path(made))) == ["A", "B", "C"]

    @pytest.mark.parametrize("body", [{}, {"entries": None}, {"entries": [1]}, {"entries": "x"}])
    def test_broken_order_names_the_field(self, alice: User, body: Any) -> None:
        answer = as_user(alice).put(path(library.playlist(alice, "Mine"), "/order"), body)
        assert (answer.status_code, list(answer.json())) == (400, ["entries"])


class TestFork:
    def test_fork_names_what_it_came_from(self, alice: User, bob: User) -> None:
        made = library.playlist(alice, "Hers", library.track(alice, "A", "public"), visibility="public")
        answer = as_user(bob).post(path(made, "/fork"))
        assert (answer.status_code, heard(answer)) == (201, ["A"])
        source = {"id": made.public_id, "title": "Hers", "owner": "alice"}
        found = [answer.json()[name] for name in ("owner", "owned", "visibility", "forked_from")]
        assert found == ["bob", True, "private", source]

    def test_id_of_an_unlisted_source_is_not_passed_on(self, alice: User, bob: User) -> None:
        made = library.playlist(alice, "Hers", visibility="unlisted")
        fork = as_user(bob).post(path(made, "/fork")).json()
        assert fork["forked_from"] is None
        assert Playlist.objects.get(public_id=fork["id"]).forked_from == made
        as_user(alice).patch(path(made), {"visibility": "public"})
        assert as_user(bob).get(f"/api/v1/playlists/{fork['id']}").json()["forked_from"]["id"] == made.public_id


class TestMine:
    def test_kinds_are_told_apart(self, alice: User, bob: User) -> None:
        library.playlist(bob, "Own")
        joined = library.playlist(alice, "Joined")
        PlaylistEditor.objects.create(playlist=joined, user=bob)
        Follow.objects.create(user=bob, playlist=library.playlist(alice, "Followed", visibility="public"))
        Follow.objects.create(user=bob, playlist=library.playlist(alice, "Hidden"))
        wanted = ("", "?kind=own", "?kind=joined", "?kind=followed")
        found = [shown(as_user(bob).get(f"/api/v1/me/playlists{kind}")) for kind in wanted]
        assert found == [["Joined", "Own"], ["Own"], ["Joined"], ["Followed"]]

    def test_unknown_kind_is_refused_by_name(self, bob: User) -> None:
        answer = as_user(bob).get("/api/v1/me/playlists?kind=best")
        assert (answer.status_code, list(answer.json())) == (400, ["kind"])


class TestFeeds:
    @pytest.mark.parametrize(
        ("query", "found"), [("?sort=top", "BA"), ("?sort=new", "AB"), ("?sort=hot", "BA"), ("?q=a", "A")]
    )
    def test_lists_stand_in_a_feeds_order(self, alice: User, bob: User, api: APIClient, query: str, found: str) -> None:
        lists = [editing.create(owner=alice, title=title, visibility="public") for title in "BA"]
        for user in (alice, bob):
            votes.vote(user=user, playlist=lists[0], value=1)
        for more in ("", "&owner=alice"):
            assert "".join(shown(api.get(f"/api/v1/playlists{query}{more}"))) == found

    @pytest.mark.parametrize(
        ("query", "field"), [("sort=best", "sort"), ("period=year", "period"), ("q=" + "x" * 101, "q")]
    )
    def test_unknown_order_is_refused_by_name(self, api: APIClient, query: str, field: str) -> None:
        answer = api.get(f"/api/v1/playlists?{query}")
        assert (answer.status_code, list(answer.json())) == (400, [field])

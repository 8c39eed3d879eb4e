"""Playlists made, changed, filled and put in order: nothing is lost, nothing is there twice."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError

from accounts.models import User
from generator.models import Track, Visibility
from playlists import editing, reading
from playlists.models import Playlist, PlaylistTrack
from tests import library


def filled(owner: User, titles: str = "ABCD", visibility: str = "private") -> Playlist:
    """A playlist of tracks that are called A, B, C ..."""
    tracks = [library.track(owner, title, visibility) for title in titles]
    return editing.create(owner=owner, title="Mine", tracks=tracks, visibility=visibility)


def titles(playlist: Playlist) -> str:
    return "".join(playlist.entries.order_by("position").values_list("track__title", flat=True))


def positions(playlist: Playlist) -> list[int]:
    return list(playlist.entries.order_by("position").values_list("position", flat=True))


def ids(playlist: Playlist, wanted: str) -> list[str]:
    """Public ids of the places of tracks with these titles."""
    found = dict(playlist.entries.values_list("track__title", "public_id"))
    return [found[title] for title in wanted]


class TestCreate:
    def test_playlist_holds_each_track_once_in_order(self, alice: User) -> None:
        one, two = library.track(alice, "A"), library.track(alice, "B")
        made = editing.create(owner=alice, title="Mine", description="Of rain", tracks=[two, one, two])
        made.refresh_from_db()
        assert (made.owner, made.title, made.description, made.visibility) == (alice, "Mine", "Of rain", "private")
        assert (titles(made), positions(made)) == ("BA", [0, 1])
        assert {entry.added_by for entry in made.entries.all()} == {alice}

    def test_member_owns_so_many(self, alice: User, bob: User, settings: LazySettings) -> None:
        settings.MAX_PLAYLISTS = 1
        editing.create(owner=alice, title="One")
        with pytest.raises(ValidationError, match="You have 1 playlists, which is the limit"):
            editing.create(owner=alice, title="Two")
        assert editing.create(owner=bob, title="Two")

    def test_playlist_that_is_too_long_is_not_made(self, alice: User, settings: LazySettings) -> None:
        settings.MAX_PLAYLIST_TRACKS = 1
        with pytest.raises(ValidationError, match="holds up to 1 tracks; this would be 2"):
            filled(alice, "AB")
        assert not Playlist.objects.exists()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("title", ""),
            ("title", "x" * 81),
            ("title", "a\u202eb"),
            ("description", "x" * 1001),
            ("description", "a\x00"),
            ("visibility", "secret"),
        ],
    )
    def test_broken_field_is_named(self, alice: User, field: str, value: str) -> None:
        fields: dict[str, Any] = {"title": "Mine", field: value}
        with pytest.raises(ValidationError) as error:
            editing.create(owner=alice, **fields)
        assert list(error.value.message_dict) == [field]

    def test_public_playlist_gets_its_place_in_the_feeds(self, alice: User) -> None:
        assert editing.create(owner=alice, title="Mine").published is None
        made = Playlist.objects.get(pk=editing.create(owner=alice, title="Mine", visibility="public").pk)
        assert made.published is not None
        assert (made.hot > 0, made.top, made.top_day, made.top_week, made.top_month) == (True, 0, 0, 0, 0)


class TestChange:
    def test_fields_are_set_and_others_stay(self, alice: User) -> None:
        made = filled(alice)
        before = made.changed
        editing.change(playlist=made, title="Yours", description="Line one\nline two")
        made.refresh_from_db()
        assert (made.title, made.description, made.visibility) == ("Yours", "Line one\nline two", "private")
        assert made.changed > before

    def test_first_publication_is_kept(self, alice: User) -> None:
        made = filled(alice)
        first = editing.change(playlist=made, visibility="public").published
        assert first is not None
        editing.change(playlist=made, visibility="private")
        assert editing.change(playlist=made, visibility="public").published == first

    def test_change_does_not_write_what_another_call_has_written(self, alice: User) -> None:
        made = filled(alice)
        Playlist.objects.filter(pk=made.pk).update(ups=7, title="Meanwhile")
        editing.change(playlist=made, description="Late")
        made.refresh_from_db()
        assert (made.ups, made.title, made.description) == (7, "Meanwhile", "Late")

    def test_deleted_playlist_leaves_its_tracks_and_its_forks(self, alice: User, bob: User) -> None:
        made = filled(alice, visibility="public")
        fork = editing.fork(playlist=made, user=bob)
        editing.delete(playlist=made)
        fork.refresh_from_db()
        assert (Track.objects.count(), fork.forked_from, titles(fork)) == (4, None, "ABCD")


class TestAdd:
    @pytest.mark.parametrize(("position", "order"), [(None, "ABXY"), (0, "XYAB"), (1, "AXYB"), (9, "ABXY")])
    def test_tracks_come_to_their_place(self, alice: User, position: int | None, order: str) -> None:
        made = filled(alice, "AB")
        new = [library.track(alice, title).public_id for title in "XY"]
        added = editing.add(playlist=made, user=alice, tracks=new, position=position)
        assert (titles(made), positions(made)) == (order, [0, 1, 2, 3])
        assert ([entry.track.title for entry in added.added], added.known, added.count) == (["X", "Y"], [], 4)

    def test_track_that_is_there_stays_where_it_is(self, alice: User) -> None:
        made = filled(alice, "AB")
        there = Track.objects.get(title="A").public_id
        new = library.track(alice, "X").public_id
        added = editing.add(playlist=made, user=alice, tracks=[there, new, new], position=2)
        assert titles(made) == "ABX"
        assert ([entry.track.title for entry in added.known], added.count) == (["A"], 3)

    def test_place_of_what_was_taken_out_is_no_hindrance(self, alice: User) -> None:
        made = filled(alice, "ABC")
        editing.remove(playlist=made, entry=ids(made, "B")[0])
        editing.add(playlist=made, user=alice, tracks=[library.track(alice, "X").public_id])
        editing.add(playlist=made, user=alice, tracks=[library.track(alice, "Y").public_id], position=1)
        assert titles(made) == "AYCX"

    def test_only_what_one_can_reach_is_added(self, alice: User, bob: User) -> None:
        made = filled(alice, "A")
        theirs = {see: library.track(bob, see, see).public_id for see in Visibility.values}
        editing.add(playlist=made, user=alice, tracks=[theirs["public"], theirs["unlisted"]])
        with pytest.raises(ValidationError, match=r"\[1\]: there is no such track"):
            editing.add(playlist=made, user=alice, tracks=[theirs["public"], theirs["private"]])
        assert made.entries.count() == 3

    def test_full_playlist_takes_none(self, alice: User, settings: LazySettings) -> None:
        settings.MAX_PLAYLIST_TRACKS = 3
        made = filled(alice, "AB")
        new = [library.track(alice, title).public_id for title in "XY"]
        with pytest.raises(ValidationError, match="holds up to 3 tracks; this would be 4"):
            editing.add(playlist=made, user=alice, tracks=new)
        assert titles(made) == "AB"


class TestRemove:
    def test_one_entry_goes(self, alice: User) -> None:
        made = filled(alice)
        (entry,) = ids(made, "B")
        assert editing.remove(playlist=made, entry=entry)
        assert not editing.remove(playlist=made, entry=entry)
        assert titles(made) == "ACD"

    def test_entry_of_another_list_stays(self, alice: User) -> None:
        made, other = filled(alice, "AB"), filled(alice, "XY")
        assert not editing.remove(playlist=made, entry=ids(other, "X")[0])
        assert titles(other) == "XY"


class TestReorder:
    @pytest.mark.parametrize("order", ["DCBA", "BADC", "ABCD", "DABC"])
    def test_order_is_as_given(self, alice: User, order: str) -> None:
        made = filled(alice)
        editing.reorder(playlist=made, user=alice, order=ids(made, order))
        assert (titles(made), positions(made)) == (order, [0, 1, 2, 3])

    @pytest.mark.parametrize("wrong", ["ABC", "ABCDD", "AABC", ""])
    def test_other_entries_change_nothing(self, alice: User, wrong: str) -> None:
        made = filled(alice)
        with pytest.raises(editing.Changed):
            editing.reorder(playlist=made, user=alice, order=ids(made, wrong))
        assert titles(made) == "ABCD"

    def test_entries_of_another_list_change_nothing(self, alice: User) -> None:
        made, other = filled(alice, "AB"), filled(alice, "XY")
        with pytest.raises(editing.Changed):
            editing.reorder(playlist=made, user=alice, order=ids(other, "XY"))
        assert (titles(made), titles(other)) == ("AB", "XY")

    def test_what_one_can_not_see_keeps_its_place(self, alice: User, bob: User) -> None:
        made = filled(alice, "ABC")
        hidden = library.track(bob, "h")
        editing.add(playlist=made, user=bob, tracks=[hidden.public_id], position=1)
        assert titles(made) == "AhBC"
        editing.reorder(playlist=made, user=alice, order=ids(made, "CBA"))
        assert titles(made) == "ChBA"

    def test_order_of_nothing_is_nothing(self, alice: User) -> None:
        made = editing.create(owner=alice, title="Empty")
        editing.reorder(playlist=made, user=alice, order=[])
        assert titles(made) == ""


class TestFork:
    def test_copy_is_private_and_holds_what_one_can_reach(self, alice: User, bob: User) -> None:
        made = filled(alice, "AB", "public")
        editing.add(playlist=made, user=alice, tracks=[library.track(alice, "h").public_id], position=1)
        fork = editing.fork(playlist=made, user=bob)
        assert (fork.owner, fork.visibility, fork.forked_from, fork.title) == (bob, "private", made, "Mine")
        assert (titles(fork), titles(made)) == ("AB", "AhB")
        assert set(fork.entries.values_list("added_by", flat=True)) == {bob.pk}

    def test_copy_starts_without_votes(self, alice: User, bob: User) -> None:
        made = filled(alice, "A", "public")
        Playlist.objects.filter(pk=made.pk).update(ups=5, follower_count=3)
        fork = editing.fork(playlist=Playlist.objects.get(pk=made.pk), user=bob)
        assert (fork.ups, fork.follower_count, fork.published) == (0, 0, None)


class TestReading:
    def test_places_and_tracks_have_one_rule_of_who_sees_what(self, alice: User, bob: User) -> None:
        for owner in (alice, bob):
            for see in Visibility.values:
                library.playlist(owner, see, library.track(owner, see, see))
        for viewer in (alice, bob, AnonymousUser()):
            seen = PlaylistTrack.objects.reachable_by(viewer).values_list("track", flat=True)
            assert set(seen) == set(Track.objects.reachable_by(viewer).values_list("pk", flat=True))

    def test_entries_are_those_that_the_viewer_may_see(self, alice: User, bob: User) -> None:
        made = filled(alice, "AB", "public")
        Track.objects.filter(title="B").update(visibility="private")
        assert [entry.track.title for entry in editing.entries(made, alice)] == ["A", "B"]
        assert [entry.track.title for entry in editing.entries(made, bob)] == ["A"]
        assert reading.described(Playlist.objects.all(), bob).get().many == 1  # type: ignore[attr-defined]

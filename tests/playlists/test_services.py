from __future__ import annotations

from pathlib import Path

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import IntegrityError
from model_bakery import baker

from accounts.models import User
from generator import tracks
from generator.models import Track
from playlists import services
from playlists.models import Playlist, PlaylistTrack

pytestmark = pytest.mark.django_db


def test_load_default_again_changes_nothing(default_link: str) -> None:
    first, changed = services.load_default(link=default_link)
    ids = list(Track.objects.values_list("pk", flat=True))
    again, changed_again = services.load_default(link=default_link)
    assert (changed, changed_again) == (True, False)
    assert again == first
    assert list(Track.objects.values_list("pk", flat=True)) == ids


def test_load_default_gives_names_to_tracks_that_are_called_by_a_number(default_link: str) -> None:
    playlist, _ = services.load_default(link=default_link)
    titles = [entry.track.title for entry in playlist.entries.select_related("track")]
    assert len(set(titles)) == 9
    assert [title for title in titles if not title[0].isalpha()] == []
    assert [entry.track.score["title"] for entry in playlist.entries.select_related("track")] == titles


def test_load_default_renames_what_it_had_stored_under_a_number(default_link: str) -> None:
    playlist, _ = services.load_default(link=default_link)
    first = playlist.entries.select_related("track")[0].track
    title = first.title
    tracks.change(track=first, title="#1")
    assert services.load_default(link=default_link) == (playlist, True)
    assert [entry.track.title for entry in playlist.entries.filter(track=first)] == [title]


def test_load_default_replaces_another_list(default_link: str) -> None:
    playlist, _ = services.load_default(link=default_link)
    playlist.entries.filter(position=8).delete()
    assert services.load_default(link=default_link) == (playlist, True)
    assert [entry.position for entry in playlist.entries.all()] == list(range(9))


def test_load_default_playlist_command_says_what_it_did(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("load_default_playlist")
    call_command("load_default_playlist")
    assert capsys.readouterr().out == (
        "Default playlist loaded: 9 tracks.\nDefault playlist already there: 9 tracks.\n"
    )


def test_default_link_is_the_original_systems_file(corpus_root: Path) -> None:
    assert services.DEFAULT_LINK.read_bytes() == (corpus_root / "legacy" / "default-playlist.txt").read_bytes()


def test_visible_to_hides_what_is_private_or_unlisted() -> None:
    alice, bob = baker.make(User, _quantity=2)
    for visibility in Playlist.Visibility:
        baker.make(Playlist, owner=alice, visibility=visibility, title=visibility)
    assert [each.title for each in Playlist.objects.visible_to(AnonymousUser())] == ["public"]
    assert [each.title for each in Playlist.objects.visible_to(bob)] == ["public"]
    assert Playlist.objects.visible_to(alice).count() == len(Playlist.Visibility)


def test_playlist_has_one_track_a_place() -> None:
    entry = baker.make(PlaylistTrack, position=0)
    with pytest.raises(IntegrityError):
        baker.make(PlaylistTrack, playlist=entry.playlist, position=0)

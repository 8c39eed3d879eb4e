from __future__ import annotations

import pytest
from django.test import Client

from generator.models import Visibility
from playlists.models import Playlist
from tests import library
from tests.accounts.people import member

pytestmark = pytest.mark.django_db


def mixed(visibility: str = Visibility.PUBLIC) -> Playlist:
    """Alice's list of three tracks for everyone and one of her own."""
    alice = member("alice")
    shown = [library.track(alice, f"{i}", Visibility.PUBLIC) for i in range(3)]
    return library.playlist(alice, "Mine", *shown, library.track(alice, "Hidden"), visibility=visibility)


def quarters(client: Client, playlist: Playlist) -> int:
    return client.get(f"/covers/playlists/{playlist.public_id}.svg").content.decode().count("<svg x=")


def test_mosaic_shows_everybody_the_same(client: Client) -> None:
    playlist = mixed()
    assert quarters(client, playlist) == 0
    assert playlist.owner
    client.force_login(playlist.owner)
    assert quarters(client, playlist) == 0


def test_mosaic_of_a_private_list_shows_its_owner_all(client: Client) -> None:
    playlist = mixed(Visibility.PRIVATE)
    assert playlist.owner
    client.force_login(playlist.owner)
    assert quarters(client, playlist) == 4


def test_mosaic_is_kept_for_minutes(client: Client) -> None:
    answer = client.get(f"/covers/playlists/{mixed().public_id}.svg")
    assert answer["Cache-Control"] == "public, max-age=300"


def test_poster_is_a_png(client: Client) -> None:
    answer = client.get(f"/covers/playlists/{mixed().public_id}.png")
    assert (answer["Content-Type"], answer.content[:4]) == ("image/png", b"\x89PNG")

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client

from generator.models import Track
from playlists.models import Playlist
from tests import library
from tests.accounts.people import member

pytestmark = pytest.mark.django_db
SITE = "http://testserver"


def told(page: str) -> Any:
    """What the frame was given to play."""
    found = re.search(r'<script id="embedded" type="application/json">(.*?)</script>', page)
    assert found, page
    return json.loads(found[1])


@pytest.fixture
def track() -> Track:
    return library.track(member("alice"), 'Rain & "thunder" </script>', "public")


@pytest.fixture
def playlist(track: Track) -> Playlist:
    assert track.creator
    hidden, second = library.track(track.creator, "Hidden"), library.track(track.creator, "Second", "unlisted")
    return library.playlist(track.creator, "Evening", track, hidden, second, visibility="public")


def test_frame_is_given_what_it_plays(client: Client, track: Track) -> None:
    data = told(client.get(f"/embed/tracks/{track.public_id}").content.decode())
    assert data == {
        "title": track.title,
        "link": f"{SITE}/tracks/{track.public_id}",
        "tracks": [{"score": track.score, "latent": track.latent, "mix": None, "maker": "alice"}],
    }


def test_frame_of_a_list_plays_what_everybody_may_hear(client: Client, playlist: Playlist) -> None:
    assert playlist.owner
    client.force_login(playlist.owner)
    data = told(client.get(f"/embed/playlists/{playlist.public_id}").content.decode())
    assert [track["score"]["title"] for track in data["tracks"]] == ['Rain & "thunder" </script>', "Second"]


def test_frame_of_a_long_list_is_bounded(client: Client, playlist: Playlist, settings: LazySettings) -> None:
    settings.MAX_EMBEDDED = 1
    assert len(told(client.get(f"/embed/playlists/{playlist.public_id}").content.decode())["tracks"]) == 1


def test_frame_may_stand_on_any_site_and_sets_no_cookie(client: Client, track: Track) -> None:
    for path in (f"/embed/tracks/{track.public_id}", "/embed/tracks/23456789ABC"):
        answer = client.get(path)
        assert "X-Frame-Options" not in answer
        assert "frame-ancestors *" in answer["Content-Security-Policy"]
        assert "script-src 'self'" in answer["Content-Security-Policy"]
        assert not answer.cookies


@pytest.mark.parametrize("path", ["/", "/tracks/{}", "/oembed?url=x", "/api/v1/tracks/{}"])
def test_no_other_page_may_be_framed(client: Client, track: Track, path: str) -> None:
    answer = client.get(path.format(track.public_id))
    assert answer["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


def test_private_things_are_framed_for_nobody(client: Client) -> None:
    alice = member("alice")
    client.force_login(alice)
    track = library.track(alice)
    hidden, nothing = (client.get(f"/embed/tracks/{name}") for name in (track.public_id, "23456789ABC"))
    assert (hidden.status_code, hidden.content) == (404, nothing.content)


def asked(client: Client, url: str, **wish: object) -> Any:
    return client.get("/oembed", {"url": url, **wish})


def test_oembed_tells_how_a_track_is_framed(client: Client, track: Track) -> None:
    url = f"{SITE}/tracks/{track.public_id}"
    answer = asked(client, url, format="json").json()
    html = answer.pop("html")
    assert answer == {
        "version": "1.0", "type": "rich", "title": track.title, "width": 480, "height": 180, "cache_age": 3600,
        "provider_name": "Lofi", "provider_url": f"{SITE}/",
        "author_name": "alice", "author_url": f"{SITE}/@alice",
        "thumbnail_url": f"{SITE}/covers/{track.public_id}.png", "thumbnail_width": 1200, "thumbnail_height": 630,
    }  # fmt: skip
    assert f'src="{SITE}/embed/tracks/{track.public_id}"' in html
    assert "</script>" not in html
    assert f'title="{track.title}, on Lofi"' in unescape(html)


def test_oembed_of_a_playlist(client: Client, playlist: Playlist) -> None:
    answer = asked(client, f"{SITE}/playlists/{playlist.public_id}").json()
    assert (answer["title"], answer["author_name"]) == ("Evening", "alice")
    assert f"/embed/playlists/{playlist.public_id}" in answer["html"]


def test_oembed_keeps_to_the_room_there_is(client: Client, track: Track) -> None:
    answer = asked(client, f"{SITE}/tracks/{track.public_id}", maxwidth=320, maxheight=2000).json()
    assert (answer["width"], answer["height"], "thumbnail_url" in answer) == (320, 180, False)


def test_oembed_names_nobody_who_hides(client: Client, track: Track) -> None:
    assert track.creator
    track.creator.profile_seen_by = "nobody"
    track.creator.save()
    assert "author_name" not in asked(client, f"{SITE}/tracks/{track.public_id}").json()


@pytest.mark.parametrize(
    ("url", "status"),
    [
        (f"{SITE}/tracks/23456789ABC", 404), (f"{SITE}/", 404), ("http://elsewhere.example/tracks/{}", 404),
        ("ftp://testserver/tracks/{}", 404), ("http://[", 404), ("", 404), (f"{SITE}/embed/tracks/{{}}", 200),
    ],
)  # fmt: skip
def test_oembed_answers_for_this_site_alone(client: Client, track: Track, url: str, status: int) -> None:
    assert asked(client, url.replace("{}", track.public_id)).status_code == status


def test_oembed_of_a_private_track_is_not_found(client: Client) -> None:
    alice = member("alice")
    client.force_login(alice)
    assert asked(client, f"{SITE}/tracks/{library.track(alice).public_id}").status_code == 404


def test_oembed_has_json_alone(client: Client, track: Track) -> None:
    assert asked(client, f"{SITE}/tracks/{track.public_id}", format="xml").status_code == 501


@pytest.mark.parametrize("room", ["0", "-1", "x", "1" * 9, "٣", ""])
def test_oembed_refuses_room_that_is_none(client: Client, track: Track, room: str) -> None:
    answer = asked(client, f"{SITE}/tracks/{track.public_id}", maxwidth=room)
    assert (answer.status_code, answer.json()) == (400, {"maxwidth": ["Must be a whole number from 1 to 100000."]})


@pytest.mark.parametrize("kind", ["track", "playlist"])
def test_page_tells_previews_what_to_show(client: Client, track: Track, playlist: Playlist, kind: str) -> None:
    thing: Any = track if kind == "track" else playlist
    page = client.get(f"/{kind}s/{thing.public_id}").content.decode()
    tags = dict(re.findall(r'<meta (?:property|name)="((?:og|twitter):[\w:]+)" content="([^"]*)">', page))
    folder = "" if kind == "track" else "playlists/"
    assert unescape(tags["og:title"]) == thing.title
    assert tags["og:url"] == f"{SITE}/{kind}s/{thing.public_id}"
    assert tags["og:image"] == tags["twitter:image"] == f"{SITE}/covers/{folder}{thing.public_id}.png"
    assert tags["twitter:player"] == f"{SITE}/embed/{kind}s/{thing.public_id}"
    link = re.search(r'type="application/json\+oembed" href="([^"]*)"', page)
    assert link
    assert client.get(unescape(link[1])).json()["title"] == thing.title


def test_private_page_tells_previews_nothing(client: Client) -> None:
    alice = member("alice")
    client.force_login(alice)
    page = client.get(f"/tracks/{library.track(alice).public_id}").content.decode()
    assert "og:title" not in page

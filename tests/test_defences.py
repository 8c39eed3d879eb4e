"""What holds for every address of the site, whoever adds one: who may send, frame, keep and run what."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from rest_framework.test import APIClient

from accounts import profiles
from accounts.models import User
from generator.models import Track
from playlists.models import Playlist
from tests import library
from tests.accounts.people import member
from tests.accounts.test_permissions import CALLS, Call, address

pytestmark = pytest.mark.usefixtures("no_limits")
READS = [call for call in CALLS if call.method == "get" and call.expected[0] == 200]
WRITES = [call for call in CALLS if call.method != "get"]
FRAMED = ("embed/tracks/<id:track_id>", "embed/playlists/<id:playlist_id>")
KEPT_BY_ALL = {
    "avatars/<id:seed>.svg", "covers/<id:track_id>.svg", "covers/<id:track_id>.png",
    "covers/playlists/<id:playlist_id>.svg", "covers/playlists/<id:playlist_id>.png", *FRAMED,
}  # fmt: skip
"""What caches between us and a visitor may keep: it is the same for everybody."""
OUTSIDE = '"><img src=x onerror=alert(1)>'
"""Ends an attribute, and begins an element that runs."""


@pytest.fixture
def alice(default_playlist: Playlist, settings: LazySettings, tmp_path: Path) -> User:
    settings.DATA_DIR = tmp_path
    return member("alice")


@pytest.mark.parametrize("call", WRITES, ids=str)
def test_no_other_site_writes_in_a_members_name(alice: User, call: Call) -> None:
    """The browser sends the session along; what it can't know is the token."""
    form = call.method == "form"
    client = Client(enforce_csrf_checks=True) if form else APIClient(enforce_csrf_checks=True)
    client.force_login(alice)
    answer = getattr(client, "post" if form else call.method)(address(call, alice), call.body or {})
    assert answer.status_code == 403


@pytest.mark.parametrize("call", READS, ids=str)
def test_page_is_framed_by_nobody_and_runs_no_script_but_ours(alice: User, call: Call) -> None:
    client = Client()
    client.force_login(alice)
    answer = client.get(address(call, alice))
    policy = dict(part.partition(" ")[::2] for part in answer["Content-Security-Policy"].split("; "))
    assert policy["script-src"] == "'self' 'wasm-unsafe-eval'"
    frames = (answer.get("X-Frame-Options"), policy["frame-ancestors"])
    assert frames == ((None, "*") if call.route in FRAMED else ("DENY", "'none'"))
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("call", READS, ids=str)
def test_what_is_for_one_is_kept_by_no_cache_for_others(alice: User, call: Call) -> None:
    """What may be kept for all must be what a visitor gets, and set no cookie."""
    client = Client()
    client.force_login(alice)
    answer = client.get(address(call, alice))
    kept = "public" in answer.get("Cache-Control", "")
    assert not kept or call.route in KEPT_BY_ALL
    assert not (kept and answer.cookies)
    if not kept and answer.get("Content-Type", "").startswith("text/html"):
        assert "private" in answer.get("Cache-Control", "") or "Cookie" in answer.get("Vary", "")


@pytest.fixture
def written(alice: User) -> tuple[Track, Playlist]:
    """Everything that Alice may write of, and somebody else reads."""
    track = library.track(alice, f"T{OUTSIDE}", "public")
    made = library.playlist(alice, f"P{OUTSIDE}", track, visibility="public")
    made.description = f"D{OUTSIDE}"
    made.save()
    profiles.update(user=alice, display_name=f"N{OUTSIDE}", about=f"A{OUTSIDE}")
    return track, made


def pages(track: Track, made: Playlist) -> Iterator[str]:
    for kind, thing in (("tracks", track), ("playlists", made)):
        yield from (f"/{kind}/{thing.public_id}", f"/embed/{kind}/{thing.public_id}")
        yield f"/oembed?url=http://testserver/{kind}/{thing.public_id}"
    yield f"/covers/{track.public_id}.svg"
    yield f"/covers/playlists/{made.public_id}.svg"
    yield from ("/@alice", "/", "/discover?sort=new", "/discover/playlists?sort=new", "/people", "/search?q=onerror")
    yield from ("/library", "/library/playlists", "/account/profile/", f"/search?q={OUTSIDE}", "/radio")


def test_what_members_write_is_text_on_every_page(alice: User, written: tuple[Track, Playlist]) -> None:
    client = Client()
    client.force_login(alice)
    texts = {path: client.get(path).text for path in pages(*written)}
    running = {path for path, text in texts.items() if "<img src=x" in text.replace('"', "")}
    assert {path for path in running if not path.startswith("/oembed")} == set()
    shown = [path for path, text in texts.items() if "&lt;img src=x" in text]
    assert len(shown) >= 10  # or nothing was looked at


def test_frame_that_others_embed_holds_the_title_as_text(alice: User, written: tuple[Track, Playlist]) -> None:
    for kind, thing in zip(("tracks", "playlists"), written, strict=True):
        html = Client().get(f"/oembed?url=http://testserver/{kind}/{thing.public_id}").json()["html"]
        assert re.findall(r"<(\w+)", html) == ["iframe"]


def test_other_hosts_are_answered_by_nobody(db: None, settings: LazySettings) -> None:
    settings.ALLOWED_HOSTS = ["lofi.example"]
    member("alice")
    for path in ("/", "/account/password/reset/", "/api/v1/model"):
        assert Client().post(path, {"email": "alice@example.org"}, headers={"Host": "evil.example"}).status_code == 400
    assert mail.outbox == []


def test_forwarded_host_writes_no_links(db: None) -> None:
    member("alice")
    headers = {"X-Forwarded-Host": "evil.example", "Forwarded": "host=evil.example"}
    Client().post("/account/password/reset/", {"email": "alice@example.org"}, headers=headers)
    assert re.findall(r"https?://([^/\s]+)", str(mail.outbox[0].body)) == ["testserver"]


def test_session_is_out_of_the_reach_of_scripts_and_of_other_sites(db: None) -> None:
    member("alice")
    client = Client()
    client.post("/account/login/", {"login": "alice", "password": "paper-lantern-7"})
    session = client.cookies["sessionid"]
    assert (session["httponly"], session["samesite"]) == (True, "Lax")


@pytest.mark.parametrize("encoding", ["gzip", "br", "deflate"])
def test_body_is_never_inflated(db: None, encoding: str) -> None:
    bomb = b"\x1f\x8b" + b"\0" * 1000
    client = APIClient()
    answer = client.generic(
        "POST", "/api/v1/generate", bomb, "application/json", headers={"Content-Encoding": encoding}
    )
    assert answer.status_code == 400

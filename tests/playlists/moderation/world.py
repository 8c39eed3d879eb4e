"""A small site on which one thing is found in as many ways as there are, and all addresses that might show it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from accounts.models import User
from generator import likes, tracks
from generator.models import Origin, Track
from generator.tracks import Kin, NewTrack
from playlists import editing, votes
from playlists.models import Feature, Playlist, PlaylistEditor
from tests import library
from tests.accounts.people import member

TRACK, LIST, NAME = "Quillfeather", "Marrowbone", "oleander"
"""Words that stand nowhere else."""
ASKED = {
    "api/v1/tracks": [
        "",
        f"?q={TRACK}",
        "?sort=top",
        "?sort=hot",
        f"?creator={NAME}",
        "?liked_by=bob",
        "?mode=2&key=3",
    ],
    "api/v1/playlists": ["", f"?q={LIST}", "?sort=top", "?sort=hot", f"?owner={NAME}"],
    "api/v1/people": ["", f"?q={NAME}"],
    "api/v1/me/playlists": ["", "?kind=editable", "?kind=joined", "?kind=followed"],
    "discover": ["", "?sort=top", f"?q={TRACK}"],
    "discover/playlists": ["", "?sort=top", f"?q={LIST}"],
    "search": [f"?q={TRACK}", f"?q={LIST}", f"?q={NAME}"],
    "people": ["", f"?q={NAME}"],
}
"""What is asked of addresses that can be asked for something."""
SKIPPED = ("admin/", "account/", "api/v1/curation", "moderation", "api/schema", "api/docs", ".well-known/")
"""Pages of staff, and of the caller's own account; and what says the same whatever is stored, and takes a second."""


@dataclass(frozen=True, slots=True)
class World:
    """Oleander's track and list; Bob likes, follows, copied and crossed them; Dora edits the list."""

    owner: User
    track: Track
    playlist: Playlist
    bob: User
    dora: User
    crossed: Track
    copied: Playlist
    mixed: Playlist

    def viewer(self, name: str) -> User | AnonymousUser:
        return {"visitor": AnonymousUser(), "bob": self.bob, "dora": self.dora}[name]

    def marks(self, *things: str) -> list[str]:
        """What must not be seen: names and ids of these."""
        told = {
            "track": [TRACK, self.track.public_id],
            "playlist": [LIST, self.playlist.public_id],
            "member": [NAME],
        }
        return [mark for thing in things for mark in told[thing]]


def build(*, see: str) -> World:
    owner, bob, dora = (member(name) for name in (NAME, "bob", "dora"))
    track = library.track(owner, TRACK, see)
    playlist = library.playlist(owner, LIST, track, visibility=see)
    PlaylistEditor.objects.create(playlist=playlist, user=dora)
    User.objects.update(show_likes=True)
    for liker in (bob, dora):
        likes.like(user=liker, track=track)
        votes.vote(user=liker, playlist=playlist, value=1)
        votes.follow(user=liker, playlist=playlist, following=True)
    kin = Kin(Origin.VARY, (track,), (1.0,), {"amount": 0.2, "seed": 1})
    (crossed,) = tracks.store(creator=bob, tracks=[NewTrack(library.take("Crossed"), kin=kin)])
    tracks.change(track=crossed, visibility="public")
    copied = editing.change(playlist=editing.fork(playlist=playlist, user=bob), title="Copied", visibility="public")
    mixed = library.playlist(bob, "Mixed", track, crossed, visibility="public")
    for thing in ({"track": track}, {"playlist": playlist}, {"playlist": mixed}):
        Feature.objects.create(**thing, starts=timezone.now())  # type: ignore[arg-type]
    return World(owner, track, playlist, bob, dora, crossed, copied, mixed)


def shows(world: World, viewer: User | AnonymousUser, *marks: str) -> dict[str, set[str]]:
    """Of each mark, the addresses whose answer holds it. One that asks for it may say it back: there the id tells."""
    client = Client()
    if isinstance(viewer, User):
        client.force_login(viewer)
    found: dict[str, set[str]] = {mark: set() for mark in marks}
    for address in addresses(world):
        text, asked = _text(client, address), address.partition("?")[2]
        for mark in marks:
            found[mark] |= {address} if mark in text and mark not in asked else set()
    return found


def addresses(world: World) -> list[str]:
    """Each that can be read without a key, for each of the things in it."""
    found = []
    for route in _routes(get_resolver()):
        if not route.startswith(SKIPPED):
            found += [f"/{path}{query}" for path in _filled(world, route) for query in ASKED.get(route, [""])]
    return found


def _text(client: Client, address: str) -> str:
    answer: Any = client.get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode(errors="replace")


def _routes(resolver: URLResolver, prefix: str = "") -> Iterator[str]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route
        else:
            yield from _routes(pattern, route)


def _filled(world: World, route: str) -> list[str]:
    values = {
        "<id:track_id>": [world.track.public_id, world.crossed.public_id],
        "<id:playlist_id>": [world.playlist.public_id, world.copied.public_id, world.mixed.public_id],
        "<str:name>": [NAME, "bob"],
        "<id:seed>": [world.owner.public_id],
    }
    paths = [route]
    for part, options in values.items():
        paths = [path.replace(part, option) for path in paths for option in (options if part in path else [""])]
    return [path for path in paths if "<" not in path and "(?P" not in path]

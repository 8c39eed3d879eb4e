"""A small library for the benchmarks over HTTP: members with tokens, public tracks, a playlist. Prints them as JSON.

Run: ``python -m benchmarks.http_fill`` under the settings of the site to fill, whose tables are there.
"""

from __future__ import annotations

import json
import os
from datetime import timedelta
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lofi_site.settings")
import django

django.setup()

from django.db import transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from accounts import tokens  # noqa: E402
from accounts.models import ApiToken, User  # noqa: E402
from generator import services, tracks  # noqa: E402
from generator.models import Track, Visibility  # noqa: E402
from generator.tracks import NewTrack  # noqa: E402
from generator.vae.sample import Constraints  # noqa: E402
from playlists import editing, votes  # noqa: E402
from playlists.models import Playlist  # noqa: E402

MEMBERS, TRACKS, LISTED = 64, 120, 30


def _member(number: int) -> tuple[User, str]:
    name, joined = f"listener-{number}", timezone.now() - timedelta(days=100)  # long enough to write as others do
    user = User.objects.create(username=name, email=f"{name}@example.org", date_joined=joined)
    return user, tokens.create(user=user, name="load", scope=ApiToken.Scope.WRITE, days=1)[1]


def _tracks(creator: User) -> list[Track]:
    takes = services.generate(count=TRACKS, seed=1, constraints=Constraints())
    stored = tracks.store(creator=creator, tracks=[NewTrack(take) for take in takes])
    return [tracks.change(track=track, visibility=Visibility.PUBLIC) for track in stored]


def _playlist(owner: User, entries: list[Track], voters: list[User]) -> Playlist:
    playlist = editing.create(owner=owner, title="Late", tracks=entries)
    playlist = editing.change(playlist=playlist, visibility=Visibility.PUBLIC)
    for voter in voters:
        votes.vote(user=voter, playlist=playlist, value=1)
    return playlist


@transaction.atomic
def fill() -> dict[str, Any]:
    members, keys = zip(*(_member(number) for number in range(MEMBERS)), strict=True)
    made = _tracks(members[0])
    playlist = _playlist(members[0], made[:LISTED], list(members[1:10]))
    return {"tokens": keys, "tracks": [track.public_id for track in made], "playlist": playlist.public_id}


if __name__ == "__main__":
    print(json.dumps(fill()))

"""A site with something of everything, which goes on being written to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from django.conf import settings
from django.db import connection

from accounts import audit
from accounts.models import User
from generator import likes, registry
from generator.models import ModelVersion, Track
from playlists import votes
from tests import library
from tests.accounts.people import member
from tests.crowds import regulars


def populate() -> User:
    alice = member("alice")
    tracks = [library.track(alice, f"Räin {i}", "public") for i in range(5)]
    mine = library.playlist(alice, "Mine", *tracks, visibility="public")
    for user in regulars(10):
        likes.like(user=user, track=tracks[0])
        votes.vote(user=user, playlist=mine, value=1)
    audit.record(actor=alice, action="track.hide", kind="track", target="x", title="Rain", why="To try it.")
    return alice


def version(name: str = "abcdefghijk") -> ModelVersion:
    """A version whose folder lies where runs put theirs."""
    folder = Path(settings.DATA_DIR) / "models" / name / "checkpoint"
    folder.mkdir(parents=True)
    (folder / "weights.safetensors").write_bytes(bytes(range(256)) * 1000)
    return ModelVersion.objects.create(version=name, folder=str(folder))


@contextmanager
def being_written(alice: User) -> Iterator[list[int]]:
    """Somebody stores tracks, two at a time or none, from before the block until after it; answers their keys."""
    stop, begun, stored = Event(), Event(), list[int]()
    registry.register(registry.active_sampler())

    def write() -> None:
        while not stop.is_set():
            pair = library.tracks.store(creator=alice, tracks=[library.NewTrack(library.take("Pair"))] * 2)
            stored.extend(track.pk for track in pair)
            begun.set()
        connection.close()

    writer = Thread(target=write)
    writer.start()
    try:
        assert begun.wait(30)
        yield stored
    finally:
        stop.set()
        writer.join()


def pairs() -> int:
    return Track.objects.filter(title="Pair").count()

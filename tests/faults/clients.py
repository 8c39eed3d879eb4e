"""Clients that write without pause, and keep a list of what was acknowledged: the site's promises."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

from accounts.models import User
from generator.models import Like
from playlists.models import Vote
from tests.faults.site import Answer, FaultySite, World, tracks_of
from tests.library import LEGACY
from tests.lofi_site.test_serving import until


def is_left_lock(error: Answer) -> bool:
    """A 429 for somebody who signs up: allauth's lock on a limit outlives a request cut off, by ten seconds."""
    return error.status == 429 and error.headers["Content-Type"].startswith("text/html")


class Client:
    """Makes calls until it is stopped. What a refused call would have changed is not known, and nothing is claimed."""

    def __init__(self, site: FaultySite, world: World, number: int) -> None:
        self.site, self.world, self.number = site, world, number
        self.draw = random.Random(number)
        self.acknowledged, self.errors = 0, list[Answer]()
        self.stop = Event()
        self.thread = Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self.stop.is_set():
            answer = self.step()
            if answer.status < 400:
                self.acknowledged += 1
            else:
                self.errors.append(answer)
                self.stop.wait(0.1)

    def step(self) -> Answer:
        raise NotImplementedError

    def lost(self) -> list[Any]:
        """What was acknowledged and is not in the database."""
        raise NotImplementedError

    def call(self, method: str, path: str, body: Any = None) -> Answer:
        return self.site.call(method, path, body, self.world.keys[self.number])


class Liker(Client):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.likes: dict[str, bool] = {}

    def step(self) -> Answer:
        track, like = self.draw.choice(self.world.tracks), self.draw.random() < 0.7
        self.likes.pop(track, None)
        answer = self.call("PUT" if like else "DELETE", f"/api/v1/tracks/{track}/like")
        if answer.status == 200:
            self.likes[track] = like
        return answer

    def lost(self) -> list[Any]:
        mine = Like.objects.filter(user=self.world.members[self.number])
        there = set(mine.values_list("track__public_id", flat=True))
        return [(track, liked) for track, liked in self.likes.items() if (track in there) != liked]


class Storer(Client):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.stored: list[str] = []

    def step(self) -> Answer:
        answer = self.call("POST", "/api/v1/tracks", {"score": LEGACY})
        if answer.status == 201:
            self.stored.append(json.loads(answer.body)["id"])
        return answer

    def lost(self) -> list[Any]:
        return sorted(set(self.stored) - tracks_of(self.world))


class Voter(Client):
    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.votes: dict[str, int] = {}

    def step(self) -> Answer:
        playlist, value = self.draw.choice(self.world.playlists), self.draw.choice((-1, 0, 1))
        self.votes.pop(playlist, None)
        answer = self.call("PUT", f"/api/v1/playlists/{playlist}/vote", {"value": value})
        if answer.status == 200:
            self.votes[playlist] = value
        return answer

    def lost(self) -> list[Any]:
        mine = Vote.objects.filter(user=self.world.members[self.number])
        there = dict(mine.values_list("playlist__public_id", "value"))
        return [(playlist, value) for playlist, value in self.votes.items() if there.get(playlist, 0) != value]


class Newcomer(Client):
    """Signs up again and again; each is promised an account, and a letter."""

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        self.names: list[str] = []

    def step(self) -> Answer:
        name = f"new{self.draw.randrange(10**12)}"
        answer = self.site.sign_up(name)
        if answer.status == 302:
            self.names.append(name)
        self.stop.wait(0.2)
        return answer

    def lost(self) -> list[Any]:
        there = set(User.objects.values_list("username", flat=True))
        return [name for name in self.names if name not in there]


class Crowd:
    def __init__(self, site: FaultySite, world: World) -> None:
        self.newcomer = Newcomer(site, world, 0)
        self.clients = [Liker(site, world, 0), Storer(site, world, 1), Voter(site, world, 2), self.newcomer]

    def go_on(self, each: int = 5) -> None:
        """Until every client was told of so many more writes that they hold."""
        goals = [(client, client.acknowledged + each) for client in self.clients]
        until(lambda: all(client.acknowledged >= goal for client, goal in goals))

    @property
    def errors(self) -> list[Answer]:
        return [error for client in self.clients for error in client.errors]

    @property
    def lost(self) -> list[Any]:
        return [each for client in self.clients for each in client.lost()]

    def wait_for_errors(self) -> None:
        before = len(self.errors)
        until(lambda: len(self.errors) > before)


@contextmanager
def writing(site: FaultySite, world: World) -> Iterator[Crowd]:
    crowd = Crowd(site, world)
    for client in crowd.clients:
        client.thread.start()
    try:
        crowd.go_on()
        yield crowd
    finally:
        for client in crowd.clients:
            client.stop.set()
        for client in crowd.clients:
            client.thread.join(90)

"""The real site under faults: its processes, what it starts with, and how it is asked."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db import connection

from accounts import tokens
from accounts.models import User
from generator.models import Track
from tests import library
from tests.accounts.people import PASSWORD, member
from tests.lofi_site.test_serving import Site

_MANY = "1000000/minute"
WITHOUT_LIMITS = {
    "THROTTLE_MUSIC": _MANY, "THROTTLE_READ": _MANY, "THROTTLE_WRITE": _MANY, "THROTTLE_WRITE_NEW": _MANY,
    "LIMIT_SIGNUP": "1000000/m/ip", "LIMIT_LOGIN": "1000000/m/ip", "MAX_TRACKS": "1000000",
    "UPKEEP_SECONDS": "2", "MAIL_CLAIM_SECONDS": "3", "EXPORT_RETRY_SECONDS": "2",
}  # fmt: skip
"""What else a test would wait for."""
TOKEN = "c" * 32
SIGN_UP = "/account/signup/"


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: str


class FaultySite(Site):
    """Started with ``environment`` on top of everything."""

    def __init__(self, folder: Path, **environment: str) -> None:
        self.own = WITHOUT_LIMITS | {"SECRET_KEY": settings.SECRET_KEY} | environment
        self.folder = folder
        super().__init__(folder)

    def manage(self, *arguments: str) -> str:
        self.environment |= self.own
        return super().manage(*arguments)

    def call(self, method: str, path: str, body: Any = None, key: str = "") -> Answer:
        """Any status is an answer; OSError when there is none."""
        headers = {"Content-Type": "application/json", **({"Authorization": f"Bearer {key}"} if key else {})}
        content = None if body is None else json.dumps(body).encode()
        return send(urllib.request.Request(self.url(path), content, headers, method=method))

    def post_form(self, path: str, **fields: str) -> Answer:
        content = urlencode({**fields, "csrfmiddlewaretoken": TOKEN}).encode()
        return send(urllib.request.Request(self.url(path), content, {"Cookie": f"csrftoken={TOKEN}"}))

    def sign_up(self, name: str) -> Answer:
        return self.post_form(SIGN_UP, username=name, email=f"{name}@example.org", password1=PASSWORD)

    def workers(self, number: signal.Signals) -> None:
        for pid in self.find("celery"):
            os.kill(pid, number)

    def mails(self) -> list[str]:
        """Whom the development's mailbox has letters to."""
        letters = (path.read_text() for path in (self.folder / "mail").glob("*.eml"))
        return [line.removeprefix("To: ") for text in letters for line in text.splitlines() if line.startswith("To: ")]


class _Here(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args: Any) -> None:
        """A redirect is an answer too."""


def send(request: urllib.request.Request) -> Answer:
    try:
        answer = urllib.request.build_opener(_Here).open(request, timeout=60)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return Answer(answer.status, dict(answer.headers), answer.read().decode())


@dataclass(frozen=True, slots=True)
class World:
    """Who writes to what."""

    keys: list[str]
    """Of tokens, of one member each."""
    members: list[User]
    tracks: list[str]
    playlists: list[str]


def settle(members: int = 3, things: int = 5) -> World:
    """Fill the database that this thread uses."""
    alice = member("alice")
    people = [member(f"bob{i}") for i in range(members)]
    tracks = [library.track(alice, f"Rain {i}", "public") for i in range(things)]
    lists = [library.playlist(alice, f"List {i}", *tracks, visibility="public") for i in range(things)]
    keys = [tokens.create(user=user, name="faults", scope="write", days=None)[1] for user in people]
    return World(keys, people, [track.public_id for track in tracks], [each.public_id for each in lists])


def address(database: dict[str, Any]) -> str:
    return f"postgres://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"


def on_disk(folder: Path) -> dict[str, Any]:
    return {**connection.settings_dict, "NAME": folder / "lofi.sqlite3"}


def tracks_of(world: World) -> set[str]:
    return set(Track.objects.filter(creator__in=world.members).values_list("public_id", flat=True))


def mount_small(folder: Path, size: str) -> bool:
    """Whether a disk of that size could be mounted there, which takes root."""
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True).returncode == 0

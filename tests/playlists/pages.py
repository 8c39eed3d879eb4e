"""What the tests of pages share: three people's browsers, and what a page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from tests.accounts.people import member


@dataclass(frozen=True, slots=True)
class Cast:
    """Alice owns, Bob is another member, Charlie is not logged in."""

    alice: User
    bob: User
    clients: dict[str, Client]

    def statuses(self, path: str) -> list[int]:
        return [client.get(path).status_code for client in self.clients.values()]

    def text(self, name: str, path: str) -> str:
        answer = self.clients[name].get(path)
        assert answer.status_code == 200, path
        return answer.text


def make_cast() -> Cast:
    alice, bob = member("alice"), member("bob")
    clients = {"alice": Client(), "bob": Client(), "charlie": Client()}
    clients["alice"].force_login(alice)
    clients["bob"].force_login(bob)
    return Cast(alice, bob, clients)


def cards(text: str, kind: str = "track") -> list[str]:
    """Titles of the cards of tracks or playlists, in their order."""
    found = re.findall(rf'<li class="card" data-{kind}=.*?<a class="card-title"[^>]*>(.*?)</a>', text, re.S)
    return [title.strip() for title in found]


def entries(text: str) -> list[str]:
    """Titles of the lines of a list, in their order."""
    return re.findall(r'<a class="entry-title"[^>]*>(.*?)</a>', text)


def elements(text: str, name: str) -> list[str]:
    """Attributes of each such element, as written."""
    return re.findall(rf"<{name}\b([^>]*)>", text)


def queries(client: Client, path: str) -> int:
    """How many a page costs, once session and templates are warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as caught:
        assert client.get(path).status_code == 200
    return len(caught)

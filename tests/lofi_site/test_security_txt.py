"""Whom to tell of a fault."""

from __future__ import annotations

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client

pytestmark = pytest.mark.django_db
ADDRESS = "/.well-known/security.txt"


def test_without_a_contact_there_is_none(client: Client) -> None:
    assert client.get(ADDRESS).status_code == 404


@time_machine.travel("2026-01-01T12:00:00Z", tick=False)
def test_contact_is_told_as_the_rfc_wants_it(client: Client, settings: LazySettings) -> None:
    settings.SECURITY_CONTACT = ["mailto:security@lofi.example", "https://lofi.example/fault"]
    settings.SITE_URL = "https://lofi.example"
    answer = client.get(ADDRESS)
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [
        "Contact: mailto:security@lofi.example",
        "Contact: https://lofi.example/fault",
        "Expires: 2026-06-30T12:00:00Z",
        "Canonical: https://lofi.example/.well-known/security.txt",
        "Preferred-Languages: en",
    ]

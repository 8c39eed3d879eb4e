from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.test import Client

from generator.models import Visibility
from tests import library
from tests.accounts.people import member

pytestmark = pytest.mark.django_db


def cached(client: Client, visibility: str) -> str:
    track = library.track(member(f"alice-{visibility}"), visibility=visibility)
    return client.get(f"/covers/{track.public_id}.svg")["Cache-Control"]


def test_cover_of_a_public_track_may_be_kept_by_everybody(client: Client) -> None:
    assert cached(client, Visibility.PUBLIC) == "public, max-age=86400"


def test_cover_of_an_unlisted_track_is_kept_by_who_asked(client: Client) -> None:
    assert cached(client, Visibility.UNLISTED) == "private, max-age=3600"


def test_cover_of_a_private_track_is_its_makers(client: Client) -> None:
    alice = member("alice")
    track = library.track(alice)
    assert client.get(f"/covers/{track.public_id}.svg").status_code == 404
    client.force_login(alice)
    answer = client.get(f"/covers/{track.public_id}.svg")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/svg+xml")


def test_public_cover_does_not_ask_who_calls(client: Client) -> None:
    track = library.track(member("alice"), visibility=Visibility.PUBLIC)
    assert "Cookie" not in client.get(f"/covers/{track.public_id}.svg").get("Vary", "")


def test_posters_are_limited_as_music_is(client: Client, settings: LazySettings) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "music": "1/minute"}
    track = library.track(member("alice"), visibility=Visibility.PUBLIC)
    answers = [client.get(f"/covers/{track.public_id}.png") for _ in range(2)]
    assert [(answer.status_code, answer["Content-Type"]) for answer in answers] == [
        (200, "image/png"),
        (429, "text/plain; charset=utf-8"),
    ]
    assert 1 <= int(answers[1]["Retry-After"]) <= 60

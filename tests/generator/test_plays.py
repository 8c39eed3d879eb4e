"""Plays: counted for the track and the day, of whoever can reach the track."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from rest_framework.test import APIClient

from accounts import tallies, tokens
from accounts.models import DailyTally, User
from generator import plays
from generator.models import Track
from tests import library
from tests.accounts.people import as_user
from tests.postgres import at_once, postgres, postgres_database  # noqa: F401 (fixtures)

pytestmark = pytest.mark.usefixtures("noon")


def test_play_is_counted_for_the_track_and_the_day(api: APIClient, alice: User, bob: User) -> None:
    track, other = library.track(alice, "Rain", "public"), library.track(alice, "Sun", "public")
    answers = [client.post(f"/api/v1/tracks/{track.public_id}/play") for client in (api, as_user(bob), as_user(alice))]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 3
    for each in (track, other):
        each.refresh_from_db()
    assert [track.play_count, other.play_count] == [3, 0]
    assert tallies.series(plays.TALLY, 1) == [3]


def test_track_that_is_not_there_for_the_caller_is_not_counted(api: APIClient, alice: User) -> None:
    hidden = library.track(alice)
    for name in (hidden.public_id, "23456789ABC"):
        assert api.post(f"/api/v1/tracks/{name}/play").status_code == 404
    assert DailyTally.objects.count() == 0


def test_play_counts_in_a_limit_of_its_own(api: APIClient, alice: User, settings: LazySettings) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "play": "2/minute"}
    path = f"/api/v1/tracks/{library.track(alice, visibility='public').public_id}/play"
    assert [api.post(path).status_code for _ in range(3)] == [204, 204, 429]
    assert api.get("/api/v1/tracks").status_code == 200
    assert tallies.series(plays.TALLY, 1) == [2]


def test_program_that_may_only_read_may_listen(api: APIClient, alice: User) -> None:
    _, key = tokens.create(user=alice, name="player", scope="read", days=None)
    path = f"/api/v1/tracks/{library.track(alice).public_id}/play"
    assert api.post(path, headers={"Authorization": f"Bearer {key}"}).status_code == 204


def test_play_touches_no_index_of_tracks() -> None:
    indexed = {name.lstrip("-") for index in Track._meta.indexes for name in index.fields}
    assert "play_count" not in indexed
    assert not Track._meta.get_field("play_count").db_index


@pytest.mark.usefixtures("postgres")
def test_plays_of_many_at_once_are_all_kept() -> None:
    track = library.track(User.objects.create_user("alice"), visibility="public")
    at_once(*[lambda: plays.count(track=track)] * 16)
    track.refresh_from_db()
    assert (track.play_count, tallies.series(plays.TALLY, 1)) == (16, [16])

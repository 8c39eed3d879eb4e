"""New accounts write more slowly, and publish less; nobody else is held up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.core.exceptions import ValidationError

from accounts.models import User
from generator import tracks
from playlists import editing
from tests import library
from tests.accounts.people import as_user

NOON = datetime(2027, 3, 5, 12, tzinfo=UTC)
REFUSAL = "In its first 2 days an account may publish 2 {} a day. You can publish again from {}, 12:00 UTC."


@pytest.fixture(autouse=True)
def bound(settings: LazySettings, alice: User) -> None:
    settings.NEW_ACCOUNT_PUBLISHES = 2
    joined(alice, NOON)


def joined(user: User, when: datetime) -> None:
    user.date_joined = when
    user.save(update_fields=["date_joined"])


def publish(alice: User, many: int) -> None:
    for i in range(many):
        library.track(alice, f"T{i}", "public")


def refusal(alice: User) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as found:
        library.track(alice, "One more", "public")
    return found.value.message_dict


class TestPublishing:
    def test_bound_and_its_end_are_told(self, alice: User) -> None:
        with time_machine.travel(NOON, tick=False) as clock:
            publish(alice, 2)
            assert refusal(alice) == {"visibility": [REFUSAL.format("tracks", "6 March 2027")]}
            clock.shift(timedelta(hours=23))
            assert refusal(alice) == {"visibility": [REFUSAL.format("tracks", "6 March 2027")]}
            clock.shift(timedelta(hours=1))
            publish(alice, 2)
            clock.shift(timedelta(hours=1))
            assert refusal(alice) == {"visibility": [REFUSAL.format("tracks", "7 March 2027")]}
            clock.shift(timedelta(days=1))
            publish(alice, 5)

    def test_playlists_are_counted_by_themselves(self, alice: User) -> None:
        with time_machine.travel(NOON, tick=False):
            publish(alice, 2)
            editing.create(owner=alice, title="One", visibility="public")
            private = editing.create(owner=alice, title="Two")
            editing.change(playlist=private, visibility="public")
            for attempt in (
                lambda: editing.create(owner=alice, title="Three", visibility="public"),
                lambda: editing.change(playlist=editing.create(owner=alice, title="Four"), visibility="public"),
            ):
                with pytest.raises(ValidationError) as found:
                    attempt()
                assert found.value.message_dict == {"visibility": [REFUSAL.format("playlists", "6 March 2027")]}

    def test_showing_again_what_was_public_is_no_new_thing(self, alice: User) -> None:
        with time_machine.travel(NOON, tick=False):
            publish(alice, 2)
            for visibility in ("private", "public"):
                for track in alice.tracks.all():
                    tracks.change(track=track, visibility=visibility)

    @pytest.mark.parametrize("who", ["staff", "older"])
    def test_others_are_not_bound(self, alice: User, who: str) -> None:
        joined(alice, NOON - timedelta(days=2) if who == "older" else NOON)
        User.objects.filter(pk=alice.pk).update(is_staff=who == "staff")
        with time_machine.travel(NOON, tick=False):
            publish(alice, 5)


class TestWriting:
    @pytest.fixture(autouse=True)
    def rates(self, settings: LazySettings) -> None:
        settings.THROTTLE_RATES = {"write": "9/minute", "write_new": "3/minute", "read": "9/minute"}

    @pytest.mark.parametrize(("age", "limit"), [(timedelta(0), "3"), (timedelta(days=2), "9")])
    def test_new_accounts_write_at_a_rate_of_their_own(self, alice: User, age: timedelta, limit: str) -> None:
        with time_machine.travel(NOON + age, tick=False):
            track = library.track(alice)
            answers = [as_user(alice).put(f"/api/v1/tracks/{track.public_id}/like") for _ in range(4)]
        assert {answer["RateLimit-Limit"] for answer in answers} == {limit}
        assert answers[-1].status_code == (429 if limit == "3" else 200)

    def test_staff_write_as_fast_as_others(self, alice: User) -> None:
        User.objects.filter(pk=alice.pk).update(is_staff=True)
        with time_machine.travel(NOON, tick=False):
            track = library.track(alice)
            answer = as_user(User.objects.get(pk=alice.pk)).put(f"/api/v1/tracks/{track.public_id}/like")
        assert answer["RateLimit-Limit"] == "9"

    def test_reading_is_as_fast_for_all(self, alice: User) -> None:
        with time_machine.travel(NOON, tick=False):
            assert as_user(alice).get("/api/v1/me/likes")["RateLimit-Limit"] == "9"

"""What curators do: what they may plan, what is refused, and that all of it is written down."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import AuditEntry, User
from playlists import curation, features
from playlists.models import Feature
from tests import library

pytestmark = pytest.mark.usefixtures("noon")
DAY = timedelta(days=1)


@pytest.fixture
def today() -> datetime:
    return timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)


def feature(alice: User, title: str = "Rain", **fields: Any) -> Feature:
    return curation.create(curator=alice, thing=library.track(alice, title, "public"), **fields)


def refusal(act: Callable[[], object]) -> dict[str, list[str]]:
    with pytest.raises(ValidationError) as error:
        act()
    return error.value.message_dict


def acts() -> list[str]:
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def shown(at: datetime) -> list[str]:
    return [str(one) for one in features.featured(at)]


def test_feature_is_shown_from_its_start_to_its_end_after_what_is_there(alice: User, today: datetime) -> None:
    feature(alice, "First")
    feature(alice, "Later", text="Rain", starts=today + 7 * DAY, ends=today + 8 * DAY)
    moments = [timezone.now(), today + 7 * DAY, today + 8 * DAY]
    assert [shown(at) for at in moments] == [["First"], ["First", "Later"], ["First"]]


def test_act_is_in_the_audit_with_what_was_and_is(alice: User, today: datetime) -> None:
    made = feature(alice, "Rain", text="a", ends=today + DAY)
    curation.change(curator=alice, feature=made, text="b")
    curation.reorder(curator=alice, order=[made.public_id], at=timezone.now())
    curation.remove(curator=alice, feature=made)
    assert acts() == ["feature.add", "feature.change", "feature.order", "feature.remove"]
    changed = AuditEntry.objects.get(action="feature.change")
    assert (changed.actor, changed.target, changed.title) == ("alice", made.public_id, "Rain")
    assert (changed.data["before"], changed.data["after"]) == ({"text": "a"}, {"text": "b"})


@pytest.mark.parametrize("see", ["unlisted", "private"])
def test_what_is_not_public_is_refused(alice: User, see: str) -> None:
    made = library.playlist(alice, "Mine", visibility=see)
    assert refusal(lambda: curation.create(curator=alice, thing=made)) == {
        "playlist": ["Only what is public can be featured."]
    }


def test_community_top_is_not_a_curators_choice(alice: User) -> None:
    top = library.playlist(None, "Top", visibility="public", slug=f"{features.TOP}2026-w48")
    assert list(refusal(lambda: curation.create(curator=alice, thing=top))) == ["playlist"]


def test_same_thing_twice_at_a_time_is_refused_with_its_days(alice: User, today: datetime) -> None:
    rain = library.track(alice, "Rain", "public")
    curation.create(curator=alice, thing=rain, starts=today + DAY, ends=today + 3 * DAY)
    told = refusal(lambda: curation.create(curator=alice, thing=rain, starts=today + 2 * DAY))
    days = features.days(Feature(starts=today + DAY, ends=today + 3 * DAY))
    assert told == {"starts": [f"This track is featured already, {days}: choose other days, or change those."]}


@pytest.mark.parametrize(("start", "end"), [(3, None), (3, 5), (0, 1)])
def test_same_thing_before_or_after_is_fine(alice: User, today: datetime, start: int, end: int | None) -> None:
    rain = library.track(alice, "Rain", "public")
    curation.create(curator=alice, thing=rain, starts=today + DAY, ends=today + 3 * DAY)
    ends = end and today + end * DAY
    made = curation.create(curator=alice, thing=rain, starts=today + start * DAY, ends=ends or None)
    assert made.public_id


@pytest.mark.parametrize(
    ("fields", "name", "words"),
    [
        ({"starts": -1}, "starts", "Must not be before today, "),
        ({"starts": 367}, "starts", "Must be within 366 days: by "),
        ({"ends": 367}, "ends", "Must be within 366 days: by "),
        ({"starts": 2, "ends": 2}, "ends", "Must be later than the start, and than now."),
        ({"ends": -2}, "ends", "Must be later than the start, and than now."),
        ({"text": "x" * 281}, "text", "Must be text of up to 280 characters"),
        ({"text": "a\0"}, "text", "Must be text of up to 280 characters"),
    ],
)
def test_refusal_names_the_field_and_the_bound(
    alice: User, today: datetime, fields: dict[str, Any], name: str, words: str
) -> None:
    wish = {key: value if key == "text" else today + value * DAY for key, value in fields.items()}
    told = refusal(lambda: feature(alice, **wish))
    assert (list(told), told[name][0][: len(words)]) == ([name], words)
    assert not Feature.objects.exists()


def test_more_than_are_shown_at_once_are_refused(alice: User, today: datetime, settings: LazySettings) -> None:
    settings.MAX_FEATURES = 2
    feature(alice, "Now", ends=today + 2 * DAY)
    feature(alice, "Then", starts=today + DAY, ends=today + 4 * DAY)
    feature(alice, "After", starts=today + 2 * DAY, ends=today + 3 * DAY)
    told = refusal(lambda: feature(alice, "Long", ends=today + 9 * DAY))
    day = features.day(today + DAY)
    assert told == {"starts": [f"2 things are shown at once at most, and on {day} there are 2: end one before."]}
    assert feature(alice, "Last", starts=today + 3 * DAY).position == 3


class TestChange:
    def test_dates_move_and_text_stays(self, alice: User, today: datetime) -> None:
        made = feature(alice, text="a", starts=today + DAY, ends=today + 2 * DAY)
        moved = curation.change(curator=alice, feature=made, starts=today + 3 * DAY, ends=None)
        assert (moved.text, moved.starts, moved.ends) == ("a", today + 3 * DAY, None)

    def test_what_runs_keeps_its_start_in_the_past(self, alice: User, today: datetime) -> None:
        made = feature(alice)
        Feature.objects.filter(pk=made.pk).update(starts=today - 5 * DAY)
        changed = curation.change(curator=alice, feature=made, starts=today - 5 * DAY, ends=today + DAY)
        assert changed.ends == today + DAY
        told = refusal(lambda: curation.change(curator=alice, feature=made, starts=today - 6 * DAY))
        assert list(told) == ["starts"]

    def test_over_another_of_the_same_is_refused(self, alice: User, today: datetime) -> None:
        rain = library.track(alice, "Rain", "public")
        first = curation.create(curator=alice, thing=rain, ends=today + DAY)
        curation.create(curator=alice, thing=rain, starts=today + DAY)
        assert list(refusal(lambda: curation.change(curator=alice, feature=first, ends=None))) == ["starts"]

    def test_words_of_one_that_ended_are_mended(self, alice: User, today: datetime) -> None:
        made = feature(alice, text="a")
        Feature.objects.filter(pk=made.pk).update(starts=today - 2 * DAY, ends=today - DAY)
        assert curation.change(curator=alice, feature=made, text="b").text == "b"

    def test_one_that_went_meanwhile_is_told(self, alice: User) -> None:
        made = feature(alice)
        Feature.objects.all().delete()
        with pytest.raises(Feature.DoesNotExist):
            curation.change(curator=alice, feature=made, text="b")


class TestOrder:
    def test_of_another_day_leaves_what_is_not_shown_then_in_its_place(self, alice: User, today: datetime) -> None:
        a, b, c = (feature(alice, name) for name in "abc")
        curation.change(curator=alice, feature=b, ends=today + DAY)
        curation.reorder(curator=alice, order=[c.public_id, a.public_id], at=today + 2 * DAY)
        assert (shown(timezone.now()), shown(today + 2 * DAY)) == (["c", "b", "a"], ["c", "a"])

    @pytest.mark.parametrize("order", ["a", "ab", "abb", "abcx"])
    def test_that_names_others_than_are_shown_is_refused(self, alice: User, today: datetime, order: str) -> None:
        made = {name: feature(alice, name).public_id for name in "abc"} | {"x": "unknown"}
        with pytest.raises(curation.Changed):
            curation.reorder(curator=alice, order=[made[name] for name in order], at=timezone.now())
        assert shown(timezone.now()) == ["a", "b", "c"]

    def test_of_positions_that_were_equal_becomes_one(self, alice: User) -> None:
        a, b = feature(alice, "a"), feature(alice, "b")
        Feature.objects.update(position=0)
        for order in ([a, b], [b, a]):
            curation.reorder(curator=alice, order=[one.public_id for one in order], at=timezone.now())
            assert shown(timezone.now()) == [str(one) for one in order]

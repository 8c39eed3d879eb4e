"""Counts by day: right across midnight, and between processes."""

from __future__ import annotations

import pytest
import time_machine

from accounts import tallies
from accounts.models import DailyTally
from tests.postgres import at_once, postgres, postgres_database  # noqa: F401 (fixtures)


def test_series_ends_with_today_and_has_a_nought_for_each_silent_day(db: None) -> None:
    for day, by in (("2026-01-01", 2), ("2026-01-03", 1), ("2026-01-03", 4)):
        with time_machine.travel(f"{day}T12:00:00Z", tick=False):
            tallies.add("plays", by)
            tallies.add("other")
    with time_machine.travel("2026-01-04T00:00:00Z", tick=False):
        assert tallies.series("plays", 4) == [2, 0, 5, 0]
        assert tallies.series("plays", 2) == [5, 0]
        assert tallies.series("unheard of", 2) == [0, 0]


def test_day_ends_at_midnight_in_utc(db: None) -> None:
    with time_machine.travel("2026-01-01T23:59:59Z", tick=False):
        tallies.add("plays")
    with time_machine.travel("2026-01-02T00:00:00Z", tick=False):
        tallies.add("plays")
        assert tallies.series("plays", 2) == [1, 1]


def test_tally_of_many_days_is_one_query(db: None, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        tallies.series("plays", 60)


@pytest.mark.usefixtures("postgres")
def test_counts_of_many_at_once_are_all_kept() -> None:
    at_once(*[lambda: tallies.add("plays")] * 16)
    assert list(DailyTally.objects.values_list("name", "count")) == [("plays", 16)]

"""The formulas, against values worked out by hand and published ones."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from generator.ranking import DECAY_SECONDS, hot, wilson_lower_bound

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
NIGHT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("ups", "total", "bound"),
    [
        (0, 0, 0.0),
        (0, 10, 0.0),
        (1, 1, 1 / (1 + 1.96**2)),  # by hand: for a share of 1 it is n / (n + z^2)
        (10, 10, 10 / (10 + 1.96**2)),
        (5, 10, 0.2366),  # the 95 % Wilson interval of 5 in 10 is 0.2366 to 0.7634
        (81, 263, 0.2553),  # Newcombe, Two-sided confidence intervals for the single proportion (1998), table I
        (15, 148, 0.0624),
        (1, 29, 0.0061),
    ],
)
def test_wilson_bound_is_the_published_one(ups: int, total: int, bound: float) -> None:
    assert wilson_lower_bound(ups, total) == pytest.approx(bound, abs=5e-5)


def test_wilson_bound_puts_more_votes_before_a_better_share_of_few() -> None:
    assert wilson_lower_bound(90, 100) > wilson_lower_bound(1, 1) > wilson_lower_bound(1, 3)


@pytest.mark.parametrize(("ups", "total"), [(-1, 1), (2, 1)])
def test_wilson_bound_refuses_what_can_not_be(ups: int, total: int) -> None:
    with pytest.raises(ValueError, match=f"ups must be from 0 to {total}, not {ups}"):
        wilson_lower_bound(ups, total)


@pytest.mark.parametrize(("score", "expected"), [(0, 0), (1, 0), (10, 1), (-10, -1), (1000, 3), (-1, 0)])
def test_hot_grows_with_the_logarithm_of_the_score(score: int, expected: float) -> None:
    assert hot(score, EPOCH) == pytest.approx(expected)


def test_hot_of_a_day_worked_out_by_hand() -> None:
    # 1 November 2026 is 20,758 days after 1 January 1970: 1,793,491,200 s
    assert hot(100, NIGHT) == pytest.approx(2 + 1_793_491_200 / 45_000)


def test_hot_of_twelve_and_a_half_hours_is_worth_ten_times_the_score() -> None:
    assert hot(10, NIGHT) == pytest.approx(hot(1, NIGHT + timedelta(seconds=DECAY_SECONDS)))

"""How urgent a case is."""

from __future__ import annotations

import pytest

from playlists.moderation.weights import credibility, weight


@pytest.mark.parametrize(
    ("upheld", "dismissed", "chance"), [(0, 0, 1 / 2), (1, 0, 2 / 3), (0, 1, 1 / 3), (8, 1, 9 / 11)]
)
def test_credibility_is_laplaces(upheld: int, dismissed: int, chance: float) -> None:
    assert credibility(upheld, dismissed) == pytest.approx(chance)


def test_weight_grows_with_reports_and_slowly_with_reach() -> None:
    assert [weight(believed, reach) for believed, reach in (([], 0), ([0.5], 0), ([0.5, 0.5], 0), ([0.5], 14))] == [
        0, 0.5, 1.0, 2.0,
    ]  # fmt: skip


@pytest.mark.parametrize("wrong", [lambda: credibility(-1, 0), lambda: credibility(0, -1), lambda: weight([1.0], -1)])
def test_what_can_not_be_is_refused(wrong) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ValueError, match="0"):
        wrong()

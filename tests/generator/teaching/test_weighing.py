"""Groups, what is said once, and caps, by numbers alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.teaching import weighing

SAID = st.lists(st.tuples(st.integers(0, 5), st.floats(-3, 3).filter(bool)), min_size=1, max_size=60)


def slow_leaders(vectors: np.ndarray, near: float) -> list[int]:
    found: list[int] = []
    for i, vector in enumerate(vectors):
        heads = (j for j in range(i) if found[j] == j and np.linalg.norm(vector - vectors[j]) < near)
        found.append(next(heads, i))
    return found


@pytest.mark.parametrize("many", [0, 1, 7, 2500])
def test_leaders_are_those_that_one_by_one_gives(many: int) -> None:
    drawn = np.random.default_rng(many)
    places = drawn.standard_normal((max(many // 5, 1), 100))
    vectors = places[drawn.integers(0, len(places), many)] + 0.05 * drawn.standard_normal((many, 100))
    vectors = vectors.astype(np.float32)
    assert weighing.leaders(vectors, 0.7).tolist() == slow_leaders(vectors, 0.7)


def test_member_says_one_thing_of_a_group_once() -> None:
    members, groups, kinds = np.array([[1, 5, 0], [1, 5, 0], [1, 5, 1], [2, 5, 0], [1, 6, 0]]).T
    weights = np.array([0.5, 1.0, 1.0, 1.0, 1.0])
    assert weighing.said_once(members, groups, kinds, weights).tolist() == [1, 2, 3, 4]


@given(said=SAID, share=st.floats(0.05, 1))
def test_nobody_says_more_than_their_share_unless_all_say_equally_much(
    said: list[tuple[int, float]], share: float
) -> None:
    members, weights = np.array([one for one, _ in said]), np.array([weight for _, weight in said])
    capped = weighing.cap(members, weights, share)
    each = np.bincount(members, np.abs(capped))
    each = each[each > 0]
    assert (np.abs(capped) <= np.abs(weights) + 1e-12).all()
    assert each.max() <= share * each.sum() + 1e-9 or each.max() == pytest.approx(each.min())


def test_cap_leaves_alone_what_keeps_to_it() -> None:
    members, weights = np.array([0, 0, 1, 2]), np.array([1.0, 0.5, 1.0, 1.5])
    assert weighing.cap(members, weights, 0.5).tolist() == weights.tolist()


def test_cap_cuts_the_loud_down_to_their_share() -> None:
    members, weights = np.array([0] * 100 + [1, 2, 3]), np.ones(103)
    each = np.bincount(members, weighing.cap(members, weights, 0.4))
    assert each.tolist() == pytest.approx([2.0, 1.0, 1.0, 1.0])

"""What is drawn for a taste. What a whole community of hidden tastes hears is measured by benchmarks/taste.py."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from generator.radio import Tuning
from generator.taste.distribution import Component, Distribution
from tests.generator.taste.worlds import FAST, NONE, SLOW, Floats, kinds, made, sampler, taste

TUNING = Tuning(count=48, seed=11, adventure=0.3)


def drawn(count: int, seed: int) -> Floats:
    return np.random.default_rng(seed).standard_normal((count, 100))


def away(latents: Floats, place: Floats) -> float:
    return float(np.linalg.norm(latents - place, axis=1).mean())


def share(latents: Floats, kind: str) -> float:
    return kinds(latents).count(kind) / len(latents)


def test_the_same_seed_draws_the_same_one_by_one() -> None:
    own = taste(made(6, SLOW))
    latents = own.draw(TUNING)
    assert np.array_equal(latents, own.draw(TUNING))
    later = own.draw(replace(TUNING, count=1, seed=13))
    assert np.array_equal(latents[2], later[0])


def test_nothing_known_is_the_models_own() -> None:
    latents = taste(NONE).draw(Tuning(count=400, seed=1, adventure=0.6))
    assert np.abs(latents.mean(0)).max() < 0.2
    assert np.allclose(np.linalg.norm(latents, axis=1), 10, atol=0.01)


@pytest.mark.parametrize(("many", "least"), [(1, 0.15), (3, 0.4), (20, 0.85)])
def test_few_likes_say_something_and_many_say_more(many: int, least: float) -> None:
    """Of the plain generator's takes less than one in ten is so."""
    assert share(taste(made(many, SLOW)).draw(TUNING), "slow") >= least
    assert share(drawn(200, 4), "slow") < 0.1


def test_two_tastes_are_both_played_and_not_the_middle() -> None:
    own = taste(np.concatenate([made(10, SLOW, 3), made(10, FAST, 93)]))
    latents = own.draw(TUNING)
    assert len(own.components) == 2
    assert min(share(latents, "slow"), share(latents, "fast")) > 0.25
    assert share(latents, "neither") < 0.3
    assert share(Distribution([middle(own)], own.space, own.length).draw(TUNING), "neither") > 0.7


def middle(own: Distribution) -> Component:
    """What is between the sides of a taste."""
    centres = np.mean([component.centre for component in own.components], 0)
    return replace(own.components[0], centre=centres)


@pytest.mark.parametrize("odd", [np.full((1, 100), 8.0), -np.full((1, 100), 4.0)])
def test_one_odd_like_leads_nowhere(odd: Floats) -> None:
    liked = made(9, SLOW)
    plain, moved = taste(liked), taste(np.concatenate([liked, odd]))
    assert np.linalg.norm(moved.components[0].centre - plain.components[0].centre) < 1
    assert abs(share(moved.draw(TUNING), "slow") - share(plain.draw(TUNING), "slow")) < 0.15


def test_adventure_strays_farther() -> None:
    liked = made(12, SLOW)
    distances = [away(taste(liked).draw(replace(TUNING, adventure=far)), liked.mean(0)) for far in (0, 0.5, 1)]
    assert distances == sorted(distances)
    shares = [share(taste(liked).draw(replace(TUNING, adventure=far)), "slow") for far in (0, 1)]
    assert shares[0] > shares[1]


@hypothesis_settings(max_examples=40)
@given(likes=st.integers(0, 25), others=st.integers(0, 6), seed=st.integers(0, 10_000))
def test_more_comes_nearer_and_less_goes_farther(likes: int, others: int, seed: int) -> None:
    liked, said = drawn(likes, seed), drawn(others, seed + 1)
    place = drawn(1, seed + 2)
    tuning = Tuning(count=96, seed=seed, adventure=0.3)
    before = away(taste(liked, said).draw(tuning), place[0])
    assert away(taste(liked, np.concatenate([place, said])).draw(tuning), place[0]) < before
    assert away(taste(liked, said, place).draw(tuning), place[0]) > before


@pytest.mark.parametrize("many", [0, 1, 10, 100])
def test_less_of_what_it_just_played_is_heard_at_once(many: int) -> None:
    liked = made(many, SLOW) if many else NONE
    before = taste(liked).draw(TUNING)
    place = before[0]
    assert away(taste(liked, less=place[None]).draw(TUNING), place) > away(before, place)


def test_latents_are_what_json_and_the_model_carry() -> None:
    latents = taste(np.full((3, 100), 8.0)).draw(replace(TUNING, adventure=1))
    assert np.abs(latents).max() <= 8
    assert np.array_equal(latents, latents.round(6))
    assert len(sampler().decode(latents[:2])) == 2


@pytest.mark.parametrize("many", [1, 2, 5, 6, 40])
@pytest.mark.parametrize("value", [0.0, 1e-7, 8.0])
def test_likes_that_are_all_the_same_are_a_taste(many: int, value: float) -> None:
    alike = np.full((many, 100), value)
    for own in (taste(alike), taste(alike, alike[:1], alike[:1]), taste(alike, less=-alike)):
        assert np.isfinite(own.draw(TUNING)).all()


@hypothesis_settings(max_examples=40)
@given(likes=st.integers(0, 12), copies=st.integers(1, 6), size=st.floats(0, 8), seed=st.integers(0, 10_000))
def test_any_likes_are_a_taste(likes: int, copies: int, size: float, seed: int) -> None:
    """Imported, copied, far out: what is drawn is always something that the model can play."""
    liked = np.repeat(np.clip(size * drawn(likes, seed), -8, 8), copies, 0)
    latents = taste(liked, liked[:2], -liked[:3]).draw(replace(TUNING, count=8))
    assert np.isfinite(latents).all()
    assert np.abs(latents).max() <= 8

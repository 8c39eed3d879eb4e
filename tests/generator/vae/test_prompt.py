"""Prompts: what was asked for is in the generated score itself, and the mood is the one that was described."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from generator.vae.candidates import BUSY, SPARSE, draw
from generator.vae.codec import attacks_a_bar
from generator.vae.language.bands import BANDS, parts_of
from generator.vae.prompt import Prompt, read
from generator.vae.sample import Constraints, Sampler
from generator.vae.score import Score
from tests.conftest import ROOT
from tests.generator.vae import held_out_prompts, known_prompts
from tests.generator.vae.held_out_prompts import Case

SEEDS = (0, 1000, 2000)
EXPLICIT = held_out_prompts.EXPLICIT + known_prompts.EXPLICIT


def scores(sampler: Sampler, text: str) -> list[Score]:
    return [take.score for seed in SEEDS for take in draw(sampler, read(text), Constraints(), 1, seed)]


def quadrant(score: Score) -> str:
    if score.valence >= 0.5:
        return "bright" if score.energy >= 0.5 else "mellow"
    return "restless" if score.energy >= 0.5 else "wistful"


def faults(case: Case, score: Score) -> list[str]:
    """What of the case's wishes the score does not have."""
    found = [name for name in ("key", "mode") if getattr(case, name) not in (None, getattr(score, name))]
    for name in ("bpm", "bars"):
        low, high = getattr(case, name) or (0, 1000)
        found += [] if low <= getattr(score, name) <= high else [name]
    attacks = attacks_a_bar(score)
    kept = {"sparse": attacks <= SPARSE, "busy": attacks >= BUSY}.get(case.density or "", True)
    return found if kept else [*found, "density"]


@pytest.mark.parametrize("case", EXPLICIT, ids=lambda case: case.prompt)
def test_explicit_words_are_obeyed_by_the_score(sampler: Sampler, case: Case) -> None:
    assert [faults(case, score) for score in scores(sampler, case.prompt)] == [[]] * len(SEEDS)


@pytest.mark.parametrize("case", EXPLICIT, ids=lambda case: case.prompt)
def test_explicit_words_about_sound_are_in_the_mix(case: Case) -> None:
    mix = read(case.prompt).mix
    for loop in ("rain", "vinyl"):
        wished = getattr(case, loop)
        assert wished is None or (loop in mix and (mix[loop] > 0) is wished)
    assert not case.muted or tuple(mix["muted"]) == case.muted
    assert not case.instrument or parts_of(mix["preset"], case.instrument)


@pytest.mark.parametrize("case", [case for case in EXPLICIT if case.unset], ids=lambda case: case.prompt)
def test_words_that_only_look_explicit_are_left(case: Case) -> None:
    prompt = read(case.prompt)
    assert [getattr(prompt, name) for name in case.unset] == [None] * len(case.unset)


@pytest.mark.parametrize("cases", [held_out_prompts.HELD_OUT, known_prompts.KNOWN], ids=["held out", "known"])
def test_mood_is_in_the_quadrant_of_the_words(sampler: Sampler, cases: list[Case]) -> None:
    judged = [case for case in cases if case.mood]
    right = [quadrant(score) == case.mood for case in judged for score in scores(sampler, case.prompt)]
    assert sum(right) / len(right) >= 0.8


def test_bands_are_those_of_the_browser() -> None:
    source = (ROOT / "frontend" / "src" / "music" / "presets.ts").read_text(encoding="utf-8")
    presets = re.split(r'^    name: "', source, flags=re.M)[1:]
    found = {}
    for text in presets:
        mood = [float(re.search(rf"{name}: ([\d.]+)", text)[1]) for name in ("energy", "valence")]  # type: ignore[index]
        parts = [re.search(rf'{part}: channel\("(\w+)"', text)[1] for part in ("keys", "colour", "melody", "bass")]  # type: ignore[index]
        found[text.split('"')[0]] = (*mood, *parts)
    assert found == {name: tuple(band) for name, band in BANDS.items()}


def test_same_prompt_and_seed_give_the_same_take(sampler: Sampler) -> None:
    first, again = (draw(sampler, read("rain on the roof"), Constraints(), 2, 7) for _ in range(2))
    assert [take.score for take in first] == [take.score for take in again]
    (alone,) = draw(sampler, read("rain on the roof"), Constraints(), 1, 8)
    assert alone.score == first[1].score


def test_another_prompt_gives_another_take_of_the_same_seed(sampler: Sampler) -> None:
    tunes = {
        draw(sampler, read(text), Constraints(bpm=70), 1, 7)[0].score.melody for text in ("sad", "sorrowful", "blue")
    }
    assert len(tunes) == 3


def test_own_constraints_win_over_the_words(sampler: Sampler) -> None:
    own = Constraints(key=1, bpm=90, density=0.95, energy=0.9)
    score = draw(sampler, read("sparse, D minor, 66 bpm, sleepy"), own, 1, 3)[0].score
    assert (score.key, score.mode, score.bpm) == (1, 6, 90)
    assert score.energy == pytest.approx(0.9, abs=0.01)


def test_tempo_that_cannot_be_played_is_told() -> None:
    prompt = read("techno at 140 bpm")
    assert (prompt.bpm, prompt.notes) == ((100, 100), ("Tracks go at 60 to 100 BPM: 100 is the nearest.",))


def test_what_was_heard_names_its_words() -> None:
    prompt = read("Rainy night, D minor, no drums")
    heard = [(prompt.text[one.start : one.end], one.field, one.meaning) for one in prompt.heard]
    assert heard == [
        ("Rainy", "rain", "rain"), ("D minor", "key", "D aeolian"), ("drums", "muted", "no drums"),
    ]  # fmt: skip
    assert prompt.mood
    assert "rainy" in prompt.mood.words


@pytest.mark.parametrize("text", ["", " ", "?!", "74", "key bpm", "the of and", "\0", "♩♭♯"])
def test_prompt_that_says_nothing_leaves_all_to_chance(text: str) -> None:
    prompt = read(text)
    assert prompt == Prompt(text=prompt.text)


@given(st.text(max_size=300))
@hypothesis_settings(max_examples=60, deadline=None)
def test_any_text_can_be_read(text: str) -> None:
    prompt = read(text)
    assert all(0 <= one.start < one.end <= len(prompt.text) for one in prompt.heard)


def test_reading_long_text_takes_no_longer_than_its_length_asks(sampler: Sampler) -> None:
    for text in ("a " * 5000, "no " * 3000, "between 70 and " * 700, "long " * 2000, "#" * 10000, "1" * 10000):
        assert len(read(text).text) >= 9000

"""What is held out stays held out, whatever else is liked."""

from dataclasses import replace

import numpy as np

from generator.vae.holdout import split
from tests.generator.vae.builders import random_score

SCORES = [random_score(np.random.default_rng(i), 4) for i in range(400)]


def test_split_holds_out_about_a_fifth():
    learned, held = split(SCORES, seed=0)
    assert sorted(learned + held) == list(range(400))
    assert 50 <= len(held) <= 110


def test_split_leaves_a_score_where_it_was_when_others_come():
    held = {SCORES[i] for i in split(SCORES, seed=0)[1]}
    turned = SCORES[::-1][:300]
    assert {turned[i] for i in split(turned, seed=0)[1]} == held & set(turned)


def test_split_keeps_scores_with_the_same_chords_together():
    twins = [replace(score, title="Another", bpm=61) for score in SCORES]
    _, held = split([*SCORES, *twins], seed=0)
    assert {i for i in held if i < 400} == {i - 400 for i in held if i >= 400}


def test_split_is_another_one_under_another_seed():
    assert split(SCORES, seed=0) != split(SCORES, seed=1)

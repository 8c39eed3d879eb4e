"""Runs, votes and promotions on a real PostgreSQL, by many at once."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from generator import registry
from generator.models import ModelVersion
from generator.training import pairs, runs
from generator.training.models import FineTuneRun, State
from tests.accounts.people import member
from tests.generator.training.world import done_run, shipped, version
from tests.postgres import at_once, postgres, postgres_database  # noqa: F401 (fixtures)

WORKERS = 32
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("postgres")]


def outcome(act: Any) -> str:
    try:
        act()
    except ValidationError:
        return "refused"
    return "done"


def test_one_of_many_starts_a_run_and_one_takes_it_up() -> None:
    alice = member("alice")
    shipped()
    found = at_once(*[partial(outcome, partial(runs.start, actor=alice, why="x"))] * WORKERS)
    assert sorted(found) == ["done"] + ["refused"] * (WORKERS - 1)
    claims = at_once(*[runs.take_up] * WORKERS)
    (claimed,) = filter(None, claims)
    run = FineTuneRun.objects.get()
    assert (run.token, run.state, run.attempts) == (claimed[1], State.RUNNING, 1)


def test_one_of_many_stops_a_run() -> None:
    alice = member("alice")
    run = runs.start(actor=alice, why="x")
    found = at_once(*[partial(outcome, partial(runs.cancel, run=run, actor=alice, why="x"))] * WORKERS)
    assert sorted(found) == ["done"] + ["refused"] * (WORKERS - 1)


def test_vote_is_one_however_often_it_is_cast_at_once(tmp_path: Path) -> None:
    run, bob = done_run(tmp_path), member("bob")
    at_once(*(partial(pairs.vote, run=run, user=bob, number=3, choice="ab"[i % 2]) for i in range(WORKERS)))
    assert run.votes.count() == 1


def test_one_version_serves_after_many_promotions_at_once(tmp_path: Path) -> None:
    versions = [version(tmp_path / str(i), str(i)) for i in range(4)]
    at_once(*(partial(registry.promote, version=versions[i % 4]) for i in range(WORKERS)))
    served = ModelVersion.objects.get(is_active=True)
    at_once(*[partial(outcome, partial(registry.roll_back, version=served))] * WORKERS)
    assert ModelVersion.objects.filter(is_active=True).count() <= 1
    assert not ModelVersion.objects.filter(pk=served.pk, is_active=True).exists()

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import AuditEntry, User
from generator.training import files, runs
from generator.training.models import ACTIVE, FineTuneRun, State
from tests.generator.training.world import done_run, shipped

pytestmark = pytest.mark.django_db


def start(actor: User) -> FineTuneRun:
    return runs.start(actor=actor, why="It is time.")


def claim() -> tuple[FineTuneRun, str]:
    claimed = runs.take_up()
    assert claimed
    return claimed


def grow_stale(run: FineTuneRun, settings: LazySettings) -> None:
    long_ago = timezone.now() - timedelta(seconds=settings.TRAINING_STALE_SECONDS + 1)
    FineTuneRun.objects.filter(pk=run.pk).update(heartbeat=long_ago)


def state_of(run: FineTuneRun) -> str:
    return FineTuneRun.objects.values_list("state", flat=True).get(pk=run.pk)


def test_run_starts_on_what_serves_and_is_in_the_audit(alice: User) -> None:
    run = start(alice)
    assert (run.state, run.parent, run.started_by) == (State.QUEUED, shipped(), alice)
    entry = AuditEntry.objects.get(action="training.start")
    assert (entry.target, entry.actor, entry.why) == (run.public_id, "alice", "It is time.")


@pytest.mark.parametrize("state", ACTIVE)
def test_second_run_is_refused_while_one_is_active(alice: User, state: str) -> None:
    FineTuneRun.objects.filter(pk=start(alice).pk).update(state=state)
    with pytest.raises(ValidationError, match="under way already"):
        start(alice)
    assert (FineTuneRun.objects.count(), AuditEntry.objects.count()) == (1, 1)


def test_database_itself_keeps_a_second_active_run_out(alice: User) -> None:
    start(alice)
    with pytest.raises(IntegrityError), transaction.atomic():
        FineTuneRun.objects.create(parent=shipped(), state=State.RUNNING)
    FineTuneRun.objects.create(parent=shipped(), state=State.FAILED)


def test_waiting_run_is_claimed_once(alice: User) -> None:
    run, token = start(alice), claim()[1]
    assert runs.take_up() is None
    run.refresh_from_db()
    assert (run.state, run.token, run.attempts) == (State.RUNNING, token, 1)
    assert run.started


def test_heartbeat_from_before_the_clock_was_set_back_is_not_waited_for(alice: User) -> None:
    run, _ = start(alice), claim()
    FineTuneRun.objects.filter(pk=run.pk).update(heartbeat=timezone.now() + timedelta(days=1))
    claim()


def test_run_without_a_fresh_heartbeat_is_taken_from_its_process(alice: User, settings: LazySettings) -> None:
    start(alice)
    run, lost = claim()
    grow_stale(run, settings)
    _, token = claim()
    assert runs.beat(run=run, token=token, step=3) == State.RUNNING
    assert runs.beat(run=run, token=lost, step=7) is None
    assert not runs.end(run=run, token=lost, state=State.FAILED)
    run.refresh_from_db()
    assert (run.step, run.state, run.attempts) == (3, State.RUNNING, 2)


def test_run_that_was_given_back_is_taken_up_at_once_and_counts_no_attempt(alice: User) -> None:
    start(alice)
    run, token = claim()
    runs.give_back(run=run, token=token)
    assert claim()[1] != token
    run.refresh_from_db()
    assert run.attempts == 1


def test_run_whose_process_dies_again_and_again_fails(alice: User, settings: LazySettings) -> None:
    settings.TRAINING_ATTEMPTS = 2
    run = start(alice)
    files.make_room(run)
    for _ in range(2):
        claim()
        grow_stale(run, settings)
    assert runs.take_up() is None
    run.refresh_from_db()
    assert (run.state, run.error) == (State.FAILED, "Its process was killed 2 times; the log may say by what.")
    assert not files.folder_of(run).exists()


def test_waiting_run_is_cancelled_at_once(alice: User) -> None:
    run = start(alice)
    runs.cancel(run=run, actor=alice, why="Not now.")
    assert state_of(run) == State.CANCELLED
    assert AuditEntry.objects.filter(action="training.cancel", why="Not now.").count() == 1


def test_running_one_is_asked_to_stop_and_ends_even_if_its_process_is_dead(alice: User, settings: LazySettings) -> None:
    start(alice)
    run, token = claim()
    files.make_room(run)
    runs.cancel(run=run, actor=alice, why="Not now.")
    assert runs.beat(run=run, token=token) == State.CANCELLING
    assert runs.take_up() is None
    grow_stale(run, settings)
    assert runs.take_up() is None
    assert (state_of(run), files.folder_of(run).exists()) == (State.CANCELLED, False)


@pytest.mark.parametrize("state", [State.CANCELLING, State.CANCELLED, State.FAILED])
def test_what_has_ended_is_not_cancelled(alice: User, state: str) -> None:
    run = start(alice)
    FineTuneRun.objects.filter(pk=run.pk).update(state=state)
    with pytest.raises(ValidationError, match="has ended"):
        runs.cancel(run=run, actor=alice, why="Not now.")
    assert state_of(run) == state


def test_schedule_starts_nothing_without_signals(settings: LazySettings) -> None:
    settings.TRAINING_SIGNALS = 1
    assert runs.start_if_due() is None


@pytest.mark.parametrize("off", [{"TRAINING_SIGNALS": 0}, {"TRAINING_REST_HOURS": 1}])
def test_schedule_waits(settings: LazySettings, tmp_path: Path, off: dict[str, Any]) -> None:
    settings.TRAINING_MIN_LISTENERS = 0
    settings.TRAINING_REST_HOURS = 0
    settings.TRAINING_SIGNALS = -1  # met by none
    done_run(tmp_path)
    for name, value in off.items():
        setattr(settings, name, value)
    assert runs.start_if_due() is None


def test_schedule_starts_a_run_in_the_name_of_the_site(settings: LazySettings, tmp_path: Path) -> None:
    settings.TRAINING_MIN_LISTENERS = 0
    settings.TRAINING_REST_HOURS = 0
    settings.TRAINING_SIGNALS = -1
    done_run(tmp_path)
    run = runs.start_if_due()
    assert run
    assert (run.state, run.started_by) == (State.QUEUED, None)
    assert AuditEntry.objects.get(action="training.start").actor == "the site"
    assert runs.start_if_due() is None

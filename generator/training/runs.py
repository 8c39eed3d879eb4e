"""The life of a run: asked for, claimed by one process, kept alive by its heartbeat, ended once.

Every step is one UPDATE that names what it expects to find, so that of two processes one wins and the other sees it.
"""

from __future__ import annotations

import secrets
import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from accounts import audit
from accounts.models import User
from generator import registry
from generator.teaching import lessons
from generator.training import files
from generator.training.models import ACTIVE, MAX_ERROR, FineTuneRun, State

SEEDS = 2**31


def find(public_id: str) -> FineTuneRun | None:
    return FineTuneRun.objects.select_related("parent", "candidate").filter(public_id=public_id).first()


def start(*, actor: User | None, why: str, seed: int | None = None) -> FineTuneRun:
    """Queue a run on what serves now; the caller lets the worker know. Raises ValidationError while one is active."""
    parent = registry.register(registry.active_sampler())
    options = {"samples": settings.TRAINING_SAMPLES, "replay": settings.TRAINING_REPLAY}
    drawn = secrets.randbelow(SEEDS) if seed is None else seed
    try:
        with transaction.atomic():
            run = FineTuneRun.objects.create(parent=parent, started_by=actor, seed=drawn, options=options)
            _audit(actor, "training.start", run, why)
    except IntegrityError as error:
        raise ValidationError("A run is under way already.") from error
    return run


def start_if_due() -> FineTuneRun | None:
    """A run by the schedule: enough new signals, none active, and the last one long enough ago."""
    if not settings.TRAINING_SIGNALS or FineTuneRun.objects.filter(state__in=ACTIVE).exists():
        return None
    lately = timezone.now() - timedelta(hours=settings.TRAINING_REST_HOURS)
    if FineTuneRun.objects.filter(created__gt=lately).exists() or lessons.waiting() < settings.TRAINING_SIGNALS:
        return None
    if lessons.gather().listeners < settings.TRAINING_MIN_LISTENERS:  # it could not pass the gate
        return None
    return start(actor=None, why=f"{settings.TRAINING_SIGNALS} new signals or more.")


@transaction.atomic
def cancel(*, run: FineTuneRun, actor: User, why: str) -> None:
    """Stop it: at once if nobody has begun, else as soon as its process hears. Raises ValidationError if it ended."""
    rows = FineTuneRun.objects.filter(pk=run.pk)
    ended = rows.filter(state=State.QUEUED).update(state=State.CANCELLED, ended=timezone.now())
    if not ended and not rows.filter(state=State.RUNNING).update(state=State.CANCELLING):
        raise ValidationError("This run has ended, or is being stopped already.")
    _audit(actor, "training.cancel", run, why)
    run.refresh_from_db()


def take_up() -> tuple[FineTuneRun, str] | None:
    """The run that waits for a process, or lost its own, claimed with a fresh token; None if there is none."""
    run = FineTuneRun.objects.filter(state__in=ACTIVE).first()
    if run is None or _is_fresh(run):
        return None
    if run.state == State.CANCELLING:
        _end_orphan(run, State.CANCELLED)
        return None
    if run.attempts >= settings.TRAINING_ATTEMPTS:
        _end_orphan(run, State.FAILED, f"Its process was killed {run.attempts} times; the log may say by what.")
        return None
    return _claim(run)


def _claim(run: FineTuneRun) -> tuple[FineTuneRun, str] | None:
    token, now = uuid.uuid4().hex, timezone.now()
    unchanged = FineTuneRun.objects.filter(
        pk=run.pk, token=run.token, heartbeat=run.heartbeat, state__in=(State.QUEUED, State.RUNNING)
    )
    claimed = unchanged.update(
        token=token, heartbeat=now, state=State.RUNNING, attempts=F("attempts") + 1, started=Coalesce("started", now)
    )
    return (run, token) if claimed else None


def beat(*, run: FineTuneRun, token: str, **progress: Any) -> str | None:
    """Say that the holder of ``token`` lives and how far it is; answers the state, None if another holds the run."""
    if not _held(run, token).update(heartbeat=timezone.now(), **progress):
        return None
    return _held(run, token).values_list("state", flat=True).first()


def give_back(*, run: FineTuneRun, token: str) -> None:
    """The process has to go, through no fault of the run's: another may take it up at once."""
    _held(run, token).update(heartbeat=None, token="", attempts=F("attempts") - 1)


def end(*, run: FineTuneRun, token: str, state: State, error: str = "") -> bool:
    """Stopped or failed. False if another holds it."""
    return bool(_held(run, token).update(state=state, ended=timezone.now(), token="", error=error[:MAX_ERROR]))


def held(*, run: FineTuneRun, token: str) -> FineTuneRun | None:
    """The row, locked for the rest of the transaction, while it is the token's and not being stopped."""
    return _held(run, token).select_for_update().filter(state=State.RUNNING).first()


def _end_orphan(run: FineTuneRun, state: State, error: str = "") -> None:
    ended = FineTuneRun.objects.filter(pk=run.pk, token=run.token, heartbeat=run.heartbeat, state=run.state)
    if ended.update(state=state, ended=timezone.now(), token="", error=error):
        files.remove(run)


def _held(run: FineTuneRun, token: str) -> QuerySet[FineTuneRun]:
    return FineTuneRun.objects.filter(pk=run.pk, token=token, state__in=ACTIVE)


def _is_fresh(run: FineTuneRun) -> bool:
    """Whether its process said lately that it lives; a time to come was written before the clock was set back."""
    stale = timedelta(seconds=settings.TRAINING_STALE_SECONDS)
    return run.heartbeat is not None and abs(timezone.now() - run.heartbeat) < stale


def _audit(actor: User | None, action: str, run: FineTuneRun, why: str) -> None:
    audit.record(actor=actor, action=action, kind="finetunerun", target=run.public_id, title=str(run), why=why)

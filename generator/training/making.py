"""From a run to a candidate: freeze the lessons, learn, examine, draw, and register. Each step is done once.

Torch is imported here, in functions: they run in the run's own process alone.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from generator.models import ModelVersion
from generator.teaching import lessons as teaching
from generator.training import files, frozen, pairs, runs
from generator.training.frozen import Frozen
from generator.training.models import FineTuneRun, Phase, State
from generator.vae import checkpoint
from generator.vae.checkpoint import CheckpointError
from generator.vae.score import Score

FEWEST = 10
"""Liked tracks below which there is nothing to learn, and nothing to hold out."""

PICTURED = 200
"""Samples that a picture shows, at most."""


class Stopped(Exception):
    """The run must not go on; whoever notes progress knows why."""


class Refused(Exception):
    """The run can't be done; says why, in words for staff."""


class Note(Protocol):
    def __call__(self, phase: Phase, **progress: Any) -> None: ...


def make(run: FineTuneRun, token: str, note: Note) -> None:
    """Do all that is left to do. Raises ``Stopped``, ``Refused``, OSError, ``CheckpointError``."""
    begun = time.monotonic()
    folder = files.make_room(run)
    lessons = _begin(run, folder, note)
    learned, held_out = _apart(lessons, run.seed)
    if not (folder / files.CHECKPOINT).exists():
        _learn(run, folder, lessons, learned, note)
    note(Phase.EXAMINING)
    report = _examine(run, folder, [lessons.scores[i] for i in held_out])
    note(Phase.EXAMINING)
    report |= {"learned": len(learned), "held_out": len(held_out), **_costs(begun)}
    if not _complete(run, token, folder, lessons, report):
        raise Stopped
    files.tidy(run)


def words_of(run: FineTuneRun, error: Exception) -> str:
    """Why it failed, for staff; the log has it in full."""
    if files.is_full(run, error):
        return "The disk is full. Nothing was kept of the run; make room, and start another."
    if isinstance(error, Refused):
        return str(error)
    if isinstance(error, frozen.Gone):
        return "What it began to learn from is not there any more."
    if isinstance(error, MemoryError):
        return "There was not enough memory."
    if isinstance(error, CheckpointError):
        return f"The version that it learned on can't be read: {error}"
    return f"An error that was not foreseen ({type(error).__name__}); the log has it."


def _begin(run: FineTuneRun, folder: Path, note: Note) -> Frozen:
    note(Phase.GATHERING)
    lessons = frozen.lessons_of(folder, run.fingerprint)
    if len(lessons.scores) < FEWEST:
        raise Refused(f"There are {len(lessons.scores)} liked tracks to learn from; it takes {FEWEST}.")
    run.fingerprint = lessons.fingerprint
    told = {"fingerprint": lessons.fingerprint, "lessons": len(lessons.scores), "listeners": lessons.listeners}
    note(Phase.LEARNING, **told)
    return lessons


def _apart(lessons: Frozen, seed: int) -> tuple[list[int], list[int]]:
    from generator.vae.holdout import split

    learned, held_out = split(lessons.scores, seed)
    if not learned or not held_out:
        raise Refused("The liked tracks are too much alike: none could be held out to ask about.")
    return learned, held_out


def _learn(run: FineTuneRun, folder: Path, lessons: Frozen, learned: Sequence[int], note: Note) -> None:
    from generator.vae.finetune import FineTuneOptions, fine_tune
    from generator.vae.sample import Sampler

    def on_step(step: int, steps: int, loss: float) -> None:
        note(Phase.LEARNING, **told, step=step, steps=steps, loss=loss)

    told = {"fingerprint": lessons.fingerprint, "lessons": len(lessons.scores), "listeners": lessons.listeners}
    fine_tune(
        Path(run.parent.folder),
        [lessons.scores[i] for i in learned],
        [lessons.weights[i] for i in learned],
        folder / files.WORK,
        corpus=_corpus(),
        root=Path(settings.CHECKPOINT_DIR),
        options=FineTuneOptions(**run.options, seed=run.seed),
        on_step=on_step,
    )
    Sampler.load(folder / files.WORK).directions()  # learnt and kept now, so that no listener waits for it
    files.publish(folder / files.WORK, folder / files.CHECKPOINT)


def _examine(run: FineTuneRun, folder: Path, held_out: Sequence[Score]) -> dict[str, Any]:
    """What the gate finds, against the version that the run learned on, with its pictures and pairs."""
    from generator.vae.gate import examine
    from generator.vae.pictures import draw

    candidate, active = folder / files.CHECKPOINT, Path(run.parent.folder)
    samples = settings.TRAINING_GATE_SAMPLES
    checks = examine(candidate, active, held_out, corpus=_corpus(), samples=samples, seed=run.seed)
    files.write(folder / files.PAIRS, pairs.draw(candidate, active, run.seed))
    drawn = draw(candidate, active, _made(folder / files.PICTURES), run.seed, min(samples, PICTURED))
    return {"checks": [_plain(asdict(check)) for check in checks], "samples": samples, "pictures": drawn}


def _complete(run: FineTuneRun, token: str, folder: Path, lessons: Frozen, report: dict[str, Any]) -> bool:
    """The candidate is registered and the run is done, both or neither. False if the run is another's by now."""
    with transaction.atomic():
        row = runs.held(run=run, token=token)
        if row is None:
            return False
        row.candidate = _register(run, folder / files.CHECKPOINT)
        row.report, row.state, row.token = report, State.DONE, ""
        row.ended = timezone.now()
        row.save(update_fields=["candidate", "report", "state", "token", "ended"])
        teaching.note_taught(version=row.candidate, signals=lessons.signals)
    return True


def _register(run: FineTuneRun, folder: Path) -> ModelVersion:
    digest = checkpoint.digest_of(folder)
    metrics = files.read(folder / checkpoint.METRICS) or {}
    return ModelVersion.objects.get_or_create(
        version=digest[:12],
        defaults={
            "folder": str(folder),
            "digest": digest,
            "parent": run.parent,
            "fingerprint": run.fingerprint,
            "metrics": metrics,
            "notes": f"Made by the run {run.public_id}.",
        },
    )[0]


def _corpus() -> Path | None:
    return Path(settings.TRAINING_CORPUS) if settings.TRAINING_CORPUS else None


def _costs(begun: float) -> dict[str, float]:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(time.monotonic() - begun), "peak_mb": round(peak)}


def _made(folder: Path) -> Path:
    folder.mkdir(exist_ok=True)
    return folder


def _plain(check: dict[str, Any]) -> dict[str, Any]:
    """numpy's numbers as JSON has them."""
    return {name: value.item() if hasattr(value, "item") else value for name, value in check.items()}

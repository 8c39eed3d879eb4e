"""Versions and runs for the tests."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from generator import registry
from generator.models import ModelVersion
from generator.training import files, pairs
from generator.training.models import FineTuneRun, State
from generator.vae import checkpoint
from generator.vae.sample import Sampler
from generator.vae.score import Score

TINY = {"samples": 64, "epoch": 16, "batch": 8, "replay": 0.5}
"""Four epochs of two steps."""
GOOD = {"name": "golden", "value": 64.0, "bound": 64.0, "passed": True, "says": "golden latents decode: 64 of 64"}
BAD = {"name": "validity", "value": 0.5, "bound": 0.9, "passed": False, "says": "whole pieces: 0.500, active 0.950"}


def shipped() -> ModelVersion:
    return registry.register(registry.active_sampler())


def copy_of_shipped(folder: Path, mark: str = "copy") -> Path:
    """A checkpoint that plays the same, and has a name of its own."""
    shutil.copytree(settings.CHECKPOINT_DIR, folder)
    config = json.loads((folder / checkpoint.CONFIG).read_text())
    (folder / checkpoint.CONFIG).write_text(json.dumps({**config, "mark": mark}))
    return folder


def version(folder: Path, mark: str = "copy", **fields: Any) -> ModelVersion:
    """A version with files of its own in ``folder``."""
    digest = checkpoint.digest_of(copy_of_shipped(folder, mark))
    return ModelVersion.objects.create(version=digest[:12], digest=digest, folder=str(folder), **fields)


def done_run(tmp_path: Path, *, checks: Sequence[dict[str, Any]] = (GOOD,), listeners: int = 5) -> FineTuneRun:
    """A run with a candidate and its pairs; ``settings.DATA_DIR`` is below ``tmp_path``."""
    parent, now = shipped(), timezone.now()
    run = FineTuneRun.objects.create(
        parent=parent,
        state=State.DONE,
        candidate=version(tmp_path / f"candidate-{FineTuneRun.objects.count()}", f"{FineTuneRun.objects.count()}"),
        listeners=listeners,
        started=now,
        ended=now,
        report={"checks": list(checks), "samples": 1000, "pictures": []},
    )
    assert run.candidate
    folder = files.folder_of(run)
    folder.mkdir(parents=True)
    files.write(folder / files.PAIRS, pairs.draw(Path(run.candidate.folder), Path(parent.folder), 0))
    return run


def queued_run(scores: Sequence[Score], *, seed: int = 3, **fields: Any) -> FineTuneRun:
    """A small run that waits, its lessons laid beside it, as if it had begun already."""
    run = FineTuneRun.objects.create(parent=shipped(), seed=seed, options=TINY, **fields)
    folder = files.folder_of(run)
    folder.mkdir(parents=True, exist_ok=True)
    told = {"weights": [1.0] * len(scores), "listeners": 5, "signals": [], "fingerprint": "f" * 64}
    files.write(folder / files.LESSONS, {"scores": [score.to_json() for score in scores], **told})
    return run


def some_scores(many: int = 40) -> list[Score]:
    takes = Sampler.load(Path(settings.CHECKPOINT_DIR)).generate(many, seed=1)
    return [take.score for take in takes]


def cast(run: FineTuneRun, user: User, *, for_it: bool, number: int) -> None:
    """A vote, through the door that members use."""
    pair = pairs.of(run=run, user=user)[number]
    before = run.votes.filter(user=user, pair=number).first()
    pairs.vote(run=run, user=user, number=number, choice="a")
    chosen = run.votes.get(user=user, pair=number)
    if chosen.candidate != for_it:
        pairs.vote(run=run, user=user, number=number, choice="b")
    assert pair.number == number
    assert before is None

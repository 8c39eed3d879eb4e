"""A run's folder: ``lessons.json`` and ``work/`` on the way, ``checkpoint/``, ``pictures/``, ``pairs.json`` in the end.

What stands under its final name is whole: it is written beside it, brought to the disk, and renamed.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from pathlib import Path
from typing import Any

from django.conf import settings

from generator.training.models import FineTuneRun

MEGABYTE = 1 << 20
LESSONS, WORK, CHECKPOINT, PICTURES, PAIRS = "lessons.json", "work", "checkpoint", "pictures", "pairs.json"
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_FULL_WORDS = ("No space left", "File too large", "Disk quota exceeded")


def folder_of(run: FineTuneRun) -> Path:
    return Path(settings.DATA_DIR) / "models" / run.public_id


def make_room(run: FineTuneRun) -> Path:
    """The run's folder, made. Raises OSError (ENOSPC) if less than ``TRAINING_FREE_MB`` are free."""
    folder = folder_of(run)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < settings.TRAINING_FREE_MB * MEGABYTE:
        raise OSError(errno.ENOSPC, "No space left on device")
    return folder


def write(path: Path, content: Any) -> None:
    """JSON, whole or not at all."""
    new = path.with_suffix(".new")
    with new.open("w", encoding="utf-8") as out:
        json.dump(content, out)
        out.flush()
        os.fsync(out.fileno())
    os.replace(new, path)
    _sync(path.parent)


def read(path: Path) -> Any:
    """None if it is not there."""
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None


def publish(made: Path, final: Path) -> None:
    """Give a folder its final name, once all of it is on the disk."""
    for path in made.iterdir():
        _sync(path)
    _sync(made)
    os.rename(made, final)
    _sync(final.parent)


def tidy(run: FineTuneRun) -> None:
    """After a run that is done: what it no longer needs, whose lessons name tracks that members like."""
    folder = folder_of(run)
    (folder / LESSONS).unlink(missing_ok=True)
    shutil.rmtree(folder / WORK, ignore_errors=True)


def remove(run: FineTuneRun) -> None:
    """All of it, after a run that came to nothing."""
    shutil.rmtree(folder_of(run), ignore_errors=True)


def is_full(run: FineTuneRun, error: BaseException) -> bool:
    """Whether it was for want of room, asked before its files are removed: torch says anything but that then."""
    if isinstance(error, OSError) and error.errno in _FULL:
        return True
    return any(words in str(error) for words in _FULL_WORDS) or _left(folder_of(run)) < MEGABYTE


def _left(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return MEGABYTE


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

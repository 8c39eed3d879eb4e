"""The folder in which backups stand: each is there whole or not at all, the oldest make room."""

from __future__ import annotations

import fcntl
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from lofi_site.backups.manifest import BackupError

_WHOLE = re.compile(r"lofi-\d{8}T\d{12}Z")
_PARTIAL, _LOCK = ".partial", ".lock"


@contextmanager
def new(shelf: Path) -> Iterator[Path]:
    """A folder to fill. It gets its name when the block ends well, and is removed when it does not.

    One at a time: BackupError while another is being made. What a killed one left is removed.
    """
    shelf.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(shelf):
        _sweep(shelf)
        name = datetime.now(UTC).strftime("lofi-%Y%m%dT%H%M%S%fZ")
        partial = shelf / f".{name}{_PARTIAL}"
        partial.mkdir(mode=0o700)
        try:
            yield partial
            _to_disk(partial)
            os.rename(partial, shelf / name)
            _sync(shelf)
        finally:
            shutil.rmtree(partial, ignore_errors=True)


def whole(shelf: Path) -> list[Path]:
    """Finished backups, the oldest first."""
    return sorted(path for path in shelf.iterdir() if _WHOLE.fullmatch(path.name))


def keep(shelf: Path, newest: Path, many: int) -> list[Path]:
    """Remove all but ``newest`` and the ``many`` - 1 before it; answers what went."""
    others = [path for path in whole(shelf) if path != newest]
    gone = others[: max(0, len(others) - (many - 1))]
    for path in gone:
        leaving = path.with_name(f".{path.name}{_PARTIAL}")
        os.rename(path, leaving)  # half removed, it must not look whole
        shutil.rmtree(leaving)
    return gone


def copy(source: Path, target: Path) -> None:
    """A folder with all that is in it. What is removed meanwhile is left out."""
    target.mkdir(parents=True, exist_ok=True)
    for path in sorted(source.iterdir()):
        with suppress(FileNotFoundError):
            copy(path, target / path.name) if path.is_dir() else shutil.copyfile(path, target / path.name)


@contextmanager
def _alone(shelf: Path) -> Iterator[None]:
    with (shelf / _LOCK).open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise BackupError(f"Another backup is being made in {shelf}.") from error
        yield


def _sweep(shelf: Path) -> None:
    for left in shelf.glob(f".lofi-*{_PARTIAL}"):
        shutil.rmtree(left)


def _to_disk(folder: Path) -> None:
    for path in folder.rglob("*"):
        _sync(path)
    _sync(folder)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

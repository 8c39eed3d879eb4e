"""``manifest.json``: what a backup holds, and how to tell whether all of it is there. Written last, so it seals it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

FORMAT = 1
NAME = "manifest.json"
CHUNK = 1 << 20


class BackupError(Exception):
    """A backup that can't be made, read or restored; says why, and what to do."""


@dataclass(frozen=True, slots=True)
class Table:
    """``checksum``: sum of the first 8 bytes of each row's SHA-256, modulo 2**64, in hex; so rows have no order."""

    rows: int
    checksum: str


@dataclass(frozen=True, slots=True)
class File:
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    created: str
    """ISO 8601, UTC."""
    engine: str
    """``sqlite`` or ``postgresql``."""
    server: str
    """Version of the database."""
    django: str
    migrations: list[str]
    """As ``app.name``, those that were applied."""
    data_dir: str
    checkpoint_dir: str
    """Where folders of model versions lay, which the database names in full."""
    tables: dict[str, Table]
    files: dict[str, File]
    """By path below the backup."""
    left_out: dict[str, str]
    """What is beside the database and not in the backup, with the reason."""


def write(folder: Path, manifest: Manifest) -> None:
    content = {"format": FORMAT, **asdict(manifest)}
    text = json.dumps({**content, "digest": _digest(content)}, indent=1, sort_keys=True)
    (folder / NAME).write_text(text, encoding="utf-8")


def read(folder: Path) -> Manifest:
    """Raises BackupError for what is no backup, is of another format, or was changed."""
    try:
        content: dict[str, Any] = json.loads((folder / NAME).read_text(encoding="utf-8"))
        digest, made_by = content.pop("digest"), content["format"]
    except FileNotFoundError as error:
        raise BackupError(f"{folder} is no backup: it has no {NAME}.") from error
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise BackupError(f"{folder / NAME} can't be read: {error!r}.") from error
    if made_by != FORMAT:
        raise BackupError(f"The backup has format {made_by}; this version of the site reads format {FORMAT}.")
    if digest != _digest(content):
        raise BackupError(f"{folder / NAME} is not what was written: its digest differs.")
    del content["format"]
    tables = {name: Table(**each) for name, each in content.pop("tables").items()}
    files = {name: File(**each) for name, each in content.pop("files").items()}
    return Manifest(**content, tables=tables, files=files)


def verify(folder: Path) -> Manifest:
    """Read all of a backup. Raises BackupError naming the first file that is missing, too many, or another."""
    manifest = read(folder)
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()} - {NAME}
    if missing := sorted(set(manifest.files) - there):
        raise BackupError(f"The backup lacks {missing[0]}.")
    if unknown := sorted(there - set(manifest.files)):
        raise BackupError(f"The backup holds {unknown[0]}, which its manifest does not name.")
    for name, expected in sorted(manifest.files.items()):
        if file_of(folder / name) != expected:
            raise BackupError(f"{name} is not what was written: its size or SHA-256 differs.")
    return manifest


def file_of(path: Path) -> File:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as content:
        while chunk := content.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return File(size, digest.hexdigest())


def _digest(content: dict[str, Any]) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()

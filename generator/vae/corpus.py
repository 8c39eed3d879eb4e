"""Real corpora -> scores, with a seeded split by song. ``docs/corpus.md`` describes the formats that are read."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal, Protocol

import numpy as np

from generator.vae import affect
from generator.vae.corpora import musicxml, pop909, rs200, theorytab
from generator.vae.corpora.leadsheet import CorpusError, LeadSheet
from generator.vae.score import Score
from generator.vae.windows import Window, windows

Split = Literal["train", "validation", "test"]
SPLITS: tuple[Split, ...] = ("train", "validation", "test")
_SHARES = (80, 90, 100)


class Reader(Protocol):
    """What each module of ``corpora`` offers."""

    def find(self, root: Path) -> list[Path]: ...

    def read(self, path: Path) -> LeadSheet: ...


READERS: dict[str, Reader] = {"pop909": pop909, "rs200": rs200, "musicxml": musicxml, "theorytab": theorytab}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Sections of songs. ``songs`` and ``sources`` are parallel to ``scores``; ``skipped`` is (file, reason)."""

    scores: list[Score]
    songs: list[str]
    sources: list[str]
    skipped: list[tuple[str, str]]


def read_corpus(root: Path, progress: Callable[[str], None] = lambda line: None) -> Corpus:
    """Read every known format in ``root`` and the folders in it.

    A malformed file is skipped and named, never fatal. Raises ``CorpusError`` when nothing at all can be used.
    """
    found: list[Window] = []
    skipped: list[tuple[str, str]] = []
    for name, reader, path in _files(root):
        try:
            found.extend(windows(reader.read(path)))
        except Exception as error:  # a stranger's file may break any parser in any way
            skipped.append((str(path.relative_to(root)), f"{name}: {error}"))
            progress(f"skipped {path.name}: {error}")
    if not found:
        raise CorpusError(f"no usable song in {root}: {len(skipped)} files skipped")
    return Corpus(
        scores=_with_affect(found),
        songs=[window.sheet.song for window in found],
        sources=[window.sheet.source for window in found],
        skipped=skipped,
    )


def _files(root: Path) -> Iterator[tuple[str, Reader, Path]]:
    seen: set[Path] = set()
    for folder in (root, *sorted(path for path in root.iterdir() if path.is_dir())):
        for name, reader in READERS.items():
            for path in reader.find(folder):
                if path not in seen:
                    seen.add(path)
                    yield name, reader, path


def _with_affect(found: list[Window]) -> list[Score]:
    table = np.array([affect.features(window.sheet, window.start, window.score.bars) for window in found])
    energy, valence = affect.proxies(table, [window.sheet.source for window in found])
    return [
        replace(
            window.score,
            energy=round(_known(window.sheet.energy, energy[i]), 4),
            valence=round(_known(window.sheet.valence, valence[i]), 4),
        )
        for i, window in enumerate(found)
    ]


def _known(label: float | None, proxy: float) -> float:
    return float(proxy if label is None else label)


def split_of(song: str, seed: int) -> Split:
    """Where a song belongs: 80 % train, 10 % validation, 10 % test, by a hash, so that no song is ever in two."""
    place = int(hashlib.sha256(f"{seed}:{song}".encode()).hexdigest(), 16) % 100
    return next(split for split, share in zip(SPLITS, _SHARES, strict=True) if place < share)

"""The prepared corpus on disk: one ``.npz`` of arrays, without pickles, and tensors made from it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from generator.vae.bars import bars_to_z
from generator.vae.codec import Encoded, encode_scores
from generator.vae.corpora.leadsheet import CorpusError
from generator.vae.corpus import SPLITS, Corpus, Split, split_of
from generator.vae.model import Batch


@dataclass(frozen=True, slots=True)
class Dataset:
    """Encoded sections with their split; ``about`` says what they were made from."""

    encoded: Encoded
    split: NDArray[np.int64]
    source: NDArray[np.int64]
    about: dict[str, Any]

    def rows(self, split: Split) -> NDArray[np.int64]:
        """Indices of one split's sections. Raises ``CorpusError`` when no song fell into it."""
        rows = np.flatnonzero(self.split == SPLITS.index(split))
        if not len(rows):
            raise CorpusError(f"no song fell into the {split} split: there are too few, or the seed wants changing")
        return rows

    def thinned(self, split: Split, most: int) -> Encoded:
        """At most so many sections of a split, evenly spread over it. Raises ``CorpusError`` as ``rows`` does."""
        rows = self.rows(split)
        return self.encoded.take(rows[:: -(-len(rows) // most)])

    def save(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        about = np.frombuffer(json.dumps(self.about).encode(), np.uint8)
        small = {name: _shrink(array) for name, array in self.encoded.arrays().items()}
        np.savez_compressed(path, split=self.split, source=self.source, about=about, **small)  # type: ignore[arg-type]

    @classmethod
    def load(cls, path: Path) -> Dataset:
        """Raises ``OSError`` when there is no such file, ``ValueError`` when it holds objects that would run code."""
        with np.load(path, allow_pickle=False) as file:
            arrays = {name: file[name] for name in Encoded.__dataclass_fields__}
            wide = {name: _widen(array) for name, array in arrays.items()}
            about = json.loads(file["about"].tobytes())
            return cls(Encoded(**wide), file["split"], file["source"], about)


def prepare(corpus: Corpus, seed: int) -> Dataset:
    """Encode a corpus and split it by song under ``seed``."""
    names = sorted(set(corpus.sources))
    split = np.array([SPLITS.index(split_of(song, seed)) for song in corpus.songs])
    about = {
        "seed": seed,
        "sources": names,
        "songs": dict(Counter(source for _, source in set(zip(corpus.songs, corpus.sources, strict=True)))),
        "sections": dict(Counter(corpus.sources)),
        "splits": {name: int((split == i).sum()) for i, name in enumerate(SPLITS)},
        "skipped": len(corpus.skipped),
    }
    return Dataset(encode_scores(corpus.scores), split, np.array([names.index(s) for s in corpus.sources]), about)


def to_batch(encoded: Encoded, edges: Sequence[float]) -> Batch:
    """Arrays -> tensors, with the length as the fifth quantity."""
    heads = np.concatenate([encoded.quantities, bars_to_z(encoded.bars, edges)[:, None]], 1)
    names = ("chords", "melody", "bars", "key", "mode")
    return Batch(**{name: torch.from_numpy(getattr(encoded, name)) for name in names}, heads=torch.from_numpy(heads))


def balance(encoded: Encoded, source: NDArray[np.int64]) -> NDArray[np.float64]:
    """Sampling weights (n,), sum 1: each mode and each source counts by the root of its share.

    Lo-fi loves dorian and sevenths; the corpora are ionian triads for the greater part.
    """
    weights = np.ones(len(encoded))
    for labels in (encoded.mode, source):
        weights *= np.bincount(labels)[labels] ** -0.5
    return weights / weights.sum()


def _shrink(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.uint8) if array.dtype == np.int64 else array


def _widen(array: NDArray[Any]) -> NDArray[Any]:
    return array.astype(np.int64) if array.dtype == np.uint8 else array

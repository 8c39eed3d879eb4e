"""A trained model as a folder: ``weights.safetensors``, ``config.json``, ``metrics.json``. Loading runs no code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

FORMAT = 1
WEIGHTS, CONFIG, METRICS = "weights.safetensors", "config.json", "metrics.json"


class CheckpointError(ValueError):
    """A folder that is no checkpoint of ours; ``str()`` says what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Weights by name as float32, the model's config, and ``version``: 12 hex digits of the files' hash."""

    weights: dict[str, NDArray[np.float32]]
    config: dict[str, Any]
    version: str


def save(folder: Path, kind: str, weights: Mapping[str, Any], config: dict[str, Any], metrics: dict[str, Any]) -> None:
    """Write the folder. Weights are kept as float16: half the size, and no metric moves by more than its noise."""
    folder.mkdir(parents=True, exist_ok=True)
    save_file({name: np.ascontiguousarray(value, np.float16) for name, value in weights.items()}, folder / WEIGHTS)
    _write(folder / CONFIG, {"format": FORMAT, "kind": kind, **config})
    _write(folder / METRICS, metrics)


def load(folder: Path, kind: str) -> Checkpoint:
    """Read a folder. Raises ``CheckpointError`` when a file is missing, broken or of another kind or format."""
    try:
        config = json.loads((folder / CONFIG).read_text(encoding="utf-8"))
        weights = load_file(folder / WEIGHTS)
        version = version_of(folder)
    except Exception as error:
        raise CheckpointError(f"{folder.name}: {error}") from error
    if (config.pop("format", None), config.pop("kind", None)) != (FORMAT, kind):
        raise CheckpointError(f"{folder.name}: not a checkpoint of kind {kind}, format {FORMAT}")
    return Checkpoint({name: value.astype(np.float32) for name, value in weights.items()}, config, version)


def version_of(folder: Path) -> str:
    """12 hex digits of SHA-256 over weights and config: the name of what decodes a latent."""
    return digest_of(folder)[:12]


def digest_of(folder: Path) -> str:
    """The whole of that hash, 64 hex digits: nobody makes other files of the same. Raises OSError."""
    digest = hashlib.sha256()
    for name in (WEIGHTS, CONFIG):
        digest.update((folder / name).read_bytes())
    return digest.hexdigest()


def _write(path: Path, data: dict[str, Any]) -> None:
    path.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", encoding="utf-8")

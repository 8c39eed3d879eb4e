"""The sliders: straight lines in the latent space, each of which moves what it names and little else.

Energy, valence, tempo and density are read by heads that were trained with the model. Brightness and tension are learnt
from the finished model alone: latents are drawn and decoded, what is heard in them is regressed on the latent. The dual
basis of all of them, and of length, key and mode, then moves each while what is read of the others stands still.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from generator.vae.attributes import NAMES, measure
from generator.vae.codec import QUANTITIES, RANGE
from generator.vae.engine import DecoderEngine
from generator.vae.score import Score

Vector = NDArray[np.float64]
FILE = "directions.json"
LEARNT = NAMES[len(QUANTITIES) :]
DRAWS = 2_000
"""Enough: with 6,000 the sliders move what they name no more surely."""
_DECIMALS = 6
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Line:
    """What a linear reading says of z: ``weight . z + bias``, as a z-score over the model's own tracks."""

    weight: Vector
    bias: float

    def to_json(self) -> dict[str, Any]:
        return {"weight": self.weight.tolist(), "bias": self.bias}


@dataclass(frozen=True, slots=True)
class Direction:
    """A slider. Its value at z is ``weight . z + bias``, a z-score from ``low`` to ``high``.

    ``z + t * direction`` moves that value by t and leaves the other sliders, length, key and mode where they are.
    """

    name: str
    weight: Vector
    bias: float
    direction: Vector
    low: float = -RANGE
    high: float = RANGE


def directions(engine: DecoderEngine, learnt: dict[str, Line]) -> list[Direction]:
    """One for each of ``NAMES``, from the heads and what was ``learnt``: the dual basis of all rows."""
    weight, bias = (part.astype(np.float64) for part in engine.heads)
    lines = [Line(weight[i], float(bias[i])) for i in range(len(QUANTITIES))] + [learnt[name] for name in LEARNT]
    labels = [head[0].astype(np.float64) for head in (engine.key, engine.mode)]
    fixed = [weight[len(QUANTITIES) :], *(rows - rows.mean(0) for rows in labels)]
    dual = np.linalg.pinv(np.concatenate([[line.weight for line in lines], *fixed]))
    return [Direction(NAMES[i], line.weight, line.bias, dual[:, i]) for i, line in enumerate(lines)]


def learn(decode: Callable[[Vector], list[Score]], features: int, draws: int = DRAWS) -> dict[str, Line]:
    """Regress what is measured in ``draws`` tracks from the prior on their latents; the same for the same model."""
    latents = np.random.default_rng(0).standard_normal((draws, features))
    heard = np.array([measure(score)[len(QUANTITIES) :] for score in decode(latents)])
    spread = heard.std(0)
    targets = (heard - heard.mean(0)) / np.where(spread > 0, spread, 1)
    found = np.linalg.lstsq(np.column_stack([latents, np.ones(draws)]), targets, rcond=None)[0].T.round(_DECIMALS)
    return {name: Line(row[:-1], float(row[-1])) for name, row in zip(LEARNT, found, strict=True)}


def read(folder: Path, version: str, features: int) -> dict[str, Line] | None:
    """What was learnt of that version and kept in its folder; None if it is not there, or is no use."""
    try:
        kept = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if kept["version"] != version:
            return None
        lines = {name: Line(np.array(kept[name]["weight"], float), float(kept[name]["bias"])) for name in LEARNT}
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        log.warning("%s: %s can't be read; it is learnt anew", folder.name, FILE)
        return None
    return lines if all(_is_sound(line, features) for line in lines.values()) else None


def _is_sound(line: Line, features: int) -> bool:
    return line.weight.shape == (features,) and bool(np.isfinite([*line.weight, line.bias]).all())


def keep(folder: Path, version: str, learnt: dict[str, Line]) -> None:
    """Write it beside the weights, whole or not at all; a folder that can't be written to stays as it is."""
    part = folder / f".{FILE}.{uuid4().hex}"
    data = {"version": version, **{name: line.to_json() for name, line in learnt.items()}}
    with suppress(OSError):
        part.write_text(json.dumps(data) + "\n", encoding="utf-8")
        part.replace(folder / FILE)

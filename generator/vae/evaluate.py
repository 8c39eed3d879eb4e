"""How well a model gives back tracks that it never saw, on the legacy grid, decoding freely from the mean latent.

Both models are measured on one triad a bar and eight eighths a bar. A bar that the model did not write counts as
wrong.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray

from generator.vae.baseline import END, BaselineVAE, legacy_grid
from generator.vae.codec import Encoded, to_bpm, to_share
from generator.vae.dataset import to_batch
from generator.vae.engine import DecoderEngine, EncoderEngine
from generator.vae.model import Batch

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Reconstruction:
    """Tracks on the legacy grid: degrees (T,), notes (T, 8), key and mode from 0, tempo in BPM, energy, valence (z)."""

    chords: list[Ints]
    notes: list[Ints]
    key: Ints
    mode: Ints
    quantities: NDArray[np.floating]


def reconstruct(decoder: DecoderEngine, encoder: EncoderEngine, encoded: Encoded) -> Reconstruction:
    """Ours, by the engines that serve."""
    heads = to_batch(encoded, decoder.edges).heads.numpy()
    chords, notes, keys, modes, quantities = [], [], [], [], []
    for row in range(len(encoded)):
        z = encoder.mean(encoded.take(slice(row, row + 1)), heads[row])
        read = decoder.heads[0] @ z + decoder.heads[1]
        plan = decoder.plan(z, decoder.bars(read))
        melody = decoder.melody(plan)
        degrees, eighths = _project(plan.chords, melody)
        chords.append(degrees)
        notes.append(eighths)
        keys.append((decoder.key[0] @ z + decoder.key[1]).argmax())
        modes.append((decoder.mode[0] @ z + decoder.mode[1]).argmax())
        quantities.append(read[:3])
    return Reconstruction(chords, notes, np.array(keys), np.array(modes), np.array(quantities))


def _project(chords: Ints, melody: Ints) -> tuple[Ints, Ints]:
    degrees, eighths = legacy_grid(_bare(chords[None], melody[None]))
    return degrees[0].numpy(), eighths[0].numpy()


def _bare(chords: Ints, melody: Ints) -> Batch:
    none = torch.zeros(len(chords), dtype=torch.long)
    bars = torch.full((len(chords),), chords.shape[1])
    return Batch(torch.from_numpy(chords), torch.from_numpy(melody), bars, none, none, torch.zeros(len(chords), 5))


@torch.no_grad()
def reconstruct_baseline(
    model: BaselineVAE, encoded: Encoded, edges: tuple[float, ...], batch: int = 256
) -> Reconstruction:
    """The original's architecture, by its greedy walk."""
    model.eval()
    chords, notes, keys, modes, quantities = [], [], [], [], []
    for start in range(0, len(encoded), batch):
        z, _ = model.encode(to_batch(encoded.take(slice(start, start + batch)), edges))
        symbols, melody = (part.numpy() for part in model.decode(z))
        for degrees, eighths in zip(symbols, melody, strict=True):
            ends = np.flatnonzero(degrees == END)
            bars = ends[0] if len(ends) else len(degrees)
            chords.append(degrees[:bars])
            notes.append(eighths[:bars])
        keys.append(model.to_key(z).argmax(-1).numpy())
        modes.append(model.to_mode(z).argmax(-1).numpy())
        quantities.append(model.to_scalars(z).numpy())
    return Reconstruction(chords, notes, np.concatenate(keys), np.concatenate(modes), np.concatenate(quantities))


def measure(encoded: Encoded, result: Reconstruction) -> dict[str, float]:
    """Shares of what was given back right, and mean errors; ``encoded`` is the truth."""
    truth = [_project(encoded.chords[i, :bars], encoded.melody[i, :bars]) for i, bars in enumerate(encoded.bars)]
    right = [_hits(*pair) for pair in zip((t[0] for t in truth), result.chords, strict=True)]
    notes = [_hits(*pair) for pair in zip((t[1] for t in truth), result.notes, strict=True)]
    sung = np.concatenate([t[1].ravel() for t in truth]) > 0
    hits = np.concatenate([hit.ravel() for hit in notes])
    tempo = [abs(to_bpm(a) - to_bpm(b)) for a, b in zip(encoded.quantities[:, 2], result.quantities[:, 2], strict=True)]
    return {
        "sections": float(len(encoded)),
        "chords": float(np.concatenate(right).mean()),
        "notes": float(hits.mean()),
        "sounding_notes": float(hits[sung].mean()),
        "length": float(np.mean([len(c) == bars for c, bars in zip(result.chords, encoded.bars, strict=True)])),
        "key": float((result.key == encoded.key).mean()),
        "mode": float((result.mode == encoded.mode).mean()),
        "tempo_error_bpm": float(np.mean(tempo)),
        "energy_error": _share_error(encoded.quantities[:, 0], result.quantities[:, 0]),
        "valence_error": _share_error(encoded.quantities[:, 1], result.quantities[:, 1]),
    }


def guess_the_commonest(encoded: Encoded) -> dict[str, float]:
    """The floor: what always answering the commonest chord and the commonest note scores."""
    degrees, eighths = zip(
        *(_project(encoded.chords[i, :bars], encoded.melody[i, :bars]) for i, bars in enumerate(encoded.bars)),
        strict=True,
    )
    chords, notes = np.concatenate(degrees), np.concatenate(eighths)
    return {"chords": float(np.bincount(chords).max() / chords.size), "notes": _commonest(notes)}


def _commonest(values: Ints) -> float:
    return float(np.bincount(values.ravel()).max() / values.size)


def _hits(truth: Ints, written: Ints) -> NDArray[np.bool_]:
    hits = np.zeros(truth.shape, bool)
    both = min(len(truth), len(written))
    hits[:both] = truth[:both] == written[:both]
    return hits


def _share_error(truth: NDArray[np.floating], read: NDArray[np.floating]) -> float:
    return float(np.mean([abs(to_share(a) - to_share(b)) for a, b in zip(truth, read, strict=True)]))


def table(columns: dict[str, dict[str, float]], names: Sequence[str]) -> str:
    """Metrics as text: a row a metric, a column a model."""
    head = f"{'':<18}" + "".join(f"{name:>12}" for name in columns)
    rows = [f"{name:<18}" + "".join(_cell(column, name) for column in columns.values()) for name in names]
    return "\n".join([head, *rows])


def _cell(column: dict[str, float], name: str) -> str:
    return f"{column[name]:>12.4f}" if name in column else " " * 12

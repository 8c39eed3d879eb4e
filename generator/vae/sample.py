"""The one door to inference: seeds, latents and constraints in, scores out. Needs numpy alone."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from generator.vae import checkpoint
from generator.vae.bars import bars_to_z
from generator.vae.codec import QUANTITIES, decode_bar, encode_scores, to_bpm, to_share, to_z
from generator.vae.directions import Direction, directions, keep, learn, read
from generator.vae.engine import DecoderEngine, EncoderEngine
from generator.vae.heads import move
from generator.vae.score import MAX_BPM, MIN_BPM, Score
from generator.vae.sphere import mean, slerp
from generator.vae.titles import title_of

Latents = NDArray[np.float64]
FEATURES = 100
SEEDS = 2**32
LATENT_BOUND = 8.0
"""No feature leaves +-8: eight standard deviations of the prior."""
DECIMALS = 6
"""Latents are rounded, so that JSON carries exactly what was decoded."""
MIN_WISHED_BARS, MAX_WISHED_BARS = 4, 16
"""The lengths that the corpus has and a wish may name."""
_SWING = (0.53, 0.62)


@dataclass(frozen=True, slots=True)
class Constraints:
    """What a listener wishes; None leaves it to chance.

    key 1..12, mode 1..7, bpm 60..100, bars 4..16; energy, valence and density are shares 0..1 of the corpus.
    """

    key: int | None = None
    mode: int | None = None
    bpm: int | None = None
    energy: float | None = None
    valence: float | None = None
    bars: int | None = None
    density: float | None = None


@dataclass(frozen=True, slots=True)
class Take:
    """A score with the latent (100,) that decodes to it, and the seed it was drawn from, if any."""

    score: Score
    latent: Latents
    seed: int | None


class Sampler:
    """A checkpoint, ready to serve. Holds nothing of a call but its sliders; safe to share between threads."""

    def __init__(self, saved: checkpoint.Checkpoint, folder: Path | None = None) -> None:
        self.version = saved.version
        self.folder = folder
        self.decoder = DecoderEngine(saved.weights, tuple(saved.config["bar_edges"]))
        self.encoder = EncoderEngine(saved.weights)

    @classmethod
    def load(cls, folder: Path) -> Sampler:
        """Read a checkpoint folder. Raises ``checkpoint.CheckpointError``."""
        return cls(checkpoint.load(folder, "lofi"), folder)

    def generate(self, count: int, seed: int | None = None, constraints: Constraints | None = None) -> list[Take]:
        """``count`` tracks; the i-th depends on ``seed`` + i (modulo 2^32) and the constraints alone."""
        first = int(np.random.SeedSequence().generate_state(1)[0]) if seed is None else seed
        seeds = [(first + i) % SEEDS for i in range(count)]
        return [self.realise(_noise(each), constraints or Constraints(), each) for each in seeds]

    def realise(self, latent: Latents, wished: Constraints, seed: int | None) -> Take:
        """The take of the latent (100,) nearest to this one at which the heads say what is wished."""
        return self._take(self._wish(latent, wished), seed)

    def decode(self, latents: Latents) -> list[Score]:
        """Latents (n, 100), finite -> n valid scores. The same latent gives the same score, whatever is beside it."""
        return [self._score(latent) for latent in tidy(latents)]

    def encode(self, scores: Sequence[Score]) -> Latents:
        """Scores -> the means of their latents, (n, 100)."""
        encoded = encode_scores(scores)
        length = bars_to_z(encoded.bars, self.decoder.edges)
        heads = np.concatenate([encoded.quantities, length[:, None]], 1)
        rows = [self.encoder.mean(encoded.take(slice(i, i + 1)), heads[i]) for i in range(len(encoded))]
        return tidy(np.array(rows, np.float64))

    def blend(self, start: Latents, end: Latents, steps: int) -> list[Take]:
        """``steps`` takes on the great circle between two latents (slerp: Shoemake, 1985), both ends included."""
        return [self._take(slerp(start, end, share), None) for share in np.linspace(0, 1, steps)]

    def vary(self, latent: Latents, amount: float, count: int, seed: int | None = None) -> list[Take]:
        """``count`` neighbours; ``amount`` 0 is the track itself, 1 a fresh draw. Variance is kept in between."""
        first = int(np.random.SeedSequence().generate_state(1)[0]) if seed is None else seed
        seeds = [(first + i) % SEEDS for i in range(count)]
        keep = np.sqrt(1 - amount**2)
        return [self._take(keep * latent + amount * _noise(each), each) for each in seeds]

    def cross(self, latents: Latents, weights: Latents, amount: float, seed: int | None) -> Take:
        """What lies between n latents (n, 100), nearer to those with the greater of the weights (n,), then varied."""
        middle = mean(latents, weights / weights.sum())
        return self.vary(middle, amount, 1, seed)[0] if amount else self._take(middle, None)

    def directions(self) -> list[Direction]:
        """The sliders Energy, Mood (valence), Tempo, Density, Brightness and Tension.

        Two of them are learnt when they are first asked for, within seconds, and kept in the checkpoint's folder.
        """
        return self._directions

    @cached_property
    def _directions(self) -> list[Direction]:
        learnt = read(self.folder, self.version, FEATURES) if self.folder else None
        if learnt is None:
            learnt = learn(self.decode, FEATURES)
            if self.folder:
                keep(self.folder, self.version, learnt)
        return directions(self.decoder, learnt)

    def _take(self, latent: Latents, seed: int | None) -> Take:
        latent = tidy(latent)
        return Take(self._score(latent), latent, seed)

    def _wish(self, latent: Latents, wished: Constraints) -> Latents:
        heads = {i: value for i, value in enumerate(_quantities(wished)) if value is not None}
        if wished.bars is not None:
            heads[len(QUANTITIES)] = float(bars_to_z(np.array([wished.bars]), self.decoder.edges)[0])
        labels = {name: getattr(wished, name) - 1 for name in ("key", "mode") if getattr(wished, name) is not None}
        return move(self.decoder, latent, heads, labels) if heads or labels else latent

    def _score(self, latent: Latents) -> Score:
        engine, z = self.decoder, latent.astype(np.float32)
        heads = engine.heads[0] @ z + engine.heads[1]
        plan = engine.plan(z, engine.bars(heads))
        melody = engine.melody(plan)
        key = int((engine.key[0] @ z + engine.key[1]).argmax()) + 1
        mode = int((engine.mode[0] @ z + engine.mode[1]).argmax()) + 1
        energy, valence = (round(to_share(float(value)), 3) for value in heads[:2])
        chance = _chance(latent)
        return Score(
            title=title_of(chance, key, mode, energy, valence),
            key=key,
            mode=mode,
            bpm=to_bpm(float(heads[2])),
            energy=energy,
            valence=valence,
            swing=round(float(chance.uniform(*_SWING)), 3),
            harmony=tuple(decode_bar(first, second) for first, second in plan.chords.tolist()),
            melody=tuple(tuple(bar) for bar in melody.tolist()),
        )


def tidy(latents: Latents) -> Latents:
    """Round to what JSON carries and keep every feature within +-8."""
    rounded: Latents = np.round(np.clip(latents, -LATENT_BOUND, LATENT_BOUND), DECIMALS)
    return rounded + 0.0  # no minus zero, which JSON would keep


def _quantities(wished: Constraints) -> tuple[float | None, ...]:
    bpm = None if wished.bpm is None else (wished.bpm - MIN_BPM) / (MAX_BPM - MIN_BPM)
    shares = (wished.energy, wished.valence, bpm, wished.density)
    return tuple(None if share is None else to_z(share) for share in shares)


def _noise(seed: int) -> Latents:
    return np.random.default_rng(seed).standard_normal(FEATURES)


def _chance(latent: Latents) -> np.random.Generator:
    """What is left to chance in a score is drawn from its latent, so that the latent decides it."""
    return np.random.default_rng(int.from_bytes(hashlib.sha256(latent.tobytes()).digest()[:8], "little"))

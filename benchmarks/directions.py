"""Each slider of the panel, measured: does it move what it names, and how much else?

Random latents are swept along each direction over nine positions, from one end of the slider to the other, and decoded;
what is compared are attributes of the decoded scores. A direction passes if

- the rank correlation (Spearman) of position and attribute within a latent is 0.9 or more, on average over latents;
- every other attribute changes less than a third as much from end to end, on average over latents and counted in each
  attribute's own standard deviation over tracks from the prior;
- the key never changes.

For the record the table also has the correlation pooled over all latents, the share of latents whose mode changes,
the greatest ratio when a change is the difference of the extremes of all nine positions, where chance counts fully,
and energy and mood as the notes alone tell them (``affect.py``). Status 1 on a miss.
Run: ``python benchmarks/directions.py [folder of a checkpoint] [latents]``.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # the project, not this folder, whose http.py would be taken for Python's own
import benchmarks  # noqa: E402, F401  (one thread, said before numpy is imported)

# isort: split
import numpy as np  # noqa: E402
from numpy.typing import NDArray  # noqa: E402

from generator.vae.affect import ENERGY_WEIGHTS, VALENCE_WEIGHTS, features, rank  # noqa: E402
from generator.vae.attributes import NAMES, measure  # noqa: E402
from generator.vae.corpora.leadsheet import ChordSpan, LeadSheet, Note  # noqa: E402
from generator.vae.directions import Direction  # noqa: E402
from generator.vae.sample import FEATURES, Sampler  # noqa: E402
from generator.vae.score import HOLD, REST, SLOTS, Score, scale  # noqa: E402

Table = NDArray[np.float64]
LATENTS, POSITIONS, PRIOR = 200, 9, 1000
SEED = 1
"""Not the seed that the directions were learnt from."""
LEAST_CORRELATION, GREATEST_RATIO = 0.9, 1 / 3
MIDDLE_C = 60


@dataclass(frozen=True, slots=True)
class Result:
    """A slider's figures: correlation within a latent and pooled, own change in standard deviations, the greatest
    change of another as a share of it (from end to end, and of the extremes), shares of latents that left key, mode.
    """

    name: str
    correlation: float
    pooled: float
    change: float
    other: str
    ratio: float
    extremes: float
    keys: float
    modes: float

    @property
    def passes(self) -> bool:
        return self.correlation >= LEAST_CORRELATION and self.ratio < GREATEST_RATIO and self.keys == 0


def spearman(left: Table, right: Table) -> float:
    """Rank correlation of two (n,); 0 where one of them never changes."""
    left, right = rank(left), rank(right)
    return float(np.corrcoef(left, right)[0, 1]) if left.std() and right.std() else 0.0


def sweep(sampler: Sampler, direction: Direction, latents: Table) -> list[list[Score]]:
    """For each latent its scores at all positions of the slider."""
    steps = np.linspace(direction.low, direction.high, POSITIONS)
    ways = latents @ direction.weight + direction.bias
    moved = [z + np.outer(steps - way, direction.direction) for z, way in zip(latents, ways, strict=True)]
    return [sampler.decode(path) for path in moved]


def judge(direction: Direction, own: int, swept: list[list[Score]], heard: Table) -> Result:
    """``heard`` (latents, positions, attributes) in standard deviations."""
    changes = np.abs(heard[:, -1] - heard[:, 0]).mean(0)
    extremes = (heard.max(1) - heard.min(1)).mean(0)
    others = [i for i in range(len(NAMES)) if i != own]
    other = max(others, key=lambda i: changes[i])
    positions = np.arange(heard.shape[1], dtype=float)
    return Result(
        direction.name,
        float(np.mean([spearman(positions, row[:, own]) for row in heard])),
        spearman(np.tile(positions, len(heard)), heard[:, :, own].ravel()),
        float(changes[own]),
        NAMES[other],
        float(changes[other] / changes[own]),
        float(extremes[others].max() / extremes[own]),
        float(np.mean([len({score.key for score in scores}) > 1 for scores in swept])),
        float(np.mean([len({score.mode for score in scores}) > 1 for scores in swept])),
    )


def spreads(sampler: Sampler) -> Table:
    """Standard deviation of each attribute over tracks from the prior."""
    latents = np.random.default_rng(SEED + 1).standard_normal((PRIOR, FEATURES))
    spread: Table = np.array([measure(score) for score in sampler.decode(latents)]).std(0)
    return spread


def run(sampler: Sampler, count: int) -> tuple[list[Result], dict[str, float]]:
    """All sliders over ``count`` latents; and how well energy and mood are followed by the notes."""
    latents = np.random.default_rng(SEED).standard_normal((count, FEATURES))
    spread, results, notes = spreads(sampler), [], {}
    for own, direction in enumerate(sampler.directions()):
        swept = sweep(sampler, direction, latents)
        heard = np.array([[measure(score) for score in scores] for scores in swept]) / spread
        results.append(judge(direction, own, swept, heard))
        if direction.name in ("energy", "valence"):
            notes[direction.name] = by_the_notes(swept, direction.name)
    return results, notes


def by_the_notes(swept: list[list[Score]], name: str) -> float:
    """Mean correlation of position and energy or valence by the corpus's proxies, tempo and notes alone."""
    weights = ENERGY_WEIGHTS if name == "energy" else VALENCE_WEIGHTS
    table = np.array([[features(sheet(score), 0, score.bars) for score in scores] for scores in swept])
    spread = table.std((0, 1))
    told = table / np.where(spread > 0, spread, 1) @ weights
    return float(np.mean([spearman(np.arange(len(row), dtype=float), row) for row in told]))


def sheet(score: Score) -> LeadSheet:
    """The melody as the corpus readers hand it over."""
    notes: list[Note] = []
    for place, symbol in enumerate(symbol for bar in score.melody for symbol in bar):
        if symbol == HOLD:
            notes[-1] = Note(notes[-1].start, notes[-1].length + 1, notes[-1].pitch)
        elif symbol != REST:
            pitch = MIDDLE_C + score.key - 1 + scale(score.mode)[(symbol - 1) % 7] + 12 * ((symbol - 1) // 7)
            notes.append(Note(place, 1, pitch))
    chord = ChordSpan(0, score.bars * SLOTS, 0, "maj")
    return LeadSheet("", "", score.key - 1, score.bars, (chord,), tuple(notes), bpm=score.bpm)


def main(folder: str = str(ROOT / "generator" / "checkpoints" / "base"), count: str = str(LATENTS)) -> int:
    results, notes = run(Sampler.load(Path(folder)), int(count))
    print(f"{count} latents, {POSITIONS} positions; changes in standard deviations over the prior, means of latents")
    print("direction   correlation  pooled  own change  next: change, extremes          key   mode")
    for each in results:
        moved = f"{each.other:10s} {each.ratio:.2f}, {each.extremes:.2f}"
        figures = f"{each.correlation:11.3f} {each.pooled:7.3f} {each.change:11.2f}  {moved:30s}"
        print(f"{each.name:11s} {figures} {each.keys:4.0%}  {each.modes:4.0%}  {'PASS' if each.passes else 'FAIL'}")
    for name, correlation in notes.items():
        print(f"{name} by the notes alone: {correlation:.3f}")
    return 0 if all(each.passes for each in results) else 1


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))

"""Whether likes teach the model: a simulated community in three rounds, beside the same with its likes shuffled.

Members have hidden tastes around one of the community's. In each round every member hears some tracks of the active
model and likes those that fit, but for a few slips; the likes fine-tune the model, and the candidate serves the next
round. The other arm gives the same number of likes to tracks drawn at random. Prints the share of fresh samples that
the members would like after each round, with 95 % intervals, and the p-value of the difference (two-proportion z-test,
one-sided); then what the gate says, and what a run on 1,000 liked tracks costs. The status is 1 if a share doesn't rise
significantly, or the cost is over ten minutes or 2 GB.
Run: ``python benchmarks/learning.py [--corpus var/corpus.npz]``; half an hour on one core.
"""

from __future__ import annotations

import argparse
import math
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # the project, not this folder, whose http.py would be taken for Python's own
import benchmarks  # noqa: E402, F401  (one thread, said before numpy is imported)

# isort: split
import numpy as np  # noqa: E402

from generator.vae.finetune import FineTuneOptions, fine_tune  # noqa: E402
from generator.vae.gate import examine  # noqa: E402
from generator.vae.holdout import split  # noqa: E402
from generator.vae.sample import Sampler  # noqa: E402
from generator.vae.score import Score  # noqa: E402

BASE = ROOT / "generator" / "checkpoints" / "base"
ROUNDS, MEMBERS, TRACKS, HEARD = 3, 24, 600, 150
SLIPS = 0.03
"""How often a member likes what doesn't fit, or passes over what does."""
SAMPLES = 1_000
SIGNIFICANT = 0.01
MOST_SECONDS, MOST_BYTES = 600, 2 * 1024**3


@dataclass(frozen=True, slots=True)
class Taste:
    """What a member likes: one of these modes, at most so fast, at most so energetic."""

    modes: frozenset[int]
    bpm: float
    energy: float

    def fits(self, score: Score) -> bool:
        return score.mode in self.modes and score.bpm <= self.bpm and score.energy <= self.energy


COMMUNITIES = {
    "dorian and slow": (frozenset({2}), 78.0, 0.75),
    "minor and calm": (frozenset({2, 6}), 84.0, 0.45),
}


def members(name: str, chance: np.random.Generator) -> list[Taste]:
    """Everybody's taste is a little different from the community's."""
    modes, bpm, energy = COMMUNITIES[name]
    return [Taste(modes, bpm + chance.normal(0, 2), min(1.0, energy + chance.normal(0, 0.05))) for _ in range(MEMBERS)]


def likes_of(
    tastes: Sequence[Taste], scores: Sequence[Score], chance: np.random.Generator, shuffled: bool
) -> list[int]:
    """How many members like each score, (n,)."""
    counts = np.zeros(len(scores), np.int64)
    for taste in tastes:
        heard = chance.choice(len(scores), HEARD, replace=False)
        liked = np.array([taste.fits(scores[i]) for i in heard]) ^ (chance.random(HEARD) < SLIPS)
        counts[heard[chance.permutation(liked) if shuffled else liked]] += 1
    return [int(count) for count in counts]


def share(tastes: Sequence[Taste], scores: Sequence[Score]) -> float:
    """Of samples and members: how often one would like the other."""
    return float(np.mean([[taste.fits(score) for taste in tastes] for score in scores]))


def samples(folder: Path, many: int, seed: int) -> list[Score]:
    return [take.score for take in Sampler.load(folder).generate(many, seed=seed)]


def p_value(ours: float, theirs: float, many: int) -> float:
    """One-sided, of two shares of ``many`` each. Members agree, so a sample counts once, not once a member."""
    pooled = (ours + theirs) / 2
    error = math.sqrt(max(2 * pooled * (1 - pooled) / many, 1e-12))
    return 0.5 * math.erfc((ours - theirs) / error / math.sqrt(2))


def loop(
    name: str, folder: Path, corpus: Path | None, seed: int, shuffled: bool
) -> tuple[list[float], list[list[Score]]]:
    """The share before and after each round, and what was held out of each round's likes."""
    chance = np.random.default_rng([seed, 1])
    tastes = members(name, chance)
    active, known = BASE, dict[Score, int]()
    shares = [share(tastes, samples(BASE, SAMPLES, seed + 500_000))]
    held = []
    for number in range(ROUNDS):
        heard = samples(active, TRACKS, seed + 10_000 * (number + 1))
        known |= {score: n for score, n in zip(heard, likes_of(tastes, heard, chance, shuffled), strict=True) if n}
        scores = list(known)
        learned, out = split(scores, seed)
        held.append([scores[i] for i in out])
        candidate = folder / f"{'shuffled' if shuffled else 'liked'}-{number + 1}"
        weights = [float(known[scores[i]]) for i in learned]
        liked = [scores[i] for i in learned]
        fine_tune(active, liked, weights, candidate, corpus=corpus, root=BASE, options=FineTuneOptions(seed=seed))
        active = candidate
        shares.append(share(tastes, samples(active, SAMPLES, seed + 500_000)))
    return shares, held


def community(name: str, corpus: Path | None, seed: int) -> bool:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        (ours, held), (theirs, _) = (loop(name, folder, corpus, seed, shuffled) for shuffled in (False, True))
        good = [report(number, ours, theirs) for number in range(ROUNDS + 1)]
        good += [gate(folder, number + 1, held[number], corpus) for number in range(ROUNDS)]
    return all(good)


def report(number: int, ours: Sequence[float], theirs: Sequence[float]) -> bool:
    """A line a round; it is good if more is liked than before it, and than in the other arm."""
    against_shuffled = p_value(ours[number], theirs[number], SAMPLES)
    good = number == 0 or (against_shuffled < SIGNIFICANT and ours[number] > ours[number - 1])
    line = f"{number:>5}  {interval(ours[number])}  {interval(theirs[number])}  {against_shuffled:>9.2g}"
    print(line if number == 0 else f"{line}  {'PASS' if good else 'FAIL'}", flush=True)
    return good


def gate(folder: Path, number: int, held: Sequence[Score], corpus: Path | None) -> bool:
    """What the gate says of a round's candidate against the version that it learned on."""
    before = folder / f"liked-{number - 1}" if number > 1 else BASE
    checks = examine(folder / f"liked-{number}", before, held, corpus=corpus)
    print(f"the gate, of the candidate of round {number}:")
    for check in checks:
        print(f"  {'PASS' if check.passed else 'FAIL'}  {check.says}", flush=True)
    return all(check.passed for check in checks)


def interval(value: float) -> str:
    half = 1.96 * math.sqrt(value * (1 - value) / SAMPLES)
    return f"{100 * value:5.1f} % +- {100 * half:3.1f}"


def cost(corpus: Path | None) -> bool:
    """Of a run on 1,000 liked tracks, in a process of its own."""
    start = time.perf_counter()
    command = [sys.executable, __file__, "--run", *(["--corpus", str(corpus)] if corpus else [])]
    subprocess.run(command, check=True)
    seconds, most = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    good = seconds < MOST_SECONDS and most < MOST_BYTES
    print(f"1,000 liked tracks: {seconds:.0f} s, {most / 1024**2:.0f} MB at most  {'PASS' if good else 'FAIL'}")
    return good


def run_once(corpus: Path | None) -> None:
    liked = samples(BASE, 1_000, 77)
    with tempfile.TemporaryDirectory() as place:
        fine_tune(BASE, liked, [1.0] * len(liked), Path(place), corpus=corpus)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--corpus", type=Path, help="a prepared corpus to replay; without it the base's own samples")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="communities whose name holds this")
    parser.add_argument("--run", action="store_true", help=argparse.SUPPRESS)
    wish = parser.parse_args()
    if wish.run:
        run_once(wish.corpus)
        return 0
    good = []
    for name in (name for name in COMMUNITIES if wish.only in name):
        print(
            f"{name}: {MEMBERS} members, {TRACKS} tracks a round, each hears {HEARD}; replay from "
            f"{'the corpus' if wish.corpus else 'samples of the base'}"
        )
        print(f"{'round':>5}  {'liked':>14}  {'shuffled':>14}  {'p':>9}")
        good.append(community(name, wish.corpus, wish.seed))
    good.append(cost(wish.corpus))
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

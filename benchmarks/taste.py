"""What the radio for a taste plays, against what the plain generator does: the share that fits a hidden taste.

Simulated members like takes of the plain generator: nearly all that fit their taste, and one in fifty of the others.
Then the radio plays for each of them. Shares come with 95 % intervals, bootstrapped over members. *middle* is the radio
around one middle of the likes (``generator.radio.around``), as it plays for playlists. *sides* is, of two-sided tastes,
the share of the rarer side among what fits. *nearest* is the mean distance to the nearest like: takes that have nothing
in common are about 14 apart.
Run: ``python -m benchmarks.taste``.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable
from pathlib import Path

import django
import numpy as np
from numpy.typing import NDArray

import benchmarks  # noqa: F401 (one thread, before numpy)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lofi_site.settings")
django.setup()

from generator import radio  # noqa: E402
from generator.radio import Tuning  # noqa: E402
from generator.taste.distribution import Evidence, fit  # noqa: E402
from generator.taste.space import space_of  # noqa: E402
from generator.vae.codec import to_bpm, to_share  # noqa: E402
from generator.vae.sample import FEATURES, Sampler  # noqa: E402

Floats = NDArray[np.float64]
Fits = Callable[[Floats], NDArray[np.int64]]
BASE = Path(__file__).parent.parent / "generator" / "checkpoints" / "base"
LIKES_FITTING, LIKES_OTHERS = 0.9, 0.02
IONIAN, DORIAN, AEOLIAN = 1, 2, 6


def heard(sampler: Sampler, latents: Floats) -> Floats:
    """(n, 4): mode, bpm, energy and valence, as the decoded scores have them."""
    z, engine = latents.astype(np.float32), sampler.decoder
    heads = z @ engine.heads[0].T + engine.heads[1]
    mode = (z @ engine.mode[0].T + engine.mode[1]).argmax(1) + 1
    return np.array(
        [
            (m, to_bpm(float(h[2])), to_share(float(h[0])), to_share(float(h[1])))
            for m, h in zip(mode, heads, strict=True)
        ]
    )


def dorian_slow(facts: Floats) -> NDArray[np.int64]:
    return ((facts[:, 0] == DORIAN) & (facts[:, 1] < 76)).astype(int)


def calm_sad(facts: Floats) -> NDArray[np.int64]:
    return ((facts[:, 2] < 0.4) & (facts[:, 3] < 0.4)).astype(int)


def two_sided(facts: Floats) -> NDArray[np.int64]:
    """1: minor, slow and calm. 2: ionian, fast and lively."""
    minor = np.isin(facts[:, 0], (DORIAN, AEOLIAN)) & (facts[:, 1] < 76) & (facts[:, 2] < 0.5)
    major = (facts[:, 0] == IONIAN) & (facts[:, 1] > 82) & (facts[:, 2] > 0.5)
    return minor.astype(int) + 2 * major.astype(int)


TASTES: dict[str, Fits] = {"dorian and slow": dorian_slow, "calm and sad": calm_sad, "two-sided": two_sided}


def likes(sampler: Sampler, fits: Fits, many: int, chance: np.random.Generator) -> Floats:
    """What a member likes of what the plain generator makes, (many, 100)."""
    found = np.zeros((0, FEATURES))
    while len(found) < many:
        latents = chance.standard_normal((1000, FEATURES))
        fitting = fits(heard(sampler, latents)) > 0
        liked = chance.random(1000) < np.where(fitting, LIKES_FITTING, LIKES_OTHERS)
        found = np.concatenate([found, latents[liked]])
    return found[:many]


def players(sampler: Sampler, liked: Floats, seed: int, takes: int) -> dict[str, Floats]:
    """What each way plays, (takes, 100)."""
    none = np.zeros((0, FEATURES))
    taste = fit(Evidence(liked, np.ones(len(liked)), none, none), space_of(sampler))
    plain = np.array([np.random.default_rng(seed + i).standard_normal(FEATURES) for i in range(takes)])
    middle = radio.around(latents=liked, tuning=Tuning(takes, seed, 0.3))
    ways = {f"taste {share:g}": taste.draw(Tuning(takes, seed, share)) for share in (0, 0.3, 0.6, 1)}
    return {"plain": plain, "middle 0.3": middle, **ways}


def interval(shares: list[float]) -> str:
    drawn = np.random.default_rng(1).choice(shares, (2000, len(shares))).mean(1)
    low, high = np.percentile(drawn, [2.5, 97.5])
    return f"{np.mean(shares):.2f} [{low:.2f}, {high:.2f}]"


def report(sampler: Sampler, name: str, many: int, members: range, takes: int) -> None:
    shares: dict[str, list[float]] = {}
    sides: dict[str, list[float]] = {}
    nearest: dict[str, list[float]] = {}
    for member in members:
        liked = likes(sampler, TASTES[name], many, np.random.default_rng([member, many]))
        for way, latents in players(sampler, liked, 1000 * member, takes).items():
            fitting = TASTES[name](heard(sampler, latents))
            shares.setdefault(way, []).append(float((fitting > 0).mean()))
            counts = [(fitting == side).sum() for side in (1, 2)]
            sides.setdefault(way, []).append(min(counts) / max(sum(counts), 1))
            away = np.linalg.norm(latents[:, None] - liked, axis=2).min(1)
            nearest.setdefault(way, []).append(float(away.mean()))
    for way, found in shares.items():
        rarer = f"{np.mean(sides[way]):.2f}" if name == "two-sided" else "-"
        print(f"| {name} | {many} | {way} | {interval(found)} | {rarer} | {np.mean(nearest[way]):.1f} |", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--members", type=int, default=40)
    parser.add_argument("--first", type=int, default=0, help="seed of the first member")
    parser.add_argument("--takes", type=int, default=64)
    parser.add_argument("--likes", type=int, nargs="+", default=[1, 5, 20, 100])
    wish = parser.parse_args()
    sampler, members = Sampler.load(BASE), range(wish.first, wish.first + wish.members)
    print("| hidden taste | likes | plays | fits [95 %] | sides | nearest |\n| --- | --- | --- | --- | --- | --- |")
    for name in TASTES:
        for many in wish.likes:
            report(sampler, name, many, members, wish.takes)


if __name__ == "__main__":
    main()

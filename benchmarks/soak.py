"""Ten minutes of mixed traffic at 80 % of what the site can take: is there an error, does memory grow?

Capacity is measured first, with the same mix. Then listeners come at random (a Poisson process), whether or not the
answers do, and an answer's time begins when it was due. Memory is the proportional set size of all processes of the
site, read every five seconds. Prints throughput, times, statuses and memory by minute; the status is 1 if any answer
was not a 2xx, or if memory in the last third is more than 2 % above that in the third before.
Run: ``python benchmarks/soak.py``.
"""

from __future__ import annotations

import sys

if __name__ == "__main__":  # this folder has a module named as Python's own http
    sys.path[0] = sys.path[0].rpartition("/")[0]

import argparse
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from statistics import median

from benchmarks.http import http, sources
from benchmarks.http_site import Library, site
from benchmarks.load import Answers, Source, closed_loop, open_loop
from benchmarks.processes import tree

MINUTES, SHARE, CLIENTS = 10.0, 0.8, 64
CAPACITY_SECONDS, EVERY = 20.0, 5.0
MOST_GROWTH = 0.02
MIX = {
    "home": 12,
    "feed page": 12,
    "playlist page": 8,
    "track page": 8,
    "search": 4,
    "feed": 12,
    "playlist": 8,
    "decode": 12,
    "generate": 14,
    "like": 10,
}
"""How often each is asked for, of a hundred."""


def mixed(library: Library, chance: random.Random) -> Source:
    asked = sources(library, chance)
    asked["track page"] = lambda: http("GET", f"/tracks/{chance.choice(library.tracks)}")
    asked["search"] = lambda: http("GET", f"/search?q={chance.choice(('rain', 'night', 'slow', 'late'))}")
    names, weights = list(MIX), list(MIX.values())
    return lambda: asked[chance.choices(names, weights)[0]]()


def arrivals(chance: random.Random, rate: float) -> Iterator[float]:
    """Seconds from one listener to the next, ``rate`` a second on average."""
    while True:
        yield chance.expovariate(rate)


def memory(pid: int) -> float:
    """Megabytes of a process and all below it, where each shared page is counted once among those that share it."""
    return sum(map(_proportional, tree(pid)))


def _proportional(pid: int) -> float:
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return next(float(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024
    return 0.0


@contextmanager
def watched(pid: int) -> Iterator[list[float]]:
    """Its memory, every ``EVERY`` seconds."""
    seen: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(EVERY):
            seen.append(memory(pid))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        over.set()
        thread.join()


def growth(seen: list[float]) -> float:
    """Of the last third over the middle one, as a share of it. The first is warming up."""
    third = len(seen) // 3
    return median(seen[-third:]) / median(seen[third : 2 * third]) - 1


def tell(answers: Answers, seen: list[float]) -> None:
    times = ", ".join(f"p{100 * share:g} {answers.percentile(share):.1f}" for share in (0.5, 0.95, 0.99, 0.999))
    print(f"{len(answers.seconds)} answers in {answers.lasted:.0f} s, {answers.a_second:.1f} a second; ms: {times}")
    print(f"statuses: {dict(sorted(answers.statuses.items()))}")
    each = max(1, int(60 / EVERY))
    print("MB by minute: " + " ".join(f"{median(seen[i : i + each]):.0f}" for i in range(0, len(seen), each)))


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--stack", choices=("production", "sqlite"), default="production")
    parser.add_argument("--minutes", type=float, default=MINUTES)
    told = parser.parse_args()
    chance = random.Random(1)
    with site(told.stack) as (server, library):
        source = mixed(library, chance)
        closed_loop(server.port, source, CLIENTS, CAPACITY_SECONDS / 4)
        capacity = closed_loop(server.port, source, CLIENTS, CAPACITY_SECONDS).a_second
        print(f"capacity {capacity:.1f} a second; {told.minutes:g} minutes at {SHARE:.0%} of it", flush=True)
        with watched(server.process.pid) as seen:
            gaps = arrivals(chance, SHARE * capacity)
            answers = open_loop(server.port, source, gaps, told.minutes * 60, 4 * CLIENTS)
    tell(answers, seen)
    errors, grown = len(answers.seconds) - answers.good, growth(seen)
    print(f"{errors} errors, memory {grown:+.1%}")
    return int(errors > 0 or grown > MOST_GROWTH)


if __name__ == "__main__":
    sys.exit(main())

"""Each feed, similar tracks, search, a like and a vote on a large PostgreSQL beside one of a hundredth of its size.

The large one holds 1,000,000 tracks, 100,000 playlists and 5,000,000 likes and votes (``--scale`` makes both smaller).
They are made on a server of the benchmark's own, with the settings of ``docs/deploy/postgresql.conf``, or on that of
``DATABASE_URL``, where ``--keep`` can keep them, and dropped in the end.

What is measured is in ``ranking_pages.py``. Both databases are asked in turn, after warming up. Prints p50 and p95 in
ms and the ratio of the two p95; the status is 1 if a p95 of the large one is 50 ms or more, or more than three times
that of the small one.
Run: ``python benchmarks/ranking.py``.
"""

from __future__ import annotations

import argparse
import atexit
import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
sys.path[0] = str(ROOT)  # the project, not this folder, whose http.py would be taken for Python's own
import benchmarks  # noqa: E402, F401  (one thread, said before numpy is imported)

# isort: split
import psycopg  # noqa: E402

from tests.postgres import address, started  # noqa: E402

_SERVER = ExitStack()  # until the program ends
atexit.register(_SERVER.close)
URL = os.environ.get("DATABASE_URL") or address(
    _SERVER.enter_context(started(ROOT / "docs" / "deploy" / "postgresql.conf")), "postgres"
)
os.environ["DJANGO_SETTINGS_MODULE"] = "lofi_site.settings"
os.environ["DATABASE_URL"] = URL
import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402

from benchmarks.ranking_fill import Size, fill, say  # noqa: E402
from benchmarks.ranking_pages import PAGES, Page, World  # noqa: E402

MOST_MS, MOST_TIMES = 50.0, 3.0
WARM_UP = 20


def milliseconds(worlds: tuple[World, World], measured: Page, runs: int) -> list[list[float]]:
    """Times of each world, asked in turn, so that what else the machine does strikes both."""
    times: list[list[float]] = [[], []]
    warm_up = min(WARM_UP, runs)
    for i in range(warm_up + runs):
        for world, taken in zip(worlds, times, strict=True):
            world.enter()
            start = time.perf_counter()
            measured(world, random.Random(i))
            if i >= warm_up:
                taken.append((time.perf_counter() - start) * 1000)
    return times


def percentile(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


@contextmanager
def database(name: str, fill: Callable[[], None], keep: bool = False) -> Iterator[World]:
    """A database that ``fill`` fills, dropped in the end unless it is to be kept for the next run."""
    with psycopg.connect(urlsplit(URL)._replace(path="/postgres").geturl(), autocommit=True) as control:
        there = control.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not there:
            control.execute(f'CREATE DATABASE "{name}"')
        try:
            world = World(name)
            call_command("migrate", verbosity=0)
            if not there:
                say(f"filling {name}")
                fill()
            yield world
            world.connection.close()
        finally:
            if not keep:
                control.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def report(name: str, small: list[float], large: list[float]) -> bool:
    p95 = percentile(small, 0.95), percentile(large, 0.95)
    good = p95[1] < MOST_MS and p95[1] <= MOST_TIMES * p95[0]
    medians = percentile(small, 0.5), percentile(large, 0.5)
    print(
        f"{name:42} {medians[0]:8.1f} {p95[0]:8.1f} {medians[1]:8.1f} {p95[1]:8.1f} {p95[1] / p95[0]:6.2f} "
        f"{'PASS' if good else 'FAIL'}",
        flush=True,
    )
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is a million tracks")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--only", default="", help="pages whose name holds this")
    parser.add_argument("--keep", metavar="NAME", help="databases NAME_small and NAME_large are kept, or used again")
    wish = parser.parse_args()
    name = wish.keep or f"lofi_ranking_{os.getpid()}"
    sizes = Size.of(wish.scale / 100), Size.of(wish.scale)
    fills, keep = [partial(fill, size) for size in sizes], bool(wish.keep)
    with database(f"{name}_small", fills[0], keep) as small, database(f"{name}_large", fills[1], keep) as large:
        for world in (small, large):
            world.enter()
            world.look_around()
        print(f"small: {sizes[0]}\nlarge: {sizes[1]}\n{wish.runs} runs each; load {os.getloadavg()[0]:.1f}")
        print(f"{'a page, in ms':42} {'p50':>8} {'p95':>8} {'p50':>8} {'p95':>8}  ratio of p95")
        chosen = {name: measured for name, measured in PAGES.items() if wish.only in name}
        good = [report(name, *milliseconds((small, large), one, wish.runs)) for name, one in chosen.items()]
    print(f"load {os.getloadavg()[0]:.1f}\n{sum(good)} of {len(good)} within {MOST_MS:g} ms and {MOST_TIMES:g} times")
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())

"""Processor time that programs have used so far, from Linux's ``/proc``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks.processes import tree

TICK = 1 / os.sysconf("SC_CLK_TCK")
DATABASES = ("postgres", "redis-server")
Stat = list[str]


@dataclass(frozen=True)
class Used:
    """Seconds: of the site's own processes, and of all PostgreSQL and Redis servers on this machine."""

    site: float
    databases: float

    def __sub__(self, before: Used) -> Used:
        return Used(self.site - before.site, self.databases - before.databases)

    def __mul__(self, times: float) -> Used:
        return Used(self.site * times, self.databases * times)


def used(site: int) -> Used:
    """Until now; ``site`` is the process that all others of the site descend from."""
    stats = dict(_stats())
    own = [stats[pid] for pid in tree(site) if pid in stats]
    databases = [stat for stat in stats.values() if stat[0] in DATABASES]
    return Used(sum(map(_seconds, own)), sum(map(_seconds, databases)))


def _stats() -> Iterator[tuple[int, Stat]]:
    """What ``proc(5)`` says of each process, its name first, from its third field on."""
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            name, _, rest = path.read_text().partition("(")[2].rpartition(")")
            yield int(path.parent.name), [name, *rest.split()]


def _seconds(stat: Stat) -> float:
    """Of a process, and of its children that have ended and been waited for."""
    return sum(map(int, stat[12:16])) * TICK

"""Whether two kinds of calls take the same time, on a machine that has other things to do."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Comparison:
    """``difference`` of the medians of two kinds of calls, and the ``noise`` it has when there is none; in seconds."""

    difference: float
    noise: float

    @property
    def is_the_same(self) -> bool:
        return abs(self.difference) <= self.noise


def measure(
    first: Callable[[int], object], second: Callable[[int], object], *, tries: int
) -> list[tuple[float, float]]:
    """Times of ``tries`` pairs of calls. They take turns, so that whatever slows the machine slows both."""
    pairs = []
    for number in range(tries):
        calls = (first, second) if number % 2 else (second, first)
        times = {call: _time_of(call, number) for call in calls}
        pairs.append((times[first], times[second]))
    return pairs


def _time_of(call: Callable[[int], object], number: int) -> float:
    start = time.perf_counter()
    call(number)
    return time.perf_counter() - start


def compare(pairs: list[tuple[float, float]]) -> Comparison:
    """The median difference within pairs, against what chance makes of it: 2.6 standard errors, at least 3 ms.

    The standard error of a median of n values is 1.2533 s / sqrt(n); s is taken from the median absolute deviation,
    which a few slow calls do not move. 3 ms are less than a tenth of one Argon2.
    """
    differences = [one - other for one, other in pairs]
    middle = statistics.median(differences)
    spread = 1.4826 * statistics.median(abs(each - middle) for each in differences)
    return Comparison(middle, max(0.003, 2.6 * 1.2533 * spread / len(differences) ** 0.5))

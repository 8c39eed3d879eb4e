"""How urgent a case is: pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from math import log2


def credibility(upheld: int, dismissed: int) -> float:
    """The chance that the next report of somebody is right, 0..1, from what became of their earlier ones.

    Source: Laplace's rule of succession (1814). One half for who has not reported before. Raises ValueError.
    """
    if upheld < 0 or dismissed < 0:
        raise ValueError("neither upheld nor dismissed reports can be fewer than 0")
    return (upheld + 1) / (upheld + dismissed + 2)


def weight(credibilities: Iterable[float], reach: int) -> float:
    """Reports, each as credible as who made it, times the reach: ``sum(c) * log2(2 + reach)``.

    The logarithm keeps what is popular from always coming first. Raises ValueError.
    """
    if reach < 0:
        raise ValueError(f"reach must be 0 or more, not {reach}")
    return sum(credibilities) * log2(2 + reach)

"""What makes one thing stand before another: published formulas, as pure functions."""

from __future__ import annotations

from datetime import datetime
from math import log10, sqrt

Z = 1.96
"""Standard deviations of a normal distribution that hold 95 % of it."""
DECAY_SECONDS = 45_000
"""Being this much newer (12.5 hours) is worth as much as ten times the score."""


def wilson_lower_bound(ups: int, total: int, z: float = Z) -> float:
    """The share of ups, 0..1, that is at least true with confidence ``z``; 0 when nobody voted.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (JASA 22, 1927), eq. for
    the score interval; used to sort by E. Miller, How not to sort by average rating (2009). Raises ValueError.
    """
    if not 0 <= ups <= total:
        raise ValueError(f"ups must be from 0 to {total}, not {ups}")
    if total == 0:
        return 0.0
    share = ups / total
    centre = share + z * z / (2 * total)
    spread = z * sqrt((share * (1 - share) + z * z / (4 * total)) / total)
    return max(0.0, (centre - spread) / (1 + z * z / total))


def hot(score: int, published: datetime) -> float:
    """A score that decays by standing still while newer ones rise, so it is written once and can be indexed.

    ``sign(score) * log10(max(|score|, 1)) + t / 45000``, t in seconds since 1970. Source: Reddit's open-sourced hot
    ranking, as described by A. Salihefendic (2010).
    """
    size = log10(max(abs(score), 1))
    return (size if score >= 0 else -size) + published.timestamp() / DECAY_SECONDS

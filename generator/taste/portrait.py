"""A taste as a person sees it: in words, and as places on a map."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from django.conf import settings

from generator import feeds, registry, words
from generator.models import Track
from generator.taste import points
from generator.taste.distribution import Component, Evidence, fit, grouped
from generator.taste.points import Points
from generator.taste.space import Space, space_of
from generator.vae.codec import QUANTITIES, to_share
from generator.vae.sample import Sampler
from generator.vae.score import MODES

MANY, BOTH = 0.5, 0.6
"""Shares of the likes from which on one mode, or two together, are named."""
CLOSE = 12
"""BPM between the quartiles, up to which a tempo is told as one number."""
LOW, HIGH = 0.4, 0.6
"""Energy and mood are named below and above."""
SHOWN = 60
"""Likes on the map: the newest."""
_AXES = ("energy", "valence")
_MARGIN, _HOUSES = 5, 80
"""Percent of the map that stays free at its edges, and above the houses at its foot."""

_DIM = 7
"""Percent that a glow reaches at least: a narrower one is not seen."""


@dataclass(frozen=True, slots=True)
class Star:
    """A track on the map, in percent from left and top: mood (valence) to the right, energy upwards. ``key`` in words,
    ``radius`` in pixels, by its likes."""

    track: Track
    key: str
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Glow:
    """Where a group of the taste lies on the map: its middle, and one standard deviation to each side, in percent."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Portrait:
    """``sides``: "mostly dorian, around 72 BPM, calm, wistful" of each group, the largest first; none while nothing is
    liked. ``glows``: of the groups; what was asked for by nudges lies before them and has none."""

    sides: list[str]
    glows: list[Glow]


def paint(found: Points) -> Portrait:
    """Of tracks that were read whole."""
    sampler, evidence = registry.active_sampler(), points.evidence(found)
    space, asked = space_of(sampler), len(evidence.more)
    groups = fit(evidence, space).components[asked:] if asked + len(evidence.latents) else []
    return Portrait(_sides(found, evidence, space), [_glow(group, space, sampler) for group in groups])


def _sides(found: Points, evidence: Evidence, space: Space) -> list[str]:
    liked = {track.pk for track in found.liked}
    tracks = [*found.liked, *(track for track in found.kept if track.pk not in liked)]
    if not tracks:
        return []
    of, weights = grouped(evidence.latents, space), evidence.weights
    by_weight = sorted(range(of.max() + 1), key=lambda name: -weights[of == name].sum())
    return [_in_words([tracks[i] for i in np.flatnonzero(of == name)], weights[of == name]) for name in by_weight]


def stars(tracks: Sequence[Track]) -> list[Star]:
    return [_star(track) for track in tracks]


def own_stars(found: Points) -> list[Star]:
    return stars(found.liked[:SHOWN])


def common_stars(found: Points) -> list[Star]:
    """What the community likes most, without what the member likes. One query."""
    own = {track.pk for track in found.liked}
    most = feeds.tracks(sort="top").defer("latent")[: settings.TASTE_STARS + len(found.liked)]
    return stars([track for track in most if track.pk not in own][: settings.TASTE_STARS])


def _in_words(tracks: Sequence[Track], weights: np.ndarray) -> str:
    energy, valence = (float(np.average([t.score[name] for t in tracks], weights=weights)) for name in _AXES)
    moods = [_named(energy, "calm", "lively"), _named(valence, "wistful", "bright")]
    return ", ".join(filter(None, [_modes(tracks, weights), _tempo(tracks), *moods]))


def _modes(tracks: Sequence[Track], weights: np.ndarray) -> str:
    mass: Counter[int] = Counter()
    for track, weight in zip(tracks, weights, strict=True):
        mass[track.mode] += weight
    (first, most), *rest = mass.most_common(2)
    if most == mass.total():
        return MODES[first - 1]
    if most >= MANY * mass.total():
        return f"mostly {MODES[first - 1]}"
    if rest and most + rest[0][1] >= BOTH * mass.total():
        return f"{MODES[first - 1]} or {MODES[rest[0][0] - 1]}"
    return "in many modes"


def _tempo(tracks: Sequence[Track]) -> str:
    low, middle, high = np.percentile([track.bpm for track in tracks], [25, 50, 75]).round().astype(int)
    return f"around {middle} BPM" if high - low <= CLOSE else f"{low} to {high} BPM"


def _named(value: float, low: str, high: str) -> str:
    return low if value < LOW else high if value > HIGH else ""


def _star(track: Track) -> Star:
    radius = 1.4 + 0.6 * min(3, int(np.log2(1 + track.like_count)))
    x, y = _across(track.score["valence"]), _down(track.score["energy"])
    return Star(track, words.key_name(track.key, track.mode), x, y, round(radius, 1))


def _across(share: float) -> float:
    return round(_MARGIN + (100 - 2 * _MARGIN) * share, 1)


def _down(share: float) -> float:
    """Above the houses, which take the lowest fifth."""
    return round(_MARGIN + (_HOUSES - 2 * _MARGIN) * (1 - share), 1)


def _glow(group: Component, space: Space, sampler: Sampler) -> Glow:
    reached = (_reach(group, space, sampler, name) for name in ("valence", "energy"))
    (left, middle, right), (calm, still, lively) = reached
    width, height = (_across(right) - _across(left)) / 2, (_down(calm) - _down(lively)) / 2
    return Glow(_across(middle), _down(still), round(max(width, _DIM), 1), round(max(height, _DIM), 1))


def _reach(group: Component, space: Space, sampler: Sampler, name: str) -> tuple[float, float, float]:
    """A group along one of the map's axes, as shares: one deviation below, its middle, one above."""
    weight, bias = (part[QUANTITIES.index(name)].astype(float) for part in sampler.decoder.heads)
    middle = float(weight @ group.centre + bias)
    spread = float(np.linalg.norm((space.telling @ weight) @ group.root))
    return to_share(middle - spread), to_share(middle), to_share(middle + spread)

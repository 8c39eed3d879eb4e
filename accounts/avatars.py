"""A picture for every member: the same dusk as the covers of tracks, with a moon of one's own. Deterministic."""

from __future__ import annotations

import hashlib

SIZE = 200
LAMP = "#f3bd6b"
_PALETTES = [
    ("#d9a76c", "#ecce98", "#bf4f38", ("#a8694c", "#744843", "#3a2a31")),
    ("#587579", "#98ac9a", "#f0d08a", ("#456067", "#31454d", "#1f2a33")),
    ("#7a3d3d", "#bb6d4d", "#f0b35e", ("#5b2f37", "#42252e", "#281923")),
    ("#8aa296", "#d3cda4", "#f6efe0", ("#6a8779", "#48635c", "#2a3d3e")),
    ("#c28457", "#e6c48b", "#763939", ("#875d4a", "#5c4846", "#353038")),
    ("#38435e", "#666c8a", "#e9dfc8", ("#2f3850", "#242b3f", "#171b29")),
    ("#4b3f52", "#7d6173", "#c9b7a2", ("#3b3242", "#2c2634", "#1b1822")),
]
"""Sky, glow, moon and three hills: those of ``frontend/src/ui/cover.ts``."""


def draw(*, seed: str) -> str:
    """An SVG of 200 x 200 units."""
    digest = hashlib.sha256(seed.encode()).digest()
    sky, glow, moon, hills = _PALETTES[digest[0] % len(_PALETTES)]
    shares = [byte / 255 for byte in digest[1:]]
    parts = [_moon(shares, glow, moon), *(_ridge(shares, i, fill) for i, fill in enumerate(hills)), _window(shares)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">'
        f'<rect width="{SIZE}" height="{SIZE}" fill="{sky}"/>{"".join(parts)}</svg>'
    )


def _moon(shares: list[float], glow: str, fill: str) -> str:
    x, y, r = 45 + 110 * shares[0], 45 + 40 * shares[1], 18 + 16 * shares[2]
    place = f'cx="{x:.1f}" cy="{y:.1f}"'
    halo = "".join(f'<circle {place} r="{r * scale:.1f}" fill="{glow}" opacity=".28"/>' for scale in (2.6, 1.8))
    return f'{halo}<circle {place} r="{r:.1f}" fill="{fill}"/>'


def _ridge(shares: list[float], layer: int, fill: str) -> str:
    """Five heights, joined smoothly; nearer hills are lower."""
    base, swing = 110 + 26 * layer, 50 - 12 * layer
    points = [(SIZE * i / 4, base + (shares[4 + 5 * layer + i] - 0.5) * swing) for i in range(5)]
    start, *rest = points
    path = f"M0 {SIZE}V{start[1]:.1f}"
    for (ax, ay), (bx, by) in zip(points, rest, strict=False):
        middle = (ax + bx) / 2
        path += f"C{middle:g} {ay:.1f} {middle:g} {by:.1f} {bx:g} {by:.1f}"
    return f'<path d="{path}V{SIZE}Z" fill="{fill}"/>'


def _window(shares: list[float]) -> str:
    return f'<rect x="{30 + 140 * shares[20]:.1f}" y="183" width="5" height="6" rx=".8" fill="{LAMP}"/>'

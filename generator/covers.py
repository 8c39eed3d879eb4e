"""The picture of a track: hills at dusk, drawn from its latent. The same shapes as ``frontend/src/ui/cover.ts``."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

SIZE = 200
LAMP = "#f3bd6b"
STAR = "#f6efe0"
_POINTS = 8


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours of one mode: sky, glow, sun and three hills, the nearest last."""

    sky: str
    glow: str
    sun: str
    hills: tuple[str, str, str]


PALETTES = (
    Palette("#d9a76c", "#ecce98", "#bf4f38", ("#a8694c", "#744843", "#3a2a31")),
    Palette("#587579", "#98ac9a", "#f0d08a", ("#456067", "#31454d", "#1f2a33")),
    Palette("#7a3d3d", "#bb6d4d", "#f0b35e", ("#5b2f37", "#42252e", "#281923")),
    Palette("#8aa296", "#d3cda4", "#f6efe0", ("#6a8779", "#48635c", "#2a3d3e")),
    Palette("#c28457", "#e6c48b", "#763939", ("#875d4a", "#5c4846", "#353038")),
    Palette("#38435e", "#666c8a", "#e9dfc8", ("#2f3850", "#242b3f", "#171b29")),
    Palette("#4b3f52", "#7d6173", "#c9b7a2", ("#3b3242", "#2c2634", "#1b1822")),
)
"""One a mode, ionian to locrian: from warm to dark as the modes go."""


@dataclass(frozen=True, slots=True)
class Shape:
    """An element of the picture, in units of 200 x 200."""

    tag: str
    attributes: dict[str, str | float]

    def __str__(self) -> str:
        words = (
            f'{name}="{value if isinstance(value, str) else f"{value:g}"}"' for name, value in self.attributes.items()
        )
        return f"<{self.tag} {' '.join(words)}/>"


def shapes(*, score: dict[str, Any], latent: Sequence[float]) -> list[Shape]:
    """The picture from a score's JSON (mode, energy and valence are looked at) and its latent (100,), back to front."""
    palette = PALETTES[score["mode"] - 1]
    sky = Shape("rect", {"width": SIZE, "height": SIZE, "fill": palette.sky})
    return [sky, *_stars(latent, score), *_sun(latent, score, palette), *_hills(latent, palette)]


def svg(pictures: Sequence[Sequence[Shape]]) -> str:
    """One picture as an SVG, or four in two rows; none is the night alone."""
    if len(pictures) < 4:
        body = _joined(pictures[0] if pictures else [Shape("rect", {"width": SIZE, "height": SIZE, "fill": "#14141b"})])
    else:
        body = "".join(_quarter(i, picture) for i, picture in enumerate(pictures[:4]))
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}">{body}</svg>'


def _quarter(place: int, picture: Sequence[Shape]) -> str:
    half = SIZE // 2
    x, y = half * (place % 2), half * (place // 2)
    window = f'x="{x}" y="{y}" width="{half}" height="{half}" viewBox="0 0 {SIZE} {SIZE}"'
    return f"<svg {window}>{_joined(picture)}</svg>"


def _joined(picture: Sequence[Shape]) -> str:
    return "".join(str(shape) for shape in picture)


def _stars(z: Sequence[float], score: dict[str, Any]) -> list[Shape]:
    many = math.floor(14 * (1 - score["energy"]) * (1 - score["valence"]) + 0.5)
    places = [(_unit(z[60 + i]) * SIZE, _unit(z[75 + i]) * 90) for i in range(many)]
    return [
        Shape("circle", {"cx": _round(x), "cy": _round(y), "r": 0.9, "fill": STAR, "opacity": 0.7}) for x, y in places
    ]


def _sun(z: Sequence[float], score: dict[str, Any], palette: Palette) -> list[Shape]:
    radius = 18 + 16 * score["energy"]
    x, y = _round(40 + 120 * _unit(z[0])), _round(108 - 50 * score["valence"] - 12 * _unit(z[1]))
    halo = [
        Shape("circle", {"cx": x, "cy": y, "r": _round(radius * scale), "fill": palette.glow, "opacity": 0.28})
        for scale in (2.6, 1.8)
    ]
    return [*halo, Shape("circle", {"cx": x, "cy": y, "r": _round(radius), "fill": palette.sun})]


def _hills(z: Sequence[float], palette: Palette) -> list[Shape]:
    ridges = [Shape("path", {"d": _ridge(z, layer), "fill": fill}) for layer, fill in enumerate(palette.hills)]
    x = _round(30 + 140 * _unit(z[50]))
    return [*ridges, Shape("rect", {"x": x, "y": 183, "width": 5, "height": 6, "rx": 0.8, "fill": LAMP})]


def _ridge(z: Sequence[float], layer: int) -> str:
    """A smooth ridge through eight heights, closed along the bottom. Nearer layers are lower."""
    base, swing = 112 + 26 * layer, 54 - 14 * layer
    heights = [_round(base + (_unit(z[2 + layer * 12 + i]) - 0.5) * swing) for i in range(_POINTS)]
    points = [(_round(i * SIZE / (_POINTS - 1)), y) for i, y in enumerate(heights)]
    curves = "".join(
        f"Q{px:g} {py:g} {_round((px + x) / 2):g} {_round((py + y) / 2):g}" for (px, py), (x, y) in pairwise(points)
    )
    return f"M0 {SIZE}V{heights[0]:g}{curves}L{points[-1][0]:g} {heights[-1]:g}V{SIZE}Z"


def _unit(value: float) -> float:
    """A feature squashed to 0..1."""
    return 1 / (1 + math.exp(-1.4 * value))


def _round(value: float) -> float:
    """To a tenth, halves upwards, as the browser does."""
    return math.floor(value * 10 + 0.5) / 10

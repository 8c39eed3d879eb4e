from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from generator import covers

GOLDEN = Path(__file__).parents[2] / "frontend" / "src" / "ui" / "cover.golden.txt"


def latent(step: int) -> list[float]:
    """Whole numbers over a whole number: the same in every language."""
    return [((i * step) % 101) / 25 - 2 for i in range(100)]


TRACKS = [
    ({"mode": 2, "energy": 0.4, "valence": 0.5}, latent(37)),
    ({"mode": 6, "energy": 0.125, "valence": 0.2}, latent(61)),
]


def drawn(place: int = 0) -> list[covers.Shape]:
    score, z = TRACKS[place]
    return covers.shapes(score=score, latent=z)


def test_cover_has_the_shapes_that_the_browser_draws() -> None:
    found = "\n\n".join("\n".join(str(shape) for shape in drawn(place)) for place in (0, 1))
    assert found + "\n" == GOLDEN.read_text(encoding="utf-8")


def children(svg: str) -> list[str]:
    return [child.tag.partition("}")[2] for child in ElementTree.fromstring(svg)]


def test_svg_holds_one_picture() -> None:
    assert children(covers.svg([drawn()])) == [shape.tag for shape in drawn()]


def test_svg_of_two_is_the_first() -> None:
    assert covers.svg([drawn(0), drawn(1)]) == covers.svg([drawn(0)])


def test_svg_of_four_is_a_mosaic() -> None:
    assert children(covers.svg([drawn(0), drawn(1)] * 3)) == ["svg"] * 4


def test_svg_of_nothing_is_the_night() -> None:
    assert children(covers.svg([])) == ["rect"]

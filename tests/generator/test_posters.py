from __future__ import annotations

import io

import pytest
from PIL import Image

from generator import posters
from tests.generator.test_covers import drawn


def poster(title: str = "Rain", pictures: int = 1) -> Image.Image:
    return Image.open(io.BytesIO(posters.png(pictures=[drawn()] * pictures, title=title, words="D dorian")))


def written(image: Image.Image) -> set[tuple[int, int, int]]:
    """Colours beside the cover, where the text stands."""
    counted = image.convert("RGB").crop((posters.HEIGHT, 0, posters.WIDTH, posters.HEIGHT)).getcolors(100_000)
    return {colour for _, colour in counted or []}


def test_poster_is_as_large_as_previews_ask_for() -> None:
    assert (poster().size, poster().format) == ((1200, 630), "PNG")


def test_poster_shows_the_covers_colours() -> None:
    image = poster().convert("RGB")
    assert image.getpixel((3, 3)) == (0x58, 0x75, 0x79)
    assert image.getpixel((3, 627)) == (0x1F, 0x2A, 0x33)


def test_poster_of_four_has_each_in_a_quarter() -> None:
    image = poster(pictures=4).convert("RGB")
    assert {image.getpixel(at) for at in ((3, 3), (318, 3), (3, 318), (318, 318))} == {(0x58, 0x75, 0x79)}


def test_title_is_written_in_a_font_of_our_own() -> None:
    assert (0xEB, 0xE0, 0xCD) in written(poster("Rain"))
    assert poster("Rain").tobytes() != poster("Snow").tobytes()


@pytest.mark.parametrize("title", ["夜雨", "W" * 80, "a " * 40, "\u202e", "Łódź"])
def test_no_title_breaks_the_poster(title: str) -> None:
    image = poster(title).convert("RGB")
    assert image.crop((posters.WIDTH - 30, 0, posters.WIDTH, posters.HEIGHT)).getcolors() == [(18_900, (20, 20, 27))]

"""Covers as PNG, for sites that show a preview of a link: they take no SVG. With a font of our own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from PIL import Image, ImageColor, ImageDraw, ImageFont

from generator.covers import SIZE, Shape

WIDTH, HEIGHT = 1200, 630
"""What the makers of Open Graph previews ask for."""
_FONTS = [Path(__file__).parent / "data" / f"young-serif-{part}.woff" for part in ("latin", "latin-ext")]
_WALL, _TEXT, _SOFT, _LAMP = "#14141b", "#ebe0cd", "#b5a995", "#eeb260"
_FINER = 2
"""Drawn so many times as large, and shrunk: Pillow's edges are hard."""
_STEPS = 8
_MARGIN, _LINES = 56, 4
_Point = tuple[float, float]


def png(*, pictures: Sequence[Sequence[Shape]], title: str, words: str) -> bytes:
    """1200 x 630 pixels: the cover (or four) beside the title, with ``words`` below it."""
    poster = Image.new("RGB", (WIDTH, HEIGHT), _WALL)
    poster.paste(_square(pictures, HEIGHT), (0, 0))
    draw = ImageDraw.Draw(poster)
    left, room = HEIGHT + _MARGIN, WIDTH - HEIGHT - 2 * _MARGIN
    bottom = _write(draw, (left, _MARGIN), title, 62, _TEXT, room, _LINES)
    _write(draw, (left, bottom + 18), words, 32, _SOFT, room, 2)
    _write(draw, (left, HEIGHT - _MARGIN - 44), "Lofi", 40, _LAMP, room, 1)
    file = io.BytesIO()
    poster.save(file, "PNG")
    return file.getvalue()


def _square(pictures: Sequence[Sequence[Shape]], size: int) -> Image.Image:
    square = Image.new("RGB", (size, size), _WALL)
    if len(pictures) < 4:
        return _picture(pictures[0], size) if pictures else square
    half = size // 2
    for i, picture in enumerate(pictures[:4]):
        square.paste(_picture(picture, half), (half * (i % 2), half * (i // 2)))
    return square


def _picture(shapes: Sequence[Shape], size: int) -> Image.Image:
    large = Image.new("RGB", (size * _FINER, size * _FINER))
    draw = ImageDraw.Draw(large, "RGBA")
    for shape in shapes:
        _paint(draw, shape, size * _FINER / SIZE)
    return large.resize((size, size), Image.Resampling.BOX)


def _paint(draw: ImageDraw.ImageDraw, shape: Shape, scale: float) -> None:
    at = shape.attributes
    fill = (*ImageColor.getrgb(str(at["fill"])), round(255 * float(at.get("opacity", 1))))
    if shape.tag == "path":
        draw.polygon([(x * scale, y * scale) for x, y in _outline(str(at["d"]))], fill)
    elif shape.tag == "circle":
        x, y, r = (float(at[name]) * scale for name in ("cx", "cy", "r"))
        draw.ellipse((x - r, y - r, x + r, y + r), fill)
    else:
        x, y, wide, high = (float(at.get(name, 0)) * scale for name in ("x", "y", "width", "height"))
        draw.rounded_rectangle((x, y, x + wide, y + high), float(at.get("rx", 0)) * scale, fill)


def _outline(path: str) -> Iterator[_Point]:
    """Points of a path of M, V, L and Q, in absolute units; a curve becomes eight straight lines."""
    x = y = 0.0
    for command, text in re.findall(r"([MVLQ])([^MVLQZ]*)", path):
        numbers = [float(number) for number in text.split()]
        if command == "Q":
            yield from _curve((x, y), (numbers[0], numbers[1]), (numbers[2], numbers[3]))
        x, y = (x, numbers[0]) if command == "V" else (numbers[-2], numbers[-1])
        yield x, y


def _curve(start: _Point, control: _Point, end: _Point) -> Iterator[_Point]:
    """Bézier's, of the second degree."""
    for i in range(1, _STEPS):
        t = i / _STEPS
        a, b, c = (1 - t) ** 2, 2 * t * (1 - t), t * t
        yield a * start[0] + b * control[0] + c * end[0], a * start[1] + b * control[1] + c * end[1]


def _write(draw: ImageDraw.ImageDraw, at: _Point, text: str, size: int, fill: str, room: float, lines: int) -> float:
    """Write text, wrapped to ``room`` pixels and ``lines``; answers where it ends."""
    x, y = at
    for line in _wrapped(text, size, room, lines):
        start = x
        for char in line:
            font = _font_for(char, size)
            if font:
                draw.text((start, y), char, fill, font)
                start += font.getlength(char)
        y += size * 1.22
    return y


def _wrapped(text: str, size: int, room: float, most: int) -> list[str]:
    lines = [""]
    for word in text.split():
        for piece in _pieces(word, size, room):
            longer = f"{lines[-1]} {piece}".strip()
            if _length(longer, size) <= room:
                lines[-1] = longer
            else:
                lines.append(piece)
    if len(lines) > most:
        lines = [*lines[: most - 1], _cut(lines[most - 1], size, room)]
    return lines


def _cut(line: str, size: int, room: float) -> str:
    while line and _length(f"{line}…", size) > room:
        line = line[:-1]
    return f"{line}…"


def _pieces(word: str, size: int, room: float) -> Iterator[str]:
    """A word that is wider than the room, in pieces that are not."""
    piece = ""
    for char in word:
        if piece and _length(piece + char, size) > room:
            yield piece
            piece = ""
        piece += char
    yield piece


def _length(text: str, size: int) -> float:
    return sum(font.getlength(char) for char in text if (font := _font_for(char, size)))


@lru_cache(maxsize=2048)
def _font_for(char: str, size: int) -> ImageFont.FreeTypeFont | None:
    """The first font that has the sign; None when none has: it is left out."""
    for path in _FONTS:
        font = _font(path, size)
        if char == " " or bytes(font.getmask(char)) != bytes(font.getmask("\U0010fffe")):
            return font
    return None


@lru_cache(maxsize=8)
def _font(path: Path, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(path, size)

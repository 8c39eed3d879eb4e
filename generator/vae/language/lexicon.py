"""Words and scenes with a known place on the plane of valence and arousal (Russell's circumplex, 1980).

The places in ``lexicon.txt`` are estimates on a grid of -2 to 2, written for this project from general knowledge of
what such words mean, and taken from no published norm. Word embeddings carry them over to words that are not there.
"""

from __future__ import annotations

import re
from pathlib import Path

Place = tuple[int, int]
"""Valence and arousal, each -2 to 2."""
_FILE = Path(__file__).with_name("lexicon.txt")
_PLACE = re.compile(r"\[([+-]?\d) ([+-]?\d)\]")


def places() -> list[tuple[str, Place]]:
    """Every word, idiom and scene, in small letters, with its place."""
    found: list[tuple[str, Place]] = []
    place = (0, 0)
    for line in _FILE.read_text(encoding="utf-8").splitlines():
        if match := _PLACE.fullmatch(line):
            place = (int(match[1]), int(match[2]))
        elif not line.startswith("#"):
            found += [(entry.strip().lower(), place) for entry in line.split(",") if entry.strip()]
    return found

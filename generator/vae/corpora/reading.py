"""What the corpus readers share: song keys, bounded files, pitch names and chord spans."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from generator.vae.corpora.leadsheet import ChordSpan, CorpusError

MAX_BYTES = 8 * 1024 * 1024
"""Largest file, after decompression, that a reader takes in: lead sheets are a tenth of this at most."""

LETTERS = {"C": 0, "D": 2, "E": 4, "F": 5, "G": 7, "A": 9, "B": 11}
MAJOR_SCALE = (0, 2, 4, 5, 7, 9, 11)
"""Semitones of the degrees 1 to 7 above a major tonic."""

ChordChange = tuple[int, tuple[int, str] | None]
"""A start in sixteenths with the (root, quality) that sounds from there, or None for silence."""


def song_key(title: str) -> str:
    """The key of the split: the title in lower-case ASCII letters and digits, accents removed.

    Raises ``CorpusError`` for a title that has none of these.
    """
    plain = unicodedata.normalize("NFKD", title).lower()
    key = re.sub(r"[^a-z0-9]", "", plain)
    if not key:
        raise CorpusError(f"title: {title[:80]!r} has no ASCII letter or digit")
    return key


def read_bounded(path: Path) -> bytes:
    """The file's bytes; ``CorpusError`` for an unreadable one or one over ``MAX_BYTES``."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise CorpusError(f"can't be read: {error.strerror}") from error
    if len(content) > MAX_BYTES:
        raise CorpusError(f"more than {MAX_BYTES} bytes")
    return content


def read_text(path: Path) -> str:
    """The file as UTF-8, or as Latin-1 where it is none."""
    content = read_bounded(path)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")


def pitch_class(name: str, field: str) -> int:
    """Pitch class of a note name: a letter with any of the signs ``#``, ``b``, ``♯`` and ``♭``, e.g. ``Eb`` is 3."""
    match = re.fullmatch(r"([A-Ga-g])([#♯]{0,2}|[b♭]{0,2})", name.strip())
    if not match:
        raise CorpusError(f"{field}: {name[:20]!r} is no note name")
    letter, signs = match.groups()
    shift = -len(signs) if signs[:1] in ("b", "♭") else len(signs)
    return (LETTERS[letter.upper()] + shift) % 12


def chord_spans(changes: Iterable[ChordChange], end: int) -> tuple[ChordSpan, ...]:
    """Chords that last until the next change, the last one until ``end``; of two at one time the later counts."""
    latest = dict(sorted(changes, key=lambda change: change[0]))
    starts = [*latest, end]
    return tuple(
        ChordSpan(start, following - start, *chord)
        for (start, chord), following in zip(latest.items(), starts[1:], strict=True)
        if chord is not None and following > start
    )

"""MusicXML chord symbols (``harmony`` elements) as roots and qualities."""

from __future__ import annotations

from xml.etree.ElementTree import Element  # nosec B405  # a type; nothing is parsed here

from generator.vae.corpora.leadsheet import CorpusError, nearest_quality
from generator.vae.corpora.reading import LETTERS, MAJOR_SCALE
from generator.vae.score import QUALITIES

KINDS: dict[str, str] = {
    "major": "maj",
    "minor": "min",
    "augmented": "aug",
    "diminished": "dim",
    "dominant": "dom7",
    "major-seventh": "maj7",
    "minor-seventh": "min7",
    "diminished-seventh": "dim7",
    "augmented-seventh": "aug",
    "half-diminished": "hdim7",
    "major-minor": "min",
    "minor-major": "min",
    "major-sixth": "maj6",
    "minor-sixth": "min6",
    "maj69": "maj6",
    "dominant-ninth": "dom9",
    "major-ninth": "maj9",
    "minor-ninth": "min9",
    "augmented-ninth": "aug",
    "dominant-11th": "dom9",
    "major-11th": "maj9",
    "minor-11th": "min9",
    "dominant-13th": "dom9",
    "major-13th": "maj9",
    "minor-13th": "min9",
    "suspended-second": "sus2",
    "suspended-fourth": "sus4",
    "power": "maj",
}
"""Quality that stands for each ``kind``: elevenths and thirteenths as ninths, a power chord as major."""


def chord_symbol(harmony: Element, transposition: int) -> tuple[int, str] | None:
    """Root pitch class, ``transposition`` semitones up, and quality; None for ``none`` (no chord).

    Raises ``CorpusError`` for a ``kind`` or root outside of MusicXML's usual ones.
    """
    kind = harmony.findtext("kind", "").strip()
    if kind == "none":
        return None
    step = harmony.findtext("root/root-step", "").strip()
    if step not in LETTERS:
        raise CorpusError(f"harmony.root-step: {step[:20]!r} is no letter from A to G")
    if kind not in KINDS:
        raise CorpusError(f"harmony.kind: {kind[:40]!r} is not known")
    root = LETTERS[step] + _number(harmony.findtext("root/root-alter"), "root-alter") + transposition
    return root % 12, _with_degrees(KINDS[kind], harmony.findall("degree"))


def _with_degrees(quality: str, degrees: list[Element]) -> str:
    """The quality nearest to the chord after its degrees; a raised ninth is no degree, as it would pass for a third."""
    notes = list(QUALITIES[quality])
    for degree in degrees:
        value = _number(degree.findtext("degree-value"), "degree-value")
        alter = _number(degree.findtext("degree-alter"), "degree-alter")
        if not 1 <= value <= 13:
            raise CorpusError("harmony.degree-value: must be from 1 to 13")
        plain = 10 if value == 7 else MAJOR_SCALE[(value - 1) % 7]
        if degree.findtext("degree-type", "").strip() != "add":
            notes = [note for note in notes if _degree(note) != value]
        if degree.findtext("degree-type", "").strip() != "subtract" and (value, alter) != (9, 1):
            notes.append(plain + alter)
    return nearest_quality(notes) if degrees else quality


def _degree(note: int) -> int:
    """The chord degree (1, 3, 5, 7, 9 ...) that ``note`` semitones above the root is."""
    if note > 12:
        return {14: 9, 17: 11, 21: 13}.get(note, 0)
    return (1, 2, 2, 3, 3, 4, 5, 5, 5, 6, 7, 7)[note % 12]


def _number(text: str | None, field: str) -> int:
    try:
        return int(float(text)) if text and text.strip() else 0
    except (ValueError, OverflowError) as error:
        raise CorpusError(f"harmony.{field}: {text!r:.20} is no number") from error

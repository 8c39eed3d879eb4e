"""Tempo in figures ("72 bpm", "between 70 and 75", "faster than 80") and in words ("adagio", "not too fast")."""

from __future__ import annotations

import re

from generator.vae.language.text import NUMBER, Heard, Reading, negated, next_word, number
from generator.vae.score import MAX_BPM, MIN_BPM

Bounds = tuple[float, float]
_UNIT = (
    r"\s*(?:bpm|b\.p\.m\.|(?:quarter\s*)?beats?\s*(?:per|a|each|/)\s*min(?:ute)?s?"
    r"|quarter\s*notes?\s*(?:per|a)\s*minute)(?!\w)"
)
_ABOUT = r"(?P<about>(?:around|about|roughly|circa|ca\.?|approximately|approx\.?|nearly|almost|~|some)\s*)?"
_MORE = r"(?:faster|quicker|more|higher|greater|brisker)\s+than|over|above|upwards\s+of"
_LESS = r"(?:slower|less|lower|fewer|calmer)\s+than|under|below"
_LEAST = r"at\s+least|no(?:t)?\s+(?:slower|less|lower)\s+than|not\s+(?:below|under)|min(?:imum)?(?:\s+of)?|from"
_MOST = (
    r"at\s+most|no(?:t)?\s+(?:faster|more|quicker|higher)\s+than|not\s+(?:above|over)|max(?:imum)?(?:\s+of)?|up\s+to"
)
_NAMED = r"(?:tempo|bpm|speed|♩|q)\s*(?:of|is|at|:|=)?\s*"
_RANGE = re.compile(
    rf"(?:(?P<between>\bbetween|\bfrom)\s+|(?P<named>{_NAMED}))?(?<![\w.])(?P<low>{NUMBER})\s*(?:bpm\s*)?(?:-|to\b|and\b|\.\.+)\s*"
    rf"(?P<high>{NUMBER})(?P<unit>{_UNIT})?",
    re.I,
)
_COMPARED = re.compile(
    rf"\b(?:(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<more>{_MORE})|(?P<less>{_LESS}))\s*(?P<number>{NUMBER})(?P<unit>{_UNIT})?",
    re.I,
)
_EXACT = re.compile(
    rf"{_ABOUT}(?<![\w.])(?:(?P<number>{NUMBER}){_UNIT}|{_NAMED}(?P<about2>(?:around|about|~)\s*)?(?P<named>{NUMBER})(?!\w))",
    re.I,
)
_PLAUSIBLE = (40, 240)
"""A bare number of a comparison is taken for a tempo within these bounds alone."""
_AROUND = 2
_WORDS: dict[str, Bounds] = {
    r"larghissimo|grave|(?:very|really|super|extremely|so|deeply)\s+slow(?:ly)?|sehr\s+langsam|snail's\s+pace": (
        60,
        66,
    ),
    r"largo|larghetto|lento|adagio|adagietto|slow(?:ly|ed)?(?:\s+tempo)?|langsam|lente?(?:ment)?|despacio|unhurried\s+tempo"
    r"|slow-paced|downtempo|down-tempo": (60, 70),
    r"slowish|rather\s+slow|fairly\s+slow|quite\s+slow|andante|andantino|walking\s+(?:pace|tempo)": (68, 80),
    r"moderato|(?:moderate|medium|middling|mid)(?:[\s-]+)(?:tempo|speed|pace)|mid-?tempo|mäßig": (76, 88),
    r"allegretto|brisk(?:ly)?|uptempo|up-tempo|quickish|rather\s+fast|fairly\s+fast": (84, 94),
    r"allegro|fast(?:er)?(?:\s+tempo)?|fast-paced|quick(?:ly)?|speedy|rapid|schnell|rapide(?:ment)?|rápido|veloce": (
        90,
        100,
    ),
    r"vivace|vivacissimo|presto|prestissimo|(?:very|really|super|extremely)\s+(?:fast|quick)": (95, 100),
}
_WORD = re.compile("|".join(rf"(?<![\w'])(?:{words})(?![\w'])" for words in _WORDS), re.I)
_OTHER_TEXT = "asleep food forward lane sand witted learner motion cooker boat"
_OTHER = frozenset(_OTHER_TEXT.split())
"""What makes another word of "fast", "quick" or "slow"."""
_TOO = re.compile(r"\b(?:too|very|so|that)\s*$", re.I)
_COUNTED = re.compile(
    r"[\s-]*(?:bars?|measures?|years?|days?|degrees?|miles?|km|people|percent|%|hours?|minutes?|seconds?|of\b)", re.I
)


def read(text: str) -> Reading:
    """``bpm``: (low, high), whole, within what the product plays. Figures win over words."""
    reading = Reading()
    said = _figures(text, reading) or _words(text, reading)
    if said:
        reading.values["bpm"] = _played(said, reading)
    return reading


def _figures(text: str, reading: Reading) -> Bounds | None:
    """All figures together; one that contradicts those before it is left."""
    found: Bounds | None = None
    taken: list[re.Match[str]] = []
    for pattern, bounds in ((_RANGE, _range), (_COMPARED, _compared), (_EXACT, _exact)):
        for match in pattern.finditer(text):
            said = None if _overlaps(match, taken) else bounds(text, match)
            both = said and _both(found, said)
            if both:
                found = both
                taken.append(match)
                reading.heard.append(Heard(match.start(), match.end(), "bpm", _meaning(said or both)))
    return found


def _range(text: str, match: re.Match[str]) -> Bounds | None:
    if not match["low"][0].isdigit() and "-" in match.group():
        return None  # the hyphen of "seventy-two"
    low, high = number(match["low"]), number(match["high"])
    named = match["unit"] or match["named"] or (match["between"] and _is_plain(text, match, low, high))
    return (min(low, high), max(low, high)) if named else None


def _compared(text: str, match: re.Match[str]) -> Bounds | None:
    value = number(match["number"])
    if not (match["unit"] or _is_plain(text, match, value)):
        return None
    if match["least"] or match["more"]:
        return (value + bool(match["more"]), float("inf"))
    return (0, value - bool(match["less"]))


def _exact(text: str, match: re.Match[str]) -> Bounds | None:
    if match["named"] and _COUNTED.match(text, match.end()):
        return None
    value = number(match["number"] or match["named"])
    spread = _AROUND if match["about"] or match["about2"] else 0
    return (value - spread, value + spread)


def _is_plain(text: str, match: re.Match[str], *values: float) -> bool:
    low, high = _PLAUSIBLE
    return all(low <= value <= high for value in values) and not _COUNTED.match(text, match.end())


def _both(found: Bounds | None, said: Bounds) -> Bounds | None:
    if found is None:
        return said
    low, high = max(found[0], said[0]), min(found[1], said[1])
    return (low, high) if low <= high else None


def _overlaps(match: re.Match[str], taken: list[re.Match[str]]) -> bool:
    return any(match.start() < other.end() and other.start() < match.end() for other in taken)


def _words(text: str, reading: Reading) -> Bounds | None:
    for match in _WORD.finditer(text):
        if next_word(text, match.end()) in _OTHER:
            continue
        said = _bounds_of(match.group())
        if negated(text, match.start()):
            said = _opposite(text, match, said)
        reading.heard.append(Heard(match.start(), match.end(), "bpm", _meaning(said)))
        return said
    return None


def _bounds_of(words: str) -> Bounds:
    return next(bounds for pattern, bounds in _WORDS.items() if re.fullmatch(pattern, words, re.I))


def _opposite(text: str, match: re.Match[str], said: Bounds) -> Bounds:
    """The rest of the range; "not too slow" keeps away from the slow end alone."""
    near = 2 if _TOO.search(text[: match.start()]) else 4
    return (said[1] + near, MAX_BPM) if said[0] + said[1] < MIN_BPM + MAX_BPM else (MIN_BPM, said[0] - near)


def _played(said: Bounds, reading: Reading) -> tuple[int, int]:
    low, high = (round(min(max(value, MIN_BPM), MAX_BPM)) for value in said)
    if said[0] > MAX_BPM or said[1] < MIN_BPM:
        reading.notes.append(f"Tracks go at {MIN_BPM} to {MAX_BPM} BPM: {low} is the nearest.")
    return low, high


def _meaning(said: Bounds) -> str:
    low, high = said
    if low == high:
        return f"{low:g} BPM"
    if high == float("inf"):
        return f"{low:g} BPM or more"
    return f"{high:g} BPM or less" if low <= 0 else f"{low:g} to {high:g} BPM"

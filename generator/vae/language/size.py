"""Length ("8 bars", "short") and how many notes the melody has ("sparse", "busy")."""

from __future__ import annotations

import re

from generator.vae.language.text import MUSIC, NUMBER, Heard, Reading, negated, number, phrase_ends

MIN_BARS, MAX_BARS = 4, 16
"""The lengths that the corpus has and a wish may name."""
_BARS = r"[\s-]*(?:bars?|measures?|takte?n?|mesures?|compases)(?!\w)"
_COUNT = re.compile(
    rf"(?:(?P<least>at\s+least|min(?:imum)?|more\s+than|over)\s+|(?P<most>at\s+most|max(?:imum)?|fewer\s+than|less\s+than|under|up\s+to)\s+)?"
    rf"(?<![\w.])(?P<low>{NUMBER})(?:\s*(?:-|to|and|or)\s*(?P<high>{NUMBER}))?{_BARS}",
    re.I,
)
_SHORT, _LONG = (4, 6), (12, 16)
_LENGTH = re.compile(
    r"(?<![\w'-])(?P<short>short|brief|tiny|miniature|kurz)(?![\w'-])|(?<![\w'-])(?P<long>long|lengthy|extended|lang)(?![\w'-])",
    re.I,
)
_PLAIN_TEXT = (
    "a an and or very quite rather fairly really pretty something make it keep the nice please not too slow fast sad "
    "happy quiet calm soft warm simple sweet dark bright gentle mellow dreamy more i want give me play one as so that "
    "is be should no to of with in"
)
_PLAIN = frozenset(_PLAIN_TEXT.split())
"""Words among which "long" or "short" alone is said of the track."""
_NOTES = r"(?:notes?|melody|melodies|tune|lead|lines?|phrases?|piano|guitar|solo|keys|playing|texture|music|track)"
_SPARSE = re.compile(
    r"(?<![\w'])(?:sparse(?:ly)?|minimal(?:ist(?:ic)?)?|uncluttered|spacious|pared[\s-]down|stripped[\s-](?:down|back)|laconic"
    r"|(?:few|fewer|not\s+many|hardly\s+any|only\s+a\s+few|less)\s+notes"
    r"|(?:lots\s+of\s+|much\s+|more\s+|plenty\s+of\s+)?(?:space|room|air|silence)\s+between\s+(?:the\s+|its\s+)?notes)(?![\w'])",
    re.I,
)
_BUSY = re.compile(
    r"(?<![\w'])(?:(?:lots|plenty|loads|flurr(?:y|ies)|cascades?|torrents?|streams?)\s+of\s+notes|(?:many|more)\s+notes|florid|ornate"
    r"|virtuos(?:o|ic)|note-heavy|dense(?:ly)?|intricate|chatty|(?P<weak>busy|busier|lively|rippling|restless|full|talkative)"
    rf"(?=\s+(?:\w+\s+)?{_NOTES}\b)|(?P<alone>busy|busier))(?![\w'])",
    re.I,
)  # fmt: skip


def read(text: str) -> Reading:
    """``bars``: (low, high) within 4..16; ``density``: "sparse" or "busy"."""
    reading = Reading()
    _read_count(text, reading)
    if "bars" not in reading.values:
        _read_length(text, reading)
    _read_density(text, reading)
    return reading


def _read_count(text: str, reading: Reading) -> None:
    low, high = 0.0, float("inf")
    for match in _COUNT.finditer(text):
        one, other = number(match["low"]), number(match["high"] or match["low"])
        least = float("-inf") if match["most"] else min(one, other)
        most = float("inf") if match["least"] else max(one, other)
        if max(low, least) <= min(high, most):
            low, high = max(low, least), min(high, most)
            reading.heard.append(Heard(match.start(), match.end(), "bars", match.group().strip()))
            reading.values["bars"] = tuple(round(min(max(value, MIN_BARS), MAX_BARS)) for value in (low, high))
    if low > MAX_BARS or high < MIN_BARS:
        nearest = reading.values["bars"][0]
        reading.notes.append(f"Tracks have {MIN_BARS} to {MAX_BARS} bars: {nearest} is the nearest.")


def _read_length(text: str, reading: Reading) -> None:
    for match in _LENGTH.finditer(text):
        if not _is_of_track(text, match):
            continue
        said = _SHORT if match["short"] else _LONG
        if negated(text, match.start()):
            said = (7, MAX_BARS) if match["short"] else (MIN_BARS, 11)
        reading.hear(match, "bars", f"{said[0]} to {said[1]} bars", said)


def _is_of_track(text: str, match: re.Match[str]) -> bool:
    """Whether a long or short *track* is meant: the road is long, too."""
    after = re.findall(r"[\w'-]+", text[match.end() : match.end() + 40].split("\n")[0].lower())[:3]
    before = re.findall(r"[\w'-]+", re.split(r"[,;.:!?/\n]", text[: match.start()].lower())[-1])
    return all(word in _PLAIN for word in before) and (
        any(word in MUSIC for word in after) or phrase_ends(text, match.end())
    )


def _read_density(text: str, reading: Reading) -> None:
    found = [(match, "sparse") for match in _SPARSE.finditer(text)]
    found += [(match, "busy") for match in _BUSY.finditer(text) if not match["alone"] or _is_of_track(text, match)]
    for match, said in sorted(found, key=lambda pair: pair[0].start()):
        other = "busy" if said == "sparse" else "sparse"
        side = other if negated(text, match.start()) else said
        reading.hear(match, "density", f"{side} melody", side)

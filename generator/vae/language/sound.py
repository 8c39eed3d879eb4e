"""Sound that words name: loops ("with rain"), parts ("no drums"), instruments ("upright bass"), presets."""

from __future__ import annotations

import re

from generator.vae.language.bands import BANDS
from generator.vae.language.text import Heard, Reading, negated

_LEVELS = {
    "heavy": 0.9,
    "pouring": 0.9,
    "loud": 0.9,
    "light": 0.4,
    "soft": 0.4,
    "gentle": 0.4,
    "distant": 0.3,
    "faint": 0.3,
}
_LEVEL = 0.65
_LOOPS = {
    "rain": r"rain(?!bow|check|coat)(?:s|y|ing|fall|drops?)?|drizzl(?:e|es|ing|y)|downpour|thunderstorm|rainstorm"
    r"|regen|pluie|lluvia|pioggia",
    "vinyl": r"vinyl(?:\s+(?:crackle|noise|record))?|crackl(?:e|es|y)"
    r"|crackling(?=\s+(?:vinyl|record|lp|noise)|\s*(?:$|[,;.]))"
    r"|(?:record|surface|needle)\s+noise|dusty\s+record|scratchy\s+record",
}
_FILTER = (
    r"muffled|underwater|under\s+water|low-?pass(?:ed)?"
    r"|(?:through|behind)\s+(?:a|the)\s+(?:wall|closed\s+(?:door|window))"
)
_GONE = re.compile(r"\bafter\s+(?:the|a)\s+(?:\w+\s+)?$", re.I)
_PARTS = {
    "drums": r"drums?|drumming|drumbeat|percussion|beats?(?!\s*(?:per|a|each|/))",
    "bass": r"bass(?:line)?",
    "melody": r"melody|melodies|tune|lead(?:\s+line)?|topline",
    "keys": r"keys|chords|keyboards?",
    "pad": r"pads?",
}
_INSTRUMENTS = {
    "upright": r"(?:upright|double|acoustic|stand-?up)\s+bass|contrabass",
    "finger": r"bass\s+guitar|electric\s+bass|fingered\s+bass",
    "epiano": r"wurlitzer|wurli|electric\s+piano|e-?piano",
    "rhodes": r"fender\s+rhodes|rhodes",
    "piano": r"(?:grand\s+|upright\s+|acoustic\s+|felt\s+)?piano|klavier",
    "vibraphone": r"vibraphones?|vibes(?=\s+(?:solo|player))",
    "nylon": r"(?:nylon|classical|acoustic|spanish)(?:[\s-]string(?:ed)?)?\s+guitar|nylon",
    "harp": r"harp",
    "guitar": r"(?:jazz\s+|electric\s+|archtop\s+)?guitar",
}
_STAND_INS = {
    "vibraphone": r"music\s*box|celesta|celeste|glockenspiel|marimba|xylophone|kalimba|bells",
    "nylon": r"ukulele|lute|banjo|mandolin",
    "epiano": r"clavinet|synth(?:esi[sz]er)?|organ|hammond",
}
_ABSENT = r"saxophone|sax|flute|clarinet|trumpet|trombone|violin|cello|strings|choir|accordion|harmonica|oboe"
NAMES = {"upright": "upright bass", "finger": "bass guitar", "epiano": "electric piano", "nylon": "nylon guitar"}
_ONLY = re.compile(
    r"\b(?:only|just|nothing but|solo|alone)\s+(?:an?\s+|the\s+|some\s+)?"
    r"(?:[\w-]+\s+(?:and|with|&)\s+(?:an?\s+|the\s+)?)*$",
    re.I,
)
_OFF = re.compile(r"\s+(?:muted|off|silent)\b", re.I)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w'])(?:{pattern})(?![\w'])", re.I)


def read(text: str) -> Reading:
    """``rain``, ``vinyl``, ``filter`` 0..1; ``preset``; ``muted``, ``soloed``; ``wanted``, ``unwanted``, ``alone``.

    The last three are sets of instruments: in the band, not in it, heard by themselves.
    """
    reading = Reading(values={"wanted": set(), "unwanted": set(), "alone": set(), "muted": [], "soloed": []})
    _read_presets(text, reading)
    _read_loops(text, reading)
    taken = _read_instruments(text, reading)
    _read_parts("".join(" " if i in taken else letter for i, letter in enumerate(text)), reading)
    return reading


def _read_presets(text: str, reading: Reading) -> None:
    for name in BANDS:
        for match in _whole(name.replace(" ", r"[\s-]")).finditer(text):
            if not negated(text, match.start()):
                reading.hear(match, "preset", name, name)


def _read_loops(text: str, reading: Reading) -> None:
    for loop, pattern in _LOOPS.items():
        for match in _whole(pattern).finditer(text):
            if _GONE.search(text[: match.start()]):
                continue
            before = re.findall(r"\w+", text[: match.start()].lower())[-1:]
            off = negated(text, match.start() - sum(len(word) + 1 for word in before if word in _LEVELS))
            level = 0.0 if off else _LEVELS.get("".join(before), _LEVEL)
            reading.hear(match, loop, f"no {loop}" if off else loop, level)
    for match in _whole(_FILTER).finditer(text):
        if not negated(text, match.start()):
            reading.hear(match, "filter", "muffled", 0.6)


def _read_instruments(text: str, reading: Reading) -> set[int]:
    """Longer names first: an upright bass is no bass part. Returns the places that are taken by them."""
    taken: set[int] = set()
    for table in (_INSTRUMENTS, _STAND_INS):
        for instrument, pattern in table.items():
            for match in _whole(pattern).finditer(text):
                if taken.isdisjoint(range(*match.span())):
                    taken.update(range(*match.span()))
                    _want(text, match, instrument, reading, stands_in=table is _STAND_INS)
    for match in _whole(_ABSENT).finditer(text):
        if not negated(text, match.start()):
            reading.notes.append(f"There is no {match.group().lower()} in the band.")
    return taken


def _want(text: str, match: re.Match[str], instrument: str, reading: Reading, *, stands_in: bool) -> None:
    name = NAMES.get(instrument, instrument)
    unwanted = negated(text, match.start())
    if stands_in and unwanted:
        return
    if stands_in:
        reading.notes.append(f"There is no {match.group().lower()} in the band: {name} stands in.")
    reading.heard.append(Heard(*match.span(), "band", f"no {name}" if unwanted else name))
    reading.values["unwanted" if unwanted else "wanted"].add(instrument)
    if not unwanted and _ONLY.search(text[: match.start()]):
        reading.values["alone"].add(instrument)


def _read_parts(text: str, reading: Reading) -> None:
    for part, pattern in _PARTS.items():
        for match in _whole(rf"(?:{pattern})(?P<less>less)?|{part.rstrip('s')}less").finditer(text):
            off = match.group().lower().endswith("less") or _OFF.match(text, match.end())
            if off or negated(text, match.start()):
                _list(reading, "muted", match, part, f"no {part}")
            elif _ONLY.search(text[: match.start()]):
                _list(reading, "soloed", match, part, f"only {part}")


def _list(reading: Reading, name: str, match: re.Match[str], part: str, meaning: str) -> None:
    if part not in reading.values[name]:
        reading.values[name].append(part)
        reading.heard.append(Heard(*match.span(), name, meaning))

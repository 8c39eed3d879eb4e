"""Keys and modes as people write them: "C# dorian", "f-sharp minor", "in a minor", "d-moll", "la bémol mineur"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.vae.language.text import MUSIC, Reading, names_music, negated, next_word, phrase_ends
from generator.vae.score import KEYS, MODES

_MODES = {name: i + 1 for i, name in enumerate(MODES)}
_MINOR_MAJOR = {"major": 1, "maj": 1, "minor": 6, "min": 6}
_CHURCH = "|".join(_MODES)
_MODE = rf"(?:(?:natural|harmonic|melodic|pure)\s+)?(?P<mode>{_CHURCH}|major|minor|maj|min)(?![\w'])"
_TONIC = r"(?<![\w'#-])(?P<letter>[A-Ga-g])(?P<sign>\s?#|b|[\s-]?sharp|[\s-]?flat)?(?![\w#'])"
_SEMITONES = {"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11}
_GERMAN = {
    "c": 0, "cis": 1, "des": 1, "d": 2, "dis": 3, "es": 3, "e": 4, "f": 5, "fis": 6, "ges": 6, "g": 7, "gis": 8,
    "as": 8, "a": 9, "ais": 10, "b": 10, "h": 11, "ces": 11, "his": 0, "fes": 4, "eis": 5,
}  # fmt: skip
_SOLFEGE = {"do": 0, "re": 2, "ré": 2, "mi": 4, "fa": 5, "sol": 7, "la": 9, "si": 11}
_SHARPS = ("#", "sharp", "dièse", "diese", "diesis", "sostenido")

_NAMED = re.compile(rf"{_TONIC}[\s:,-]{{0,3}}{_MODE}", re.I)
_TURNED = re.compile(rf"(?<![\w'])(?P<mode>{_CHURCH}|major|minor)\s+(?:on|in|from)\s+{_TONIC}", re.I)
_CHORD = re.compile(r"(?<![\w'#-])(?P<letter>[A-G])(?P<sign>[#b])?(?P<mode>m|min)(?![\w'])")
_SIGNED = re.compile(r"(?<![\w'#-])(?P<letter>[A-G])(?P<sign>[#b])(?![\w'#])")
_PLACED = re.compile(rf"(?P<lead>\bkey(?:\s+of|\s+is)?[\s:=]+|\btonic[\s:=]+|\bin\s+){_TONIC}", re.I)
_ALONE = re.compile(r"(?:^|(?<=[,;:/\n.]))\s*(?P<letter>[A-G])(?P<sign>-?flat|-?sharp)?(?=\s*(?:$|[,;/\n.]))")
_BARE = re.compile(rf"(?<![\w'])(?P<mode>{_CHURCH}|major|minor|dur|moll)(?![\w'-])", re.I)
_IN_GERMAN = re.compile(
    rf"(?<![\w'])(?P<name>{'|'.join(sorted(_GERMAN, key=len, reverse=True))})[\s-]?(?P<mode>dur|moll)(?!\w)", re.I
)
_IN_SOLFEGE = re.compile(
    rf"(?<![\w'])(?P<name>{'|'.join(_SOLFEGE)})[\s-]*(?P<sign>#|b\b|dièse|diese|diesis|sostenido|bémol|bemol|bemolle)?[\s-]*"
    r"(?P<mode>majeur|maggiore|mayor|mineur|minore|menor)(?!\w)",
    re.I,
)


def read(text: str) -> Reading:
    """``key`` 1..12 and ``mode`` 1..7, as far as they are named."""
    reading = Reading()
    for match, key, mode in _candidates(text):
        if negated(text, match.start("mode" if key is None else 0)):
            continue
        if key is not None and "key" not in reading.values:
            meaning = f"{KEYS[key - 1]} {MODES[mode - 1]}" if mode else KEYS[key - 1]
            reading.hear(match, "key", meaning, key)
            if mode:
                reading.values["mode"] = mode
        elif mode is not None and key is None:
            reading.hear(match, "mode", MODES[mode - 1], mode)
    return reading


def _candidates(text: str) -> Iterator[tuple[re.Match[str], int | None, int | None]]:
    """Matches with key and mode, those that can be mistaken least first."""
    for pattern in (_NAMED, _TURNED):
        for match in pattern.finditer(text):
            if not _is_article(text, match):
                yield match, _key(match), _mode(match["mode"])
    for match in _CHORD.finditer(text):
        if phrase_ends(text, match.end()):
            yield match, _key(match), 6
    for match in _IN_GERMAN.finditer(text):
        yield match, _GERMAN[match["name"].lower()] + 1, 6 if match["mode"].lower() == "moll" else 1
    for match in _IN_SOLFEGE.finditer(text):
        key = (_SOLFEGE[match["name"].lower()] + _shift(match["sign"])) % 12 + 1
        yield match, key, 6 if match["mode"].lower().startswith(("min", "men")) else 1
    for pattern in (_SIGNED, _PLACED, _ALONE):
        for match in pattern.finditer(text):
            if pattern is not _PLACED or _is_placed(text, match):
                yield match, _key(match), None
    for match in _BARE.finditer(text):
        church = match["mode"].lower() in _MODES
        if church or phrase_ends(text, match.end()) or next_word(text, match.end()) in MUSIC:
            yield match, None, _mode(match["mode"])


def _key(match: re.Match[str]) -> int:
    return (_SEMITONES[match["letter"].lower()] + _shift(match["sign"])) % 12 + 1


def _shift(sign: str | None) -> int:
    if not sign:
        return 0
    return 1 if sign.strip(" -").lower() in _SHARPS else -1


def _mode(name: str) -> int:
    small = name.lower()
    return _MODES.get(small) or _MINOR_MAJOR.get(small) or (6 if small == "moll" else 1)


def _is_article(text: str, match: re.Match[str]) -> bool:
    """Whether the "a" of "a minor …" is the article."""
    if match["letter"] not in "aA" or match["sign"] or match.re is _TURNED:
        return False
    before = text[: match.start()].rstrip(" ")
    if re.search(r"(?:\ban|\bkey(?: of)?:?)$", before, re.I):
        return False
    if match["letter"] == "A" and before and before[-1] not in ".!?/\n":
        return False
    return not phrase_ends(text, match.end())


def _is_placed(text: str, match: re.Match[str]) -> bool:
    """Whether "in X" or "key of X" names a tonic: a small letter needs a sign, "key", or the end of its phrase."""
    letter, sign = match["letter"], match["sign"]
    if letter == "a" and not match["lead"].lower().startswith(("key", "tonic")):
        return not sign and next_word(text, match.end()) is None
    if letter == "A" and sign and sign.strip() == "flat":
        return phrase_ends(text, match.end())
    if match["lead"].lower().startswith(("key", "tonic")) or sign:
        return True
    return names_music(text, match.end()) if letter.isupper() else next_word(text, match.end()) is None

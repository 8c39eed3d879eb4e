"""Text as people read it, whatever it is written with: accents, widths, digits and foreign letters for letters, gaps.

``Sign`` by sign: what each may be read as, and what parts it from the one before.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from confusable_homoglyphs.confusables import confusables_data

LEET = {"0": "o", "1": "il", "3": "e", "4": "a", "5": "s", "7": "t", "@": "a", "$": "s", "!": "i", "|": "il", "€": "e"}
SYMBOLS = frozenset(sign for sign in LEET if not sign.isalnum())
MOST = 8
"""Repetitions of a letter that are read; more of them say nothing more."""
MOST_SYMBOLS = 40
"""Symbols that may stand for letters; of a text that has more of them, all are punctuation."""
BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and symbols that are seen as nothing, though Unicode does not say so."""
APOSTROPHES = frozenset("'’‘`´ʼ")
_BOXED = {start + i: chr(97 + i) for start in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6) for i in range(26)}
"""Letters in squares and circles, and those that flags are made of, which have no decomposition."""

_VARIANT = re.compile("LATIN (?:SMALL |CAPITAL )?LETTER (?:SMALL CAPITAL )?([A-Z])(?: WITH .*)?$")


class Gap(IntEnum):
    """What parts a sign from the one before it; of several, the widest."""

    NONE = 0
    JOINT = 1
    """Punctuation, or a symbol."""
    APOSTROPHE = 2
    SPACE = 3


@dataclass(slots=True)
class Sign:
    """A letter or digit. ``letters`` is what it may be read as, first as itself; ``real`` if that is no makeshift.

    ``alone`` if its word is one letter, however often. ``optional`` if it may as well be punctuation.
    """

    letters: str
    gap: Gap
    real: bool
    optional: bool = False
    alone: bool = True

    @property
    def digit(self) -> bool:
        return self.letters[0].isdigit()


def signs_of(text: str) -> list[Sign]:
    """All of a text, without what parts it."""
    signs: list[Sign] = []
    gap = Gap.SPACE
    written = text if text.isascii() else "".join(map(_plain_but_look_alikes, text))
    symbols = SYMBOLS if sum(map(written.count, SYMBOLS)) <= MOST_SYMBOLS else frozenset()
    for char in written:
        if char.isalnum():
            first, *others = _read(char)
            signs.append(Sign(first, gap, char.isalpha()))
            signs.extend(Sign(other, Gap.NONE, True) for other in others)
            gap = Gap.NONE
        elif char in symbols:
            signs.append(Sign(_read(char)[0], max(gap, Gap.JOINT), False, optional=True))
            gap = Gap.JOINT
        else:
            gap = max(gap, _parting(char))
    _mark_alone(signs)
    return signs if len(signs) <= MOST else _shortened(signs)


def plain(text: str) -> str:
    """Without accents, widths, and what can't be seen; cases stay. (NFKD: Unicode Standard Annex 15.)"""
    if text.isascii():
        return text
    spelled = unicodedata.normalize("NFKD", text.translate(_BOXED))
    return "".join(
        char for char in spelled if unicodedata.category(char) not in ("Mn", "Me", "Cf") and char not in BLANK
    )


def _plain_but_look_alikes(char: str) -> str:
    """Decomposed, a letter may no longer look like the one it stands for: a lunate sigma is a c, a sigma is none."""
    return char if char in _latin() else plain(char)


def key_of(text: str) -> str:
    """A word or phrase as it is looked for: plain and small, one space between words; ``*`` stays at both ends."""
    small = "".join(char if char.isalnum() else " " for char in plain(text).casefold())
    before, after = ("*" * found for found in (text.lstrip().startswith("*"), text.rstrip().endswith("*")))
    return before + " ".join(small.split()) + after


@lru_cache(maxsize=4096)
def _read(char: str) -> list[str]:
    """Of a character, what each of its signs may be read as: most have one, ß two."""
    folded = char.casefold()
    others = LEET.get(char, "") or ("" if char.isascii() else _look_alikes(char))
    return [folded + others] if len(folded) == 1 else list(folded)


def _look_alikes(char: str) -> str:
    """Latin letters that it is taken for: by Unicode's list (UTS 39), its capital's look, or its own name."""
    found = _latin().get(char) or _latin().get(char.upper())
    if found is None:
        variant = _VARIANT.match(unicodedata.name(char, ""))
        return variant[1].casefold() if variant else ""
    return "il" if found in ("i", "l") else found  # a capital I is an l to that list


@lru_cache(maxsize=1)
def _latin() -> dict[str, str]:
    return {
        entry["c"]: letter.casefold()
        for letter in map(chr, (*range(65, 91), *range(97, 123)))
        for entry in confusables_data[letter]
        if len(entry["c"]) == 1 and not entry["c"].isascii()
    }


def _parting(char: str) -> Gap:
    if char.isspace():
        return Gap.SPACE
    return Gap.APOSTROPHE if char in APOSTROPHES else Gap.JOINT


def _shortened(signs: list[Sign]) -> list[Sign]:
    """Without what is repeated more than ``MOST`` times: a word's letter, or a letter that stands alone."""
    same, kept = 0, list[Sign]()
    for sign in signs:
        repeated = bool(kept) and sign.letters == kept[-1].letters and (sign.alone or not sign.gap)
        same = same + 1 if repeated else 1
        if same <= MOST:
            kept.append(sign)
    return kept


def _mark_alone(signs: list[Sign]) -> None:
    start = 0
    for end in range(1, len(signs) + 1):
        if end == len(signs) or signs[end].gap:
            word = signs[start:end]
            if any(sign.letters[0] != word[0].letters[0] for sign in word):
                for sign in word:
                    sign.alone = False
            start = end

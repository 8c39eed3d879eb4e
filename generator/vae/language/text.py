"""What all readers of a prompt share: tidied text, numbers in words, negation, and what comes next in a sentence."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Any

_SAME = str.maketrans({"♯": "#", "♭": "b", "♮": " ", "’": "'", "‘": "'", "–": "-", "—": ",", "−": "-", "\r": "\n"})
_UNITS = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
_ONES = {word: i + 1 for i, word in enumerate(f"{_UNITS} eighteen nineteen".split())}
_DOZENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_TENS = {word: 10 * i + 20 for i, word in enumerate(_DOZENS.split())}
_ONE = "|".join(_ONES)
NUMBER = rf"(?:\d{{1,4}}(?:[.,]\d+)?|(?:{'|'.join(_TENS)})(?:[\s-](?:{_ONE}))?|(?:{_ONE})(?![a-z]))"
"""A number in figures or in English words, up to ninety-nine."""

_NEGATION = re.compile(
    r"(?:\b(?:no|not|never|without|avoid|mute|nor|neither|hardly|isn't|aren't|wasn't|don't|doesn't|won't|can't|kein|keine"
    r"|ohne|nicht|sans|sin|senza)|\bno need for|\banything but)"
    r"(?:[\s-]+(?:in|a|an|any|the|all|at|too|so|very|really|much|that|be|want|like|more|feel|feeling|play|use|been|was))*"
    r"[\s-]*$",
    re.I,
)
_LISTED = re.compile(r"(?:\b(?:no|without)\s+)(?:[\w'-]+\s+){1,3}(?:or|nor)\s+(?:any\s+)?$", re.I)
_MUSIC_TEXT = (
    "key keys mode scale song songs track tune piece loop beat chord chords melody music mood feel feeling sound "
    "tonality harmony ballad groove jam theme number sketch version take lofi lo-fi vibe vibes intro line lead one"
)
MUSIC = frozenset(_MUSIC_TEXT.split())
"""What a musical adjective stands before."""
_CONNECTIVES_TEXT = (
    "and at with for but or please in around about no without to played slow fast slower faster between from under "
    "over very not like because then that please, bpm tempo maybe perhaps"
)
_CONNECTIVES = frozenset(_CONNECTIVES_TEXT.split())


@dataclass(frozen=True, slots=True)
class Heard:
    """Words of a prompt, from ``start`` to before ``end``, and what of which field they were taken for."""

    start: int
    end: int
    field: str
    meaning: str


@dataclass(slots=True)
class Reading:
    """What one reader found: values by field, the words for them, and remarks for the listener."""

    values: dict[str, Any] = field(default_factory=dict)
    heard: list[Heard] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def hear(self, match: re.Match[str], name: str, meaning: str, value: Any) -> None:
        """Keep a value if the field has none yet: what is said first counts."""
        if name not in self.values:
            self.values[name] = value
            self.heard.append(Heard(match.start(), match.end(), name, meaning))


def tidy(text: str) -> str:
    """Compatible characters made one (NFKC), musical signs in ASCII; case is kept, it tells A from an article."""
    whole = text.encode("utf-8", "replace").decode()  # JSON can carry half a character
    return unicodedata.normalize("NFKC", whole.translate(_SAME)).translate(_SAME)


def number(words: str) -> float:
    """The value of a text that ``NUMBER`` matches."""
    if words[0].isdigit():
        return float(words.replace(",", "."))
    parts = re.split(r"[\s-]", words.lower())
    return float(sum(_TENS.get(part, 0) + _ONES.get(part, 0) for part in parts))


def negated(text: str, start: int) -> bool:
    """Whether what begins at ``start`` is said not to be wanted."""
    before = text[max(0, start - 60) : start]
    return bool(_NEGATION.search(before) or _LISTED.search(before))


def next_word(text: str, end: int) -> str | None:
    """The word right after ``end`` in small letters; None if the phrase ends there."""
    found = re.match(r"[\s-]*([^\W\d_][\w'-]*)", text[end:])
    return found.group(1).lower() if found else None


def phrase_ends(text: str, end: int) -> bool:
    """Whether nothing follows that could be the noun of an adjective that ends at ``end``."""
    word = next_word(text, end)
    return word is None or word in _CONNECTIVES


def names_music(text: str, end: int) -> bool:
    """Whether an adjective that ends at ``end`` ends its phrase or has a musical noun within three words."""
    near = re.match(r"(?:[\s-]+[\w'-]+){0,3}", text[end:])
    words = re.findall(r"[\w'-]+", near.group().lower()) if near else []
    return phrase_ends(text, end) or any(word in MUSIC for word in words)

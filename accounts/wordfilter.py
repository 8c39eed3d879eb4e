"""Words that nobody may use here, or that staff want to know of: found however they are written.

What is found and what is not: docs/decisions/0502-guards.md.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Count, Max
from django.dispatch import Signal

from accounts.models import BlockedWord
from accounts.spelling import Gap, Sign, signs_of

REFUSED = "Holds words that are refused here. Please choose others."
noticed = Signal()
"""Sent with ``thing``, ``field`` and ``word`` after a thing was saved that holds a word to be reviewed."""
LONGEST = 80
"""Signs that a word may be written with."""
MOST_SKIPPED = 3
"""Symbols between two letters that may be taken for punctuation."""
UNDOUBLED = frozenset("ahijquwxy")
"""Letters that English does not double, so that even a single doubling is meant to evade."""


@dataclass(frozen=True, slots=True)
class Found:
    """A word to be reviewed, as its entry has it, in a field."""

    field: str
    word: str


@dataclass(slots=True, eq=False)
class Node:
    """A place in the tree of all entries, by their letters; a space parts words."""

    after: dict[str, Node] = field(default_factory=dict)
    whole: BlockedWord | None = None
    """The entry that ends here, at the end of a word."""
    opening: BlockedWord | None = None
    """The entry that ends here, wherever that is in a word."""


class Step(NamedTuple):
    """Where a reading has come: ``at`` is the sign to be read, ``last`` the letter that was."""

    at: int
    node: Node
    last: str = ""
    extra: int = 0
    """1 if it was there more often than in the entry."""
    doubled: int = 0
    """Letters that are: none, one, or 2 for more."""
    drawn: bool = False
    """Whether there is a letter that nobody repeats so often by mistake."""
    real: bool = False
    """Whether anything was read as itself: a number alone is no word."""
    free: bool = True
    """Whether any gap may come next, as between words."""
    skipped: int = 0
    """Symbols that were taken for punctuation since the last letter that was new."""


class Words:
    """All entries, ready to be looked for."""

    def __init__(self, entries: Iterable[BlockedWord]) -> None:
        self.starts, self.anywhere = Node(), Node()
        for entry in entries:
            node = self.anywhere if entry.key.startswith("*") else self.starts
            for letter in entry.key.strip("*"):
                node = node.after.setdefault(letter, Node())
            if entry.key.endswith("*"):
                node.opening = entry
            else:
                node.whole = entry

    def find(self, text: str) -> Iterator[BlockedWord]:
        """Entries that the text holds, as often as it does."""
        signs = signs_of(text)
        numbered = False
        for at, sign in enumerate(signs):
            begins = bool(sign.gap) or (numbered and not sign.digit)
            numbered = sign.digit and (bool(sign.gap) or numbered)
            for root in (self.starts, self.anywhere) if begins else (self.anywhere,):
                if any(letter in root.after for letter in sign.letters):
                    yield from _walk(signs, Step(at, root))


def check(**texts: str) -> list[Found]:
    """What staff want to know of in these fields. Raises ValidationError that names each field with a refused word."""
    words = _current()
    found = [(name, entry) for name, text in texts.items() for entry in words.find(text)]
    refused = {name: [REFUSED] for name, entry in found if entry.action == BlockedWord.Action.REFUSE}
    if refused:
        raise ValidationError(refused)
    return list(dict.fromkeys(Found(name, entry.text) for name, entry in found))


def tell(*, thing: Any, found: Iterable[Found]) -> None:
    """Let who listens know of words in a thing that was just saved."""
    for one in found:
        noticed.send(sender=type(thing), thing=thing, field=one.field, word=one.word)


_known: tuple[float, Any, Words] = (0.0, None, Words([]))


def _current() -> Words:
    """The list, as it was at most ``WORDS_MAX_AGE`` seconds ago. Built anew only if it is another one by then."""
    global _known
    asked, version, words = _known
    now = time.monotonic()
    if version is None or now - asked >= settings.WORDS_MAX_AGE:
        stored = BlockedWord.objects.aggregate(many=Count("pk"), last=Max("changed"), newest=Max("pk"))
        if stored != version:
            words = Words(BlockedWord.objects.all())
        _known = (now, stored, words)
    return words


def _walk(signs: list[Sign], start: Step) -> Iterator[BlockedWord]:
    """Entries that begin here. A reading is followed once, however it was come to, and not without end."""
    steps, seen = [start], {start}
    while steps:
        step = steps.pop()
        if step.real and (step.drawn or step.doubled != 1):
            if step.node.opening:
                yield step.node.opening
            if step.node.whole and _ends_word(signs, step):
                yield step.node.whole
        if step.at < start.at + LONGEST:
            fresh = set(_next(signs, step)) - seen
            seen |= fresh
            steps += fresh


def _next(signs: list[Sign], step: Step) -> Iterator[Step]:
    if space := step.node.after.get(" "):
        yield step._replace(node=space, last="", extra=0, free=True)
    if step.at == len(signs) or not (step.free or _goes_on(signs, step.at)):
        return
    sign = signs[step.at]
    for i, letter in enumerate(sign.letters):
        real = step.real or sign.real or i == 0
        if node := step.node.after.get(letter):
            yield Step(step.at + 1, node, letter, 0, step.doubled, step.drawn, real, False)
        if letter == step.last:
            yield _again(step, letter)
    if sign.optional and step.last and step.skipped < MOST_SKIPPED:
        yield step._replace(at=step.at + 1, skipped=step.skipped + 1)


def _again(step: Step, letter: str) -> Step:
    drawn = step.drawn or step.extra > 0 or letter in UNDOUBLED
    doubled = min(step.doubled + (not step.extra), 2)
    return step._replace(at=step.at + 1, extra=1, doubled=doubled, drawn=drawn, free=False)


def _goes_on(signs: list[Sign], at: int) -> bool:
    """Whether a word may go on with this sign: over punctuation, and over anything where letters are spelled out.

    A number goes on over nothing: 14/88 is no 1488.
    """
    before, sign = signs[at - 1], signs[at]
    if sign.gap and before.digit and sign.digit:
        return False
    return sign.gap <= Gap.JOINT or (sign.alone and before.alone)


def _ends_word(signs: list[Sign], step: Step) -> bool:
    """Whether nothing follows in this word, or only digits, as in many names; a number ends where its digits do."""
    at = step.at
    while at < len(signs) and not signs[at].gap:
        if step.last.isdigit() or not signs[at].digit:
            return False
        at += 1
    return True

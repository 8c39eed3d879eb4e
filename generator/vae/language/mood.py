"""Mood of a text: valence and arousal of its words and lines, carried over from the lexicon by word embeddings.

Every word has the place that the lexicon gives it, or else the one that ridge regression over the embeddings of the
lexicon predicts (Hoerl and Kennard, 1970). Words count by how far from neutral they are; lines as wholes
are predicted as well, so that "over the moon" is more than a moon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from generator.vae.language.embedding import SIZE, Embedding
from generator.vae.language.lexicon import Place, places
from generator.vae.language.text import MUSIC

Floats = NDArray[np.floating]
Turn = tuple[bool, bool]
"""Whether a word is negated, and whether its phrase is about what is no longer there."""
_RIDGE = 3.0
_DOUBT = 0.7
"""What a predicted place counts against a known one."""
_LINES = 1.0
"""Weight of the lines as wholes beside that of the words."""
_FAINT = 0.08
_STRANGE, _FAMILIAR = 0.25, 0.4
"""Cosine to the nearest of the lexicon below which a text is taken for nonsense, and from which it is believed."""
_IDIOM = 5
"""Words of the longest idiom that is looked up."""
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?")
_OPPOSITE = np.array([-1.0, -0.5])
"""What negation does to valence and arousal: not happy is sad, and not quite as calm."""
_REACH = 3
"""So many words after a negation are negated, within a phrase."""
_NEGATIONS_TEXT = (
    "not no never without nor neither isn't aren't wasn't weren't don't doesn't didn't can't cannot won't couldn't "
    "nobody nothing nowhere hardly"
)
_NEGATIONS = frozenset(_NEGATIONS_TEXT.split())
_LOSSES_TEXT = (
    "over gone went ended ends ending last left leaves leaving closed lost missing missed miss faded fading died dead "
    "dying never ago former formerly once remember remembered abandoned deserted flown sailed vanished moved without "
    "still waits waited unsent forgotten nobody anymore"
)
_LOSSES = frozenset(_LOSSES_TEXT.split())
"""Words of what is no longer there: the nicer it was, the sadder."""
_LOST = np.array([-1.0, 0.0])
_EMPTY_TEXT = (
    "a an the and or but of in on at to for with from by is are was were be been being am i i'm you you're he she "
    "it it's we they me my mine your yours his her hers its our their this that these those as so too very just "
    "only all any some up out over into through still there here then than when while where who what how do does "
    "did has have had will would can could should if after before every again please make want something like key "
    "bpm tempo bars bar minor major"
)
_EMPTY = MUSIC | frozenset(_EMPTY_TEXT.split())


@dataclass(frozen=True, slots=True)
class Mood:
    """Energy and valence, 0..1, and the words that say so, the most telling first."""

    energy: float
    valence: float
    words: tuple[str, ...]


class MoodReader:
    def __init__(self, known: Sequence[tuple[str, Place]]) -> None:
        targets = np.array([place for _, place in known], np.float32) / 2
        self._embed = Embedding()
        self._anchors = self._embed([text for text, _ in known])
        products = self._anchors.T @ self._anchors + _RIDGE * np.eye(SIZE, dtype=np.float32)
        self._weights = np.linalg.solve(products, self._anchors.T @ targets)
        self._known = {text: target for (text, _), target in zip(known, targets, strict=True)}

    def __call__(self, text: str) -> Mood | None:
        """The mood of a text; None if no word of it says anything about one."""
        phrases = _phrases(text)
        words, felt = self._words(phrases)
        if not words:
            return None
        weight = np.hypot(*felt.T) + 0.05
        place = (weight @ felt) / weight.sum() + _LINES * self._lines(phrases)
        if np.hypot(*place) < _FAINT:
            return None
        telling = [words[i] for i in np.argsort(-weight, kind="stable")[:4] if weight[i] > 0.2]
        valence, energy = (float(0.5 + 0.4 * np.tanh(2 * value)) for value in place)
        return Mood(energy, valence, tuple(dict.fromkeys(telling)))

    def _lines(self, phrases: list[str]) -> Floats:
        wholes = self._predict([*phrases, " ".join(phrases)])
        mean: Floats = (wholes[:-1].mean(0) + wholes[-1]) / 2
        return mean

    def _words(self, phrases: list[str]) -> tuple[list[str], Floats]:
        """Words and idioms that mean something, and the place (n, 2) of each; negation and loss are heeded."""
        units = [list(self._units(_WORD.findall(phrase))) for phrase in phrases]
        said: list[str] = []
        turns: list[Turn] = []
        for phrase in units:
            loses = not _LOSSES.isdisjoint(phrase)
            for unit, negated in zip(phrase, _negated(phrase), strict=True):
                if unit not in _EMPTY and unit not in _NEGATIONS:
                    said.append(unit)
                    turns.append((negated, loses))
        felt = [_turned(place, turn) for place, turn in zip(self._places(said), turns, strict=True)]
        words = [f"not {word}" if negated else word for word, (negated, _) in zip(said, turns, strict=True)]
        return words, np.array(felt).reshape(-1, 2)

    def _units(self, words: list[str]) -> Iterator[str]:
        """Words, those together that are an idiom of the lexicon."""
        start = 0
        while start < len(words):
            ends = range(min(len(words), start + _IDIOM), start + 1, -1)
            end = next((end for end in ends if " ".join(words[start:end]) in self._known), start + 1)
            yield " ".join(words[start:end])
            start = end

    def _places(self, words: list[str]) -> Floats:
        predicted = _DOUBT * self._predict(words)
        return np.array([self._known.get(word, guess) for word, guess in zip(words, predicted, strict=True)]).reshape(
            -1, 2
        )

    def _predict(self, texts: list[str]) -> Floats:
        """Places (n, 2); a text that is like nothing in the lexicon gets the middle."""
        if not texts:
            return np.zeros((0, 2))
        embedded = self._embed(texts)
        nearest = (embedded @ self._anchors.T).max(1)
        known = np.clip((nearest - _STRANGE) / (_FAMILIAR - _STRANGE), 0, 1)
        return known[:, None] * (embedded @ self._weights)


def says_something(text: str) -> bool:
    """Whether there is a word that may have a mood."""
    return any(word not in _EMPTY and (len(word) > 1 or not word.isascii()) for word in _WORD.findall(text.lower()))


def _phrases(text: str) -> list[str]:
    return [phrase.strip().lower() for phrase in re.split(r"[\n/,.;:!?()\"]+", text) if phrase.strip()]


def _negated(units: list[str]) -> list[bool]:
    """Which words stand within reach after a negation."""
    reach, found = 0, []
    for unit in units:
        found.append(reach > 0)
        reach = _REACH if unit in _NEGATIONS else reach - (unit not in _EMPTY)
    return found


def _turned(place: Floats, turn: Turn) -> Floats:
    negated, lost = turn
    if negated:
        return place * _OPPOSITE
    return place * _LOST if lost and place[0] > 0 else place


@lru_cache(maxsize=1)
def mood_reader() -> MoodReader:
    """The one reader of a process, made when a prompt first needs it."""
    return MoodReader(places())

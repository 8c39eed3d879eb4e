"""The original system's format: its eight-field score and its share link, both ways.

A share link is ``?`` + base64( zlib( JSON list of legacy scores ) ). Links come from strangers, so the inflated size,
the number of tracks and every field are bounded before anything is built.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import unquote, urlsplit

from generator.vae.score import (
    EIGHTHS,
    HOLD,
    MAX_BARS,
    REST,
    REST_CHORD,
    TOP_DEGREE,
    Chord,
    Score,
    ScoreError,
    check_integer,
    check_length,
    diatonic_triad,
    require,
    require_list,
    require_object,
)


class LinkError(ValueError):
    """A share link that can't be read; ``str()`` says why and names the bound."""


@dataclass(frozen=True, slots=True)
class LinkLimits:
    """Bounds on a link: its text, what it inflates to (both bytes) and how many tracks it may hold."""

    text: int = 200_000
    inflated: int = 1_000_000
    tracks: int = 200


def to_legacy(score: Score) -> dict[str, Any]:
    """The eight legacy fields: one triad a bar, eight eighths. Lossless for a score that came from legacy."""
    return {
        "title": score.title,
        "key": score.key,
        "mode": score.mode,
        "bpm": score.bpm,
        "energy": score.energy,
        "valence": score.valence,
        "chords": score.chords,
        "melodies": score.melodies,
    }


def from_legacy(data: object) -> Score:
    """Upgrade a legacy score. Raises ``ScoreError`` that names the field and the bound."""
    fields = require_object("score", data)
    mode = require(fields, "mode")
    check_integer("mode", mode, 1, 7)
    return Score(
        title=require(fields, "title"),
        key=require(fields, "key"),
        mode=mode,
        bpm=require(fields, "bpm"),
        energy=require(fields, "energy"),
        valence=require(fields, "valence"),
        harmony=tuple((_triad(i, mode, degree),) for i, degree in enumerate(_bars(fields, "chords"))),
        melody=tuple(_sixteenths(i, bar) for i, bar in enumerate(_bars(fields, "melodies"))),
    )


def _bars(fields: dict[str, Any], name: str) -> list[Any]:
    bars = require_list(name, require(fields, name))
    check_length(name, bars, 1, MAX_BARS)
    return bars


def _triad(index: int, mode: int, degree: int) -> Chord:
    check_integer(f"chords[{index}]", degree, 0, 7)
    return Chord(degree, diatonic_triad(mode, degree)) if degree else REST_CHORD


def _sixteenths(index: int, bar: object) -> tuple[int, ...]:
    notes = require_list(f"melodies[{index}]", bar)
    check_length(f"melodies[{index}]", notes, EIGHTHS, EIGHTHS)
    for j, note in enumerate(notes):
        check_integer(f"melodies[{index}][{j}]", note, REST, TOP_DEGREE)
    attacks = [notes[0], *(HOLD if note == last and note else note for last, note in pairwise(notes))]
    return tuple(symbol for note in attacks for symbol in (note, HOLD if note else REST))


def encode_link(scores: Iterable[Score]) -> str:
    """The query of a share link, ``?`` included. The original client opens it."""
    text = json.dumps([to_legacy(score) for score in scores], ensure_ascii=False, separators=(",", ":"))
    return "?" + base64.b64encode(zlib.compress(text.encode())).decode()


def decode_link(link: str, limits: LinkLimits | None = None) -> list[Score]:
    """Read a whole URL, its query, or the bare base64. Raises ``LinkError``, never inflates past the bound."""
    limits = limits or LinkLimits()
    if len(link) > limits.text:
        raise LinkError(f"the link is longer than {limits.text} characters")
    tracks = _parse(_inflate(_payload(link), limits.inflated))
    if not 1 <= len(tracks) <= limits.tracks:
        raise LinkError(f"the link must hold 1 to {limits.tracks} tracks, not {len(tracks)}")
    return [_track(i, track) for i, track in enumerate(tracks)]


def _payload(link: str) -> bytes:
    text = _query(link.strip())
    # '+' survives some clients only as a space, and padding is often lost on the way
    text = unquote(text).replace(" ", "+").replace("-", "+").replace("_", "/").rstrip("=")
    if not text:
        raise LinkError("the link is empty")
    try:
        return base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), validate=True)
    except (binascii.Error, UnicodeError) as error:
        raise LinkError("the link is not base64") from error


def _query(text: str) -> str:
    """What stands behind the question mark; all of it where there is none."""
    try:
        return urlsplit(text).query if "?" in text else text
    except ValueError as error:  # a host that is none
        raise LinkError("the link is no address") from error


def _inflate(data: bytes, bound: int) -> bytes:
    inflater = zlib.decompressobj()
    try:
        text = inflater.decompress(data, bound + 1)
    except zlib.error as error:
        raise LinkError("the link is not zlib-compressed") from error
    if len(text) > bound:
        raise LinkError(f"the link inflates to more than {bound} bytes")
    if not inflater.eof:
        raise LinkError("the link is cut off")
    return text


def _parse(text: bytes) -> list[Any]:
    try:
        tracks = json.loads(text.decode())
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise LinkError("the link does not hold JSON") from error
    if not isinstance(tracks, list):
        raise LinkError("the link must hold a list of tracks")
    return tracks


def _track(index: int, data: object) -> Score:
    try:
        return Score.from_json(data)
    except ScoreError as error:
        raise LinkError(f"track {index + 1}: {error}") from error

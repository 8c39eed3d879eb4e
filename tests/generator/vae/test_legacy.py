"""The original's scores and share links, both ways, and what a stranger's link may not do."""

import base64
import json
import zlib
from pathlib import Path

import numpy as np
import pytest

import playlists
from generator.vae.legacy import LinkError, LinkLimits, decode_link, encode_link, from_legacy, to_legacy
from generator.vae.score import HOLD, Chord, ScoreError
from tests.generator.vae.builders import random_score, score_with

DEFAULT_LINK = (Path(playlists.__file__).parent / "data" / "default-playlist.txt").read_text().strip()


def legacy_with(**changes):
    return {**to_legacy(score_with()), **changes}


def link_of(value):
    return "?" + base64.b64encode(zlib.compress(json.dumps(value).encode())).decode()


def raw_tracks(link):
    return json.loads(zlib.decompress(base64.b64decode(link.lstrip("?"))))


def test_default_playlist_imports_whole_and_unchanged():
    scores = decode_link(DEFAULT_LINK)
    assert [score.title for score in scores][:2] == ["#178963356692124286946444", "#117585800139319913535558"]
    assert [to_legacy(score) for score in scores] == raw_tracks(DEFAULT_LINK)
    assert len(scores) == 9


@pytest.mark.parametrize("form", ["https://example.org/?{0}", "?{0}", "{0}", "  ?{0}\n"])
def test_link_is_read_as_url_query_or_bare_text(form):
    scores = decode_link("?" + DEFAULT_LINK.lstrip("?"))
    assert decode_link(form.format(DEFAULT_LINK.lstrip("?"))) == scores


def test_link_survives_percent_encoding_and_lost_padding():
    link = next(link for link in map(encode_link, ([score_with(bpm=bpm)] for bpm in range(60, 90))) if link[-1] == "=")
    mangled = link.rstrip("=").replace("+", "%2B").replace("/", "%2F")
    assert decode_link(mangled) == decode_link(link)


def test_link_round_trip_keeps_the_legacy_projection():
    generator = np.random.default_rng(0)
    scores = [random_score(generator, bars) for bars in (1, 7, 50)]
    assert [to_legacy(score) for score in decode_link(encode_link(scores))] == [to_legacy(score) for score in scores]


def test_from_legacy_holds_repeated_numbers_within_a_bar():
    score = from_legacy(legacy_with(mode=1, chords=[5], melodies=[[9, 9, 0, 0, 3, 4, 4, 4]]))
    hold = (HOLD,)
    assert score.harmony == ((Chord(5, "maj"),),)
    assert score.melody == ((9, *hold * 3, 0, 0, 0, 0, 3, *hold, 4, *hold * 5),)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"chords": []}, "chords: must have 1 to 50 entries, not 0"),
        ({"chords": [9, 1]}, "chords[0]: must be a whole number from 0 to 7"),
        ({"melodies": [[0] * 8]}, "melody: must have 2 entries, not 1"),
        ({"melodies": [[0] * 7] * 2}, "melodies[0]: must have 8 entries, not 7"),
        ({"melodies": [[0] * 7 + [15]] * 2}, "melodies[0][7]: must be a whole number from 0 to 14"),
        ({"mode": 9}, "mode: must be a whole number from 1 to 7"),
    ],
)
def test_from_legacy_names_field_and_bound(changes, message):
    with pytest.raises(ScoreError) as caught:
        from_legacy(legacy_with(**changes))
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("link", "message"),
    [
        ("", "the link is empty"),
        ("?", "the link is empty"),
        ("http://[?abc", "the link is no address"),
        ("http://℀?abc", "the link is no address"),
        ("?%%%", "the link is not base64"),
        ("?ä", "the link is not base64"),
        ("?AAAA", "the link is not zlib-compressed"),
        (encode_link([score_with()])[:-20], "the link is cut off"),
        (link_of({}), "the link must hold a list of tracks"),
        (link_of([]), "the link must hold 1 to 200 tracks, not 0"),
        (link_of([1] * 2001), "the link must hold 1 to 200 tracks, not 2001"),
        (link_of([{}]), "track 1: mode: is missing"),
        (link_of([legacy_with(), legacy_with(energy=1.5)]), "track 2: energy: must be a number from 0 to 1"),
        ("?" + base64.b64encode(zlib.compress(b"\xff")).decode(), "the link does not hold JSON"),
        ("?" + base64.b64encode(zlib.compress(b"[" * 100_000)).decode(), "the link does not hold JSON"),
        ("?" + base64.b64encode(zlib.compress(b"0" * 10**8)).decode(), "the link inflates to more than 1000000 bytes"),
        ("?" + "A" * 200_000, "the link is longer than 200000 characters"),
    ],
)
def test_decode_link_says_why_it_refuses(link, message):
    with pytest.raises(LinkError) as caught:
        decode_link(link)
    assert str(caught.value) == message


def test_decode_link_bounds_are_settable():
    with pytest.raises(LinkError) as caught:
        decode_link(encode_link([score_with()] * 3), LinkLimits(tracks=2))
    assert str(caught.value) == "the link must hold 1 to 2 tracks, not 3"

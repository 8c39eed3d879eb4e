"""Lead sheets, read back by mido and compared with the score."""

from __future__ import annotations

import io

import mido
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import midi
from generator.vae.legacy import decode_link
from generator.vae.score import HOLD, KEYS, MODES, QUALITIES, Chord, Score, scale

BAR = 4 * midi.PPQ


def make(**fields: object) -> Score:
    given_: dict[str, object] = {
        "title": "Löwe ♭", "key": 3, "mode": 2, "bpm": 72, "energy": 0.5, "valence": 0.5,
        "harmony": ((Chord(1, "min7"),), (Chord(4, "dom9"), Chord(5, "min"))),
        "melody": ((1, HOLD, 3, 0, 8, HOLD, HOLD, HOLD, 0, 0, 0, 0, 5, 5, 5, HOLD), (HOLD, 0, *[0] * 13, 14)),
    }  # fmt: skip
    return Score(**(given_ | fields))  # type: ignore[arg-type]


def read(score: Score) -> mido.MidiFile:
    return mido.MidiFile(file=io.BytesIO(midi.lead_sheet(score)), charset="utf-8")


def timed(track: mido.MidiTrack) -> list[tuple[int, mido.Message]]:
    tick, found = 0, []
    for message in track:
        tick += message.time
        found.append((tick, message))
    return found


def notes(track: mido.MidiTrack) -> list[tuple[int, int, int]]:
    """Start, end, pitch; each key that is struck is let go once."""
    sounding: dict[int, int] = {}
    found = []
    for tick, message in timed(track):
        if message.type == "note_on":
            assert message.note not in sounding
            sounding[message.note] = tick
        elif message.type == "note_off":
            found.append((sounding.pop(message.note), tick, message.note))
    assert sounding == {}
    return sorted(found)


def test_conductor_has_title_tempo_metre_key_and_chord_names() -> None:
    file = read(make())
    events = timed(file.tracks[0])
    assert (file.type, file.ticks_per_beat, [track.name for track in file.tracks]) == (
        1,
        480,
        ["Löwe ♭", "Melody", "Chords"],
    )
    found = {message.type: message for tick, message in events if tick == 0}
    assert round(mido.tempo2bpm(found["set_tempo"].tempo)) == 72
    assert (found["time_signature"].numerator, found["time_signature"].denominator) == (4, 4)
    assert (found["key_signature"].key, found["text"].text) == ("Am", "Lead sheet in D dorian")
    markers = [(tick, message.text) for tick, message in events if message.type == "marker"]
    assert markers == [(0, "Dm7"), (BAR, "G9"), (BAR + BAR // 2, "Am")]


def test_tune_is_that_of_the_score() -> None:
    d, sixteenth = 62, midi.PPQ // 4
    assert notes(read(make()).tracks[1]) == [
        (0, 2 * sixteenth, d),
        (2 * sixteenth, 3 * sixteenth, d + 3),
        (4 * sixteenth, 8 * sixteenth, d + 12),
        (12 * sixteenth, 13 * sixteenth, d + 7),
        (13 * sixteenth, 14 * sixteenth, d + 7),
        (14 * sixteenth, 17 * sixteenth, d + 7),
        (31 * sixteenth, 32 * sixteenth, d + 22),
    ]


def test_swing_moves_the_second_of_each_pair() -> None:
    starts = [start for start, _, _ in notes(read(make(swing=0.6)).tracks[1])]
    assert starts[:5] == [0, 240, 480, 1440, 1440 + 144]


def test_chords_have_their_root_below_and_their_tones_above() -> None:
    found = notes(read(make()).tracks[2])
    assert [note for note in found if note[0] == 0] == [(0, BAR, 38), (0, BAR, 53), (0, BAR, 57), (0, BAR, 60)]
    assert {note[1] - note[0] for note in found if note[0] >= BAR} == {BAR // 2}


def test_rest_is_silent_and_has_no_name() -> None:
    score = make(harmony=((Chord(0, None),), (Chord(1, "maj"),)))
    file = read(score)
    assert min(notes(file.tracks[2]))[0] == BAR
    assert [message.text for message in file.tracks[0] if message.type == "marker"] == ["D"]


def test_all_parts_end_with_the_last_bar() -> None:
    assert [timed(track)[-1][0] for track in read(make()).tracks] == [2 * BAR] * 3


@pytest.mark.parametrize(
    ("key", "mode", "signature", "name"),
    [
        (1, 1, "C", "C"),
        (2, 1, "Db", "Db"),
        (7, 1, "F#", "F#"),
        (10, 6, "Am", "A"),
        (4, 2, "Bbm", "Eb"),
        (11, 4, "F", "Bb"),
        (12, 7, "Am", "B"),
        (7, 7, "Em", "F#"),
        (9, 3, "C#m", "G#"),
    ],
)
def test_names_follow_the_key_signature(key: int, mode: int, signature: str, name: str) -> None:
    score = make(key=key, mode=mode)
    assert (midi.key_signature(score), midi.chord_name(score, Chord(1, "maj"))) == (signature, name)


@given(
    key=st.integers(1, len(KEYS)),
    mode=st.integers(1, len(MODES)),
    degree=st.integers(1, 7),
    quality=st.sampled_from(sorted(QUALITIES)),
    swing=st.floats(0.5, 0.67),
)
def test_any_score_sounds_its_own_pitch_classes(key: int, mode: int, degree: int, quality: str, swing: float) -> None:
    score = make(key=key, mode=mode, swing=swing, harmony=((Chord(degree, quality),), (Chord(degree, quality),)))
    file = read(score)
    root = key - 1 + scale(mode)[degree - 1]
    assert {pitch % 12 for _, _, pitch in notes(file.tracks[2])} == {(root + tone) % 12 for tone in QUALITIES[quality]}
    own = {(key - 1 + tone) % 12 for tone in scale(mode)}
    tune = notes(file.tracks[1])
    assert {pitch % 12 for _, _, pitch in tune} <= own
    assert len(tune) == sum(0 < symbol < HOLD for bar in score.melody for symbol in bar)


def test_default_playlist_can_be_written(default_link: str) -> None:
    for score in decode_link(default_link):
        assert len(notes(read(score).tracks[2])) > score.bars

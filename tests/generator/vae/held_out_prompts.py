"""Fifty prompts that the reading of words was judged by, written before it. They are not changed to suit the code.

``bpm`` and ``bars`` are bounds, both included; ``density`` is a side of the corpus's mean; ``unset`` names what the
prompt must leave to chance, however it looks.
"""

from __future__ import annotations

from typing import NamedTuple


class Case(NamedTuple):
    prompt: str
    key: int | None = None
    mode: int | None = None
    bpm: tuple[int, int] | None = None
    bars: tuple[int, int] | None = None
    density: str | None = None
    muted: tuple[str, ...] = ()
    instrument: str | None = None
    rain: bool | None = None
    vinyl: bool | None = None
    unset: tuple[str, ...] = ()
    mood: str | None = None


SLOW, FAST, MODERATE = (60, 72), (88, 100), (74, 92)
SHORT, LONG = (4, 6), (12, 16)

EXPLICIT = [
    Case("C sharp dorian at 72 bpm with rain on the roof", key=2, mode=2, bpm=(72, 72), rain=True),
    Case("F# minor, 68 BPM, 8 bars, sparse melody", key=7, mode=6, bpm=(68, 68), bars=(8, 8), density="sparse"),
    Case("something in Db major, between 70 and 75 bpm", key=2, mode=1, bpm=(70, 75)),
    Case("a minor detail in a story told in G mixolydian", key=8, mode=5),
    Case("be flat on your back and dream, E-flat lydian", key=4, mode=4),
    Case("no drums, upright bass, 64 beats per minute", bpm=(64, 64), muted=("drums",), instrument="upright"),
    Case(
        "faster than 85, busy melody, bright B flat major",
        key=11, mode=1, bpm=(86, 100), density="busy", mood="bright",
    ),
    Case("slower than 70 please, twelve bars long", bpm=(60, 69), bars=(12, 12)),
    Case("140 bpm drum and bass energy", bpm=(100, 100)),
    Case("adagio in g minor for a quiet house", key=8, mode=6, bpm=SLOW),
    Case("allegro, key of A, major, 16 bars", key=10, mode=1, bpm=FAST, bars=(16, 16)),
    Case("phrygian, tempo 90, no rain, no crackle", mode=3, bpm=(90, 90), rain=False, vinyl=False),
    Case("tempo: 77; key: Bb; mode: aeolian; length: 6 bars", key=11, mode=6, bpm=(77, 77), bars=(6, 6)),
    Case("E locrian, a short sketch", key=5, mode=7, bars=SHORT),
    Case("long slow piece in C", key=1, bpm=SLOW, bars=LONG, unset=("mode",)),
    Case("sparse, lots of space between the notes, Ab major", key=9, mode=1, density="sparse"),
    Case("lots of notes, a chatty piano, around 80 bpm", bpm=(78, 82), density="busy", instrument="piano"),
    Case("not slow, in E minor", key=5, mode=6, bpm=(73, 100)),
    Case("A♭ minor ♩ = 66", key=9, mode=6, bpm=(66, 66)),
    Case(
        "without bass and without drums, just harp and vinyl crackle",
        muted=("bass", "drums"), instrument="harp", vinyl=True,
    ),
    Case("f-sharp mixolydian, 4 bars, at least 90 bpm", key=7, mode=5, bpm=(90, 100), bars=(4, 4)),
    Case("Ionian, moderato, vibraphone on top", mode=1, bpm=MODERATE, instrument="vibraphone", unset=("key",)),
    Case(
        "she said it in passing, a minor thing, as we drove through the flat country at 95 bpm",
        bpm=(95, 95), unset=("key", "mode"),
    ),
    Case("nylon guitar, dorian on D, 10 bars, 62 bpm", key=3, mode=2, bpm=(62, 62), bars=(10, 10), instrument="nylon"),
    Case("80-84 bpm, Gb major, mute the melody", key=7, mode=1, bpm=(80, 84), muted=("melody",)),
]  # fmt: skip

MOODS = [
    Case("driving to the beach with the windows down and everybody singing", mood="bright"),
    Case("confetti, first day of the holidays, everyone hugging", mood="bright"),
    Case("over the moon, I got the job", mood="bright"),
    Case(
        "we dance in the kitchen / flour on your nose / the radio is loud and the whole street knows / we are laughing",
        mood="bright",
    ),
    Case("puppies chasing butterflies in a sunlit meadow", mood="bright"),
    Case("euphoric victory lap", mood="bright"),
    Case("a cat asleep on a warm radiator", mood="mellow"),
    Case("hammock, lemonade, nowhere to be", mood="mellow"),
    Case("Sunday pancakes in pyjamas, unhurried", mood="mellow"),
    Case(
        "soft light falls on the blanket\nyour breath is slow on my arm\nthe tea is warm\n"
        "nothing in the world could harm",
        mood="mellow",
    ),
    Case("tranquil garden after the summer rain, content", mood="mellow"),
    Case("hygge", mood="mellow"),
    Case("at ease, cosy and safe by the fireplace", mood="mellow"),
    Case("running late through a crowded station, heart pounding", mood="restless"),
    Case("seething with rage", mood="restless"),
    Case(
        "sirens outside / footsteps on the stair / I bolt the door / somebody is there",
        mood="restless",
    ),
    Case("exam panic, too much coffee", mood="restless"),
    Case("paranoid, hunted, no way out", mood="restless"),
    Case("my blood is boiling and I want to scream", mood="restless"),
    Case(
        "I still set two plates at the table\nyour coat is hanging in the hall\nthe house is quiet since the funeral",
        mood="wistful",
    ),
    Case("homesick in a foreign city, 70 bpm", bpm=(70, 70), mood="wistful"),
    Case("letters from a grandmother who is gone", mood="wistful"),
    Case("down in the dumps, nobody calls", mood="wistful"),
    Case("not happy, not angry, only tired and lonely", mood="wistful"),
    Case("grey November, bare trees, an empty playground", mood="wistful"),
]

HELD_OUT = EXPLICIT + MOODS

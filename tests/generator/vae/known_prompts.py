"""Prompts that the reading of words was developed on: other ones than those that it is judged by."""

from __future__ import annotations

from tests.generator.vae.held_out_prompts import FAST, LONG, SHORT, SLOW, Case

EXPLICIT = [
    Case("rainy night, slow, D minor, melancholic", key=3, mode=6, bpm=SLOW, rain=True, mood="wistful"),
    Case("in a minor", key=10, mode=6),
    Case("a minor key, slow", mode=6, bpm=SLOW, unset=("key",)),
    Case("an A major song with rain", key=10, mode=1, rain=True),
    Case("be flat and sharp, B natural", unset=("mode",)),
    Case("C#m, 88bpm", key=2, mode=6, bpm=(88, 88)),
    Case("am i dreaming of you", unset=("key", "mode")),
    Case("Am, 16 measures, 75", key=10, mode=6, bars=(16, 16)),
    Case("H-moll, schnell", key=12, mode=6, bpm=FAST),
    Case("la bémol majeur", key=9, mode=1),
    Case("between 70 and 75", bpm=(70, 75)),
    Case("faster than 80 but slower than 90", bpm=(81, 89)),
    Case("seventy-two beats per minute", bpm=(72, 72)),
    Case("I was fast asleep for so long", unset=("bpm", "bars", "key", "mode")),
    Case("a long track, not too fast", bars=LONG),
    Case("short and sweet loop", bars=SHORT),
    Case("no piano, jazz guitar please", instrument="guitar"),
    Case("drumless, a busy lead, no melody? no, with melody", density="busy"),
    Case("sparse melody and heavy rain, music box", density="sparse", rain=True),
    Case("G, dorian, 8 bars", mode=2, bars=(8, 8)),
    Case("key of F# lydian at 200 bpm", key=7, mode=4, bpm=(100, 100)),
    Case("30 bpm in Eb", key=4, bpm=(60, 60)),
    Case("not busy, not minor", density="sparse", unset=("mode",)),
    Case("muffled, no vinyl, no bass", vinyl=False, muted=("bass",)),
    Case("at least 12 bars and at most 66 beats a minute", bars=(12, 16), bpm=(60, 66)),
]

MOODS = [
    Case(text, mood=mood)
    for mood, texts in {
        "bright": (
            "jumping up and down at a concert",
            "we made it, champagne for everyone",
            "walking on sunshine",
            "a brass band on a sunny square",
            "hooray / the sun is up / the bells are ringing / come out and play",
            "ice cream van and water pistols",
            "I am so excited about tomorrow",
            "the wind in my hair and my friends beside me",
            "gleeful",
            "exuberant morning, dancing in socks",
            "not sad at all, let us celebrate",
            "kite surfing on a perfect day",
        ),
        "mellow": (
            "tea with my grandmother on the porch",
            "knitting by candlelight",
            "a lullaby for my daughter",
            "floating down the river in a canoe, no hurry",
            "close your eyes my dear / the day is done / the stars are near",
            "purring kitten on my lap",
            "soft rain on the tent while we are warm and dry",
            "tender, drowsy, contented",
            "a slow dance in the living room",
            "snowed in with soup and a good book",
            "gemütlich",
            "not stressed any more, just peaceful",
        ),
        "restless": (
            "I can hear them breaking in",
            "furious argument in the kitchen",
            "stuck in traffic and late for the interview",
            "the monster is under the bed",
            "wolves are howling / the bridge is burning / run, run, there is no returning",
            "jittery and paranoid after three energy drinks",
            "I hate you, get out of my house",
            "a riot in the streets",
            "agitated",
            "nail biting tension before the verdict",
            "on the run from the police",
            "not calm at all, terribly worried",
        ),
        "wistful": (
            "an old love letter in the attic",
            "the last day of summer, everyone has left",
            "crying alone in the dark",
            "I wish I had called you before you died",
            "the swing is empty / the paint has peeled / I see you running through the field",
            "forlorn lighthouse in the fog",
            "my dog died last winter",
            "a widow at the window",
            "despondent",
            "the party is over and I walk home by myself",
            "I am not happy, I feel so alone",
            "saudade",
        ),
    }.items()
    for text in texts
]

KNOWN = EXPLICIT + MOODS

"""The part of the settings that is about what tracks have to do with each other."""

from __future__ import annotations

from environs import Env

env = Env()

MAX_PARENTS = env.int("MAX_PARENTS", 8)
MAX_LINEAGE = env.int("MAX_LINEAGE", 100)
SIMILAR_CANDIDATES = env.int("SIMILAR_CANDIDATES", 4000)
SIMILAR_COUNT = env.int("SIMILAR_COUNT", 6)
RADIO_TAKES = env.int("RADIO_TAKES", 8)
RADIO_POOL = env.int("RADIO_POOL", 60)
RADIO_EXCLUDED = env.int("RADIO_EXCLUDED", 200)
MAX_EMBEDDED = env.int("MAX_EMBEDDED", 50)

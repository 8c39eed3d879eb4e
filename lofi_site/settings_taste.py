"""The part of the settings that is about members' tastes."""

from __future__ import annotations

from environs import Env

env = Env()

TASTE_LIKES = env.int("TASTE_LIKES", 200)
TASTE_TRACKS = env.int("TASTE_TRACKS", 50)
MAX_NUDGES = env.int("MAX_NUDGES", 100)
TASTE_STARS = env.int("TASTE_STARS", 60)

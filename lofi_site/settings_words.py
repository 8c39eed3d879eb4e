"""The part of the settings that is about prompts: what people say in words about the track they want."""

from __future__ import annotations

from environs import Env

env = Env()

MAX_PROMPT = env.int("MAX_PROMPT", 1000)

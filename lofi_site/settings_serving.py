"""The part of the settings that says how much a process takes on; ``gunicorn.py`` has its threads."""

from __future__ import annotations

from environs import Env

env = Env()

WEB_AT_ONCE = env.int("WEB_AT_ONCE", 2)
MAX_WAITING = env.int("MAX_WAITING", 96)
MAX_WAIT_SECONDS = env.float("MAX_WAIT_SECONDS", 2.0)
RETRY_AFTER_SECONDS = env.int("RETRY_AFTER_SECONDS", 2)
MODEL_MAX_AGE = env.float("MODEL_MAX_AGE", 1.0)

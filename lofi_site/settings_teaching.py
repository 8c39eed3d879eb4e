"""The part of the settings that is about what teaches the model: docs/decisions/0602-teaching.md tells why."""

from __future__ import annotations

from environs import Env

env = Env()

TEACH_WEIGHTS = {
    "like": env.float("TEACH_LIKE", 1.0),
    "save": env.float("TEACH_SAVE", 1.0),
    "listen": env.float("TEACH_LISTEN", 0.2),
    "win": env.float("TEACH_WIN", 0.5),
    "loss": env.float("TEACH_LOSS", -0.25),
    "skip": env.float("TEACH_SKIP", -0.3),
    "unlike": env.float("TEACH_UNLIKE", -0.3),
}
TEACH_OWN = env.float("TEACH_OWN", 0.5)
TEACH_SHARE = env.float("TEACH_SHARE", 0.1)
TEACH_EACH = env.int("TEACH_EACH", 1000)
TEACH_NEAR = env.float("TEACH_NEAR", 1.0)
MAX_LESSONS = env.int("MAX_LESSONS", 10_000)
MAX_SIGNALS = env.int("MAX_SIGNALS", 200_000)
TEACH_FORGET_HOURS = env.int("TEACH_FORGET_HOURS", 24)
MAX_HEARD = env.int("MAX_HEARD", 50)

"""The part of the settings that is about moderation."""

from __future__ import annotations

from environs import Env

env = Env()

MAX_REPORT_CHARACTERS = env.int("MAX_REPORT_CHARACTERS", 1000)
MAX_APPEAL_CHARACTERS = env.int("MAX_APPEAL_CHARACTERS", 2000)
CLAIM_MINUTES = env.int("CLAIM_MINUTES", 10)
APPEAL_DAYS = env.int("APPEAL_DAYS", 20)
KEEP_DAYS = env.int("KEEP_DAYS", 30)
SANCTION_DAYS = [1, 7, 30, 0]
"""How long moderators may silence and suspend; 0 is for good."""

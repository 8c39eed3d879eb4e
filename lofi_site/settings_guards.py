"""The part of the settings that guards the site by itself: docs/decisions/0502-guards.md tells what for."""

from __future__ import annotations

from environs import Env

env = Env()

THROTTLE_RATES = {
    "music": env.str("THROTTLE_MUSIC", "300/minute"),
    "read": env.str("THROTTLE_READ", "1200/minute"),
    "write": env.str("THROTTLE_WRITE", "120/minute"),
    "write_new": env.str("THROTTLE_WRITE_NEW", "30/minute"),
    "claim": env.str("THROTTLE_CLAIM", "60/hour"),
    "export": env.str("THROTTLE_EXPORT", "5/hour"),
    "play": env.str("THROTTLE_PLAY", "300/hour"),
}
NEW_ACCOUNT_DAYS = env.int("NEW_ACCOUNT_DAYS", 2)
NEW_ACCOUNT_PUBLISHES = env.int("NEW_ACCOUNT_PUBLISHES", 20)

RING_ACCOUNT_DAYS = env.int("RING_ACCOUNT_DAYS", 7)
RING_WINDOW_HOURS = env.int("RING_WINDOW_HOURS", 24)
RING_VOTES = env.int("RING_VOTES", 10)
RING_SHARE = env.float("RING_SHARE", 0.6)
RING_LIFT = env.float("RING_LIFT", 5.0)
RING_MEMBERS = env.int("RING_MEMBERS", 20)
UNPROVEN_VOTES = env.int("UNPROVEN_VOTES", 3)
WORDS_MAX_AGE = env.float("WORDS_MAX_AGE", 1.0)

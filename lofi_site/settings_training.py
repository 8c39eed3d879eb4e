"""The part of the settings that is about fine-tuning the model on what members like."""

from __future__ import annotations

from environs import Env, validate

env = Env()

TRAINING_SIGNALS = env.int("TRAINING_SIGNALS", 200)
TRAINING_REST_HOURS = env.int("TRAINING_REST_HOURS", 24)
TRAINING_SAMPLES = env.int("TRAINING_SAMPLES", 25_600, validate=validate.Range(64))
TRAINING_REPLAY = env.float("TRAINING_REPLAY", 0.5, validate=validate.Range(0.1, 0.9))
TRAINING_CORPUS = env.str("TRAINING_CORPUS", "")
TRAINING_MINUTES = env.int("TRAINING_MINUTES", 30)
TRAINING_MEMORY_MB = env.int("TRAINING_MEMORY_MB", 2000)
TRAINING_FREE_MB = env.int("TRAINING_FREE_MB", 200)
TRAINING_STALE_SECONDS = env.int("TRAINING_STALE_SECONDS", 60, validate=validate.Range(5))
TRAINING_ATTEMPTS = env.int("TRAINING_ATTEMPTS", 5)
TRAINING_MIN_LISTENERS = env.int("TRAINING_MIN_LISTENERS", 5)
TRAINING_MIN_VOTES = env.int("TRAINING_MIN_VOTES", 60)
TRAINING_VOTE_SHARE = env.float("TRAINING_VOTE_SHARE", 0.4, validate=validate.Range(0, 1))
TRAINING_GATE_SAMPLES = env.int("TRAINING_GATE_SAMPLES", 1000, validate=validate.Range(1))

"""The part of the settings that is about what must not be lost: mail on its way, exports under way, backups."""

from __future__ import annotations

from typing import Any

from environs import Env

env = Env()

MAIL_CLAIM_SECONDS = env.int("MAIL_CLAIM_SECONDS", 120)
MAIL_TRIES = env.int("MAIL_TRIES", 8)
MAIL_SWEEP = env.int("MAIL_SWEEP", 100)
EXPORT_RETRY_SECONDS = env.int("EXPORT_RETRY_SECONDS", 120)
UPKEEP_SECONDS = env.float("UPKEEP_SECONDS", 60.0)

CELERY_BEAT_SCHEDULER = "lofi_site.beat:SteadyScheduler"
_ONCE = {"expires": UPKEEP_SECONDS}
UPKEEP_SCHEDULE: dict[str, Any] = {
    "send-waiting-mail": {"task": "accounts.mail_queue.send_waiting", "schedule": UPKEEP_SECONDS, "options": _ONCE},
    "take-up-exports": {"task": "accounts.tasks.take_up_exports", "schedule": UPKEEP_SECONDS, "options": _ONCE},
}
BROKER_PATIENCE: dict[str, Any] = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0.1,
    "interval_max": 0.1,
    "socket_connect_timeout": 2,
}
"""A visitor waits for an answer, not for a broker: what it was to be told is found by a sweep."""
BACKUP_DIR = env.str("BACKUP_DIR", "")
BACKUP_KEEP = env.int("BACKUP_KEEP", 0)

"""The part of the settings that is about background work: its broker, its queues, and what is done when."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environs import Env
from kombu import Exchange, Queue

from lofi_site.settings_paths import DATA_DIR
from lofi_site.settings_redis import REDIS_URL
from lofi_site.settings_upkeep import BROKER_PATIENCE, UPKEEP_SCHEDULE

env = Env()

# A broker made of files, unless a URL names another.
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", "") or REDIS_URL or "filesystem://"
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {}
TASK_SECONDS = env.int("TASK_SECONDS", 1800)
CELERY_VISIBILITY_SECONDS = env.int("CELERY_VISIBILITY_SECONDS", 7200)
if TASK_SECONDS < 1:
    raise ImproperlyConfigured("TASK_SECONDS must be at least 1.")
if TASK_SECONDS >= CELERY_VISIBILITY_SECONDS:
    raise ImproperlyConfigured(
        f"CELERY_VISIBILITY_SECONDS ({CELERY_VISIBILITY_SECONDS}) must be more than TASK_SECONDS ({TASK_SECONDS}): "
        "Redis would hand out a task that is still being done a second time."
    )
REDIS_TRANSPORT = {
    **BROKER_PATIENCE,
    # names of its own beside the cache's, which may lie in the same database
    "global_keyprefix": "lofi-queue:",
    "visibility_timeout": CELERY_VISIBILITY_SECONDS,
    "socket_timeout": 5,
}
if CELERY_BROKER_URL.startswith("filesystem://"):
    _QUEUE, _CONTROL = DATA_DIR / "queue", DATA_DIR / "queue-control"
    for _folder in (_QUEUE, _CONTROL):
        _folder.mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(_QUEUE),
        "data_folder_out": str(_QUEUE),
        "control_folder": str(_CONTROL),
        "store_processed": False,
        "polling_interval": env.float("CELERY_POLL_SECONDS", 0.2),
    }
elif CELERY_BROKER_URL.startswith(("redis://", "rediss://", "unix://")):
    CELERY_BROKER_TRANSPORT_OPTIONS = REDIS_TRANSPORT
else:
    CELERY_BROKER_TRANSPORT_OPTIONS = BROKER_PATIENCE
CELERY_BROKER_CONNECTION_TIMEOUT = 2
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# a request that hands over work waits for a broker that is away no longer than this
CELERY_TASK_PUBLISH_RETRY_POLICY = {"max_retries": 1, "interval_start": 0.0, "interval_step": 0.2, "interval_max": 0.2}
CELERY_IMPORTS = ["accounts.mail_queue", "accounts.signup"]
# a queue's routing key is told: Celery would give both the first one's, and each message to both
CELERY_TASK_QUEUES = [Queue(name, Exchange(name), routing_key=name) for name in ("serving", "training")]
CELERY_TASK_DEFAULT_QUEUE = "serving"
CELERY_TASK_ROUTES = {"generator.training.tasks.*": {"queue": "training"}}
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TRACK_STARTED = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SOFT_TIME_LIMIT = TASK_SECONDS
CELERY_TASK_TIME_LIMIT = TASK_SECONDS + 60
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE = {
    "age-ranks": {"task": "generator.tasks.age_ranks", "schedule": 3600.0},
    "delete-for-good": {"task": "playlists.moderation.tasks.delete_for_good", "schedule": 3600.0},
    "raise-for-rings": {"task": "playlists.moderation.tasks.raise_for_rings", "schedule": 300.0},
    "end-sanctions": {"task": "playlists.moderation.tasks.end_sanctions", "schedule": 300.0},
    "forget-request-counts": {"task": "accounts.tasks.forget_request_counts", "schedule": 3600.0},
    "forget-task-failures": {"task": "accounts.tasks.forget_task_failures", "schedule": 3600.0},
    "forget-signals": {"task": "generator.teaching.tasks.forget_withdrawn", "schedule": 3600.0},
    "forget-unverified": {"task": "accounts.signup.forget_unverified", "schedule": 3600.0},
    "community-top": {"task": "playlists.tasks.make_community_top", "schedule": 3600.0},
    "index-tracks": {"task": "generator.tasks.index_tracks", "schedule": 3600.0},
    "release-proven-likes": {"task": "generator.tasks.release_proven", "schedule": 3600.0},
    "release-proven-votes": {"task": "playlists.tasks.release_proven", "schedule": 3600.0},
    "sweep-exports": {"task": "accounts.tasks.sweep_exports", "schedule": 3600.0},
    "tend-training": {"task": "generator.training.tasks.tend", "schedule": 10.0, "options": {"expires": 10}},
    "train-if-due": {"task": "generator.training.tasks.train_if_due", "schedule": 3600.0},
    **UPKEEP_SCHEDULE,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(DATA_DIR / "celery-schedule")

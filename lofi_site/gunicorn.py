"""gunicorn's settings: two processes by default, loaded once and forked."""

from __future__ import annotations

import os
from typing import Any

from environs import Env

env = Env()
host, port = env.str("HOST", "127.0.0.1"), env.int("PORT", 8000)
bind = f"{host}:{port}"
workers = env.int("WEB_PROCESSES", 2)
worker_class = "gthread"
threads = env.int("WEB_THREADS", 4)
timeout = 30
graceful_timeout = 10
keepalive = 5
preload_app = True
limit_request_line = 8190
"""A latent in the query of /decode takes up to 2,500 characters."""
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 (heartbeat files; never on disk)
loglevel = "warning"


def when_ready(server: Any) -> None:
    print(f"lofi: serving on http://{bind.replace('0.0.0.0', 'localhost')}/", flush=True)  # noqa: S104


def post_worker_init(worker: Any) -> None:
    """Load the network before the first listener comes."""
    from django.db import connection

    from generator.registry import active_sampler

    active_sampler()
    connection.close()

"""gunicorn's settings: two processes by default, loaded once and forked."""

from __future__ import annotations

import gc
import logging
from typing import Any

from environs import Env

from lofi_site import multiprocess
from lofi_site.settings_observability import LOGGING

env = Env()
host, port = env.str("HOST", "127.0.0.1"), env.int("PORT", 8000)
bind = f"{host}:{port}"
workers = env.int("WEB_PROCESSES", 2)
worker_class = "lofi_site.fair_worker.FairWorker"
threads = env.int("WEB_THREADS", 128)
"""Most of them wait: for a listener's bytes, or for their turn (``overload.py``)."""
timeout = 30
graceful_timeout = 10
keepalive = 5
preload_app = True
limit_request_line = 8190
"""A latent in the query of /decode takes up to 2,500 characters."""
worker_tmp_dir = str(multiprocess.MEMORY) if multiprocess.MEMORY.is_dir() else None  # heartbeats, not on disk
loglevel = "warning"
logconfig_dict = LOGGING
multiprocess.prepare()


def when_ready(server: Any) -> None:
    print(f"lofi: serving on http://{bind.replace('0.0.0.0', 'localhost')}/", flush=True)  # noqa: S104  # nosec B104  # words, no address


def post_worker_init(worker: Any) -> None:
    """Load the network before the first listener comes. Without a database the process starts all the same."""
    from django.db import DatabaseError, connection

    from generator.registry import active_sampler

    try:
        active_sampler()
    except DatabaseError as error:
        logging.getLogger(__name__).error("the model waits for the database: %s", error)
    finally:
        connection.close()
    _collect_less()


def _collect_less() -> None:
    """The application is no garbage: to look through all of it took 90 ms, in the middle of one answer in twenty."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def child_exit(server: Any, worker: Any) -> None:
    """What a process that ended still had under way is under way no more."""
    from prometheus_client.multiprocess import mark_process_dead

    mark_process_dead(worker.pid)  # type: ignore[no-untyped-call]

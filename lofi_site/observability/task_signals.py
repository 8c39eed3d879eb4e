"""One line and one count for each background task, under the number of the request that asked for it."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from contextvars import Token
from typing import Any

from celery import signals
from structlog.contextvars import bind_contextvars, reset_contextvars

from lofi_site.observability import request_ids
from lofi_site.observability.metrics import TASK_SECONDS, TASKS

logger = logging.getLogger("lofi_site.task")
_running: dict[str, tuple[float, Mapping[str, Token[Any]]]] = {}


def connect() -> None:
    signals.before_task_publish.connect(_hand_on, dispatch_uid="observability-publish")
    signals.task_prerun.connect(_begin, dispatch_uid="observability-begin")
    signals.task_failure.connect(_tell_failure, dispatch_uid="observability-failure")
    signals.task_retry.connect(_tell_retry, dispatch_uid="observability-retry")
    signals.task_postrun.connect(_end, dispatch_uid="observability-end")


def _hand_on(headers: dict[str, Any], **kwargs: Any) -> None:
    number = request_ids.current()
    if number:
        headers[request_ids.KEY] = number


def _begin(task_id: str, task: Any, **kwargs: Any) -> None:
    number = task.request.get(request_ids.KEY) or request_ids.current()
    tokens = bind_contextvars(task=task.name, task_id=task_id, **({request_ids.KEY: number} if number else {}))
    _running[task_id] = (time.perf_counter(), tokens)


def _tell_failure(exception: BaseException, **kwargs: Any) -> None:
    logger.error("task failed", exc_info=exception)


def _tell_retry(reason: Any, **kwargs: Any) -> None:
    cause = getattr(reason, "exc", None) or reason
    logger.warning("task will be tried again", exc_info=cause if isinstance(cause, BaseException) else None)


def _end(task_id: str, task: Any, state: str | None, **kwargs: Any) -> None:
    begun, tokens = _running.pop(task_id, (None, {}))
    if begun is None:
        return
    seconds, ended = time.perf_counter() - begun, state or "UNKNOWN"
    TASKS.labels(task.name, ended).inc()
    TASK_SECONDS.labels(task.name).observe(seconds)
    # what runs by the clock, and well, would be most of the log
    level = logging.INFO if ended != "SUCCESS" or request_ids.current() else logging.DEBUG
    logger.log(level, "task", extra={"state": ended, "ms": round(seconds * 1000, 1)})
    reset_contextvars(**tokens)

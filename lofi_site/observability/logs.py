"""Lines of the log: for people who develop, and as JSON without anything personal.

All code logs with the standard library; structlog gives the lines their form. In JSON, of an exception its type and
its frames are told, and not what it says; lines of other libraries keep their own words and numbers, and lose what was
filled in: either may name somebody.
"""

from __future__ import annotations

import logging
import re
import sys
from http.client import responses
from pathlib import Path
from typing import Any

import structlog
from structlog.stdlib import ProcessorFormatter
from structlog.tracebacks import ExceptionDictTransformer
from structlog.typing import EventDict, Processor

OURS = ("accounts", "generator", "playlists", "lofi_site", "py.warnings")
FIELDS = ("method", "route", "status", "ms", "bytes", "state")
"""What a line of ours may carry besides its words."""
GONE = "…"
_ROOT = Path(__file__).resolve().parents[2]
_ADDRESS = re.compile(r"[^\s@<>\"'(=]+@[^\s@<>\"'),]+|\b\d{1,3}(?:\.\d{1,3}){3}\b")
_traceback = ExceptionDictTransformer(show_locals=False, max_frames=20)


class ImpersonalFormatter(ProcessorFormatter):
    """Takes out of each record what may name somebody, before it is written."""

    def format(self, record: logging.LogRecord) -> str:
        return super().format(impersonal(record))


def impersonal(record: logging.LogRecord) -> logging.LogRecord:
    """A copy without what was filled in by others."""
    copy = logging.makeLogRecord(record.__dict__)
    ours = record.name.startswith(OURS)
    if not ours and hasattr(record, "request"):  # Django's lines on requests end with their path
        copy.msg, copy.args = responses.get(getattr(record, "status_code", 0), "Request"), ()
    elif isinstance(record.args, dict):
        copy.args = {key: _without_text(value, ours) for key, value in record.args.items()}
    else:
        copy.args = tuple(_without_text(value, ours) for value in record.args or ())
    copy.msg = _ADDRESS.sub(GONE, _message(copy))
    copy.args = ()
    return copy


def _without_text(value: object, ours: bool) -> object:
    if isinstance(value, BaseException):
        return type(value).__name__
    return value if ours or isinstance(value, int | float) else GONE


def _message(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):  # a template that wants a number where there was something else
        return str(record.msg)


def _where(logger: Any, method: str, event: EventDict) -> EventDict:
    """The exception as types and frames, the outermost first."""
    raised = event.pop("exc_info", None)
    if raised and raised[0]:
        event["exception"] = [
            {"type": each["exc_type"], "frames": [_frame(frame) for frame in each["frames"]]}
            for each in _traceback(raised)
        ]
    event.pop("stack_info", None)
    return event


def _frame(frame: dict[str, Any]) -> str:
    path = frame["filename"].rpartition("site-packages/")[2].removeprefix(f"{_ROOT}/")
    return f"{path}:{frame['lineno']} {frame['name']}"


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=FIELDS),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]


def json_formatter() -> logging.Formatter:
    render = structlog.processors.JSONRenderer(ensure_ascii=False)
    return ImpersonalFormatter(
        foreign_pre_chain=[*_shared(), _where], processors=[ProcessorFormatter.remove_processors_meta, render]
    )


def text_formatter() -> logging.Formatter:
    render = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback, timestamp_key="time"
    )
    return ProcessorFormatter(
        foreign_pre_chain=_shared(), processors=[ProcessorFormatter.remove_processors_meta, render]
    )

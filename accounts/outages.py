"""What is told while the database is away, or the disk is full: a 503 that names when to come back, not a 500.

A connection that broke is thrown away with the request that found it broken, so nothing has to be started anew.
"""

from __future__ import annotations

import errno
import logging
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

RETRY_AFTER = 5
"""Seconds."""
AWAY = "Our database is away for a moment. Please try again."
FULL = "Our disk is full: nothing can be kept for now, all that was kept is there. Please try again later."
_FULL_ERRNO = (errno.ENOSPC, errno.EDQUOT)
_SQLITE_FULL, _SQLITE_AWAY = 13, (5, 6, 8, 10, 14)
"""SQLITE_FULL; BUSY, LOCKED, READONLY, IOERR and CANTOPEN: https://www.sqlite.org/rescode.html."""
_POSTGRES_FULL, _POSTGRES_AWAY = "53100", ("08", "40", "53", "55P03", "57", "58")
"""disk_full; beginnings of SQLSTATE: https://www.postgresql.org/docs/current/errcodes-appendix.html."""


def reason(error: BaseException | None) -> str:
    """What to tell about ``error``; nothing when it is a fault of ours."""
    return next((words for each in _chain(error) if (words := _words(each))), "")


@contextmanager
def left_out_when_full() -> Iterator[None]:
    """For what is noted in passing, outside of transactions: a full disk must not keep anybody from reading."""
    try:
        yield
    except OperationalError as error:
        if reason(error) != FULL:
            raise
        logger.warning("the disk is full: not noted")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from: a view may wrap what the database raised."""
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__


def _words(error: BaseException) -> str:
    if isinstance(error, OSError) and error.errno in _FULL_ERRNO:
        return FULL
    if not isinstance(error, OperationalError | InterfaceError):
        return ""
    cause = error.__cause__
    code = getattr(cause, "sqlite_errorcode", None)
    return _of_postgres(getattr(cause, "sqlstate", None)) if code is None else _of_sqlite(code)


def _of_sqlite(code: int) -> str:
    """The lowest byte is the error, what stands above it tells more of it."""
    primary = code & 0xFF
    return FULL if primary == _SQLITE_FULL else AWAY if primary in _SQLITE_AWAY else ""


def _of_postgres(state: str | None) -> str:
    """Without a SQLSTATE it was the connection: nobody was there to give one."""
    if state == _POSTGRES_FULL:
        return FULL
    return AWAY if state is None or state.startswith(_POSTGRES_AWAY) else ""

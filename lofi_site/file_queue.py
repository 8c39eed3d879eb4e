"""kombu's queue of files, made to bear a full disk: a message is there whole or not at all.

Its own writes under the final name. What is cut off, or read in between, ends each worker that meets it.
"""

from __future__ import annotations

import logging
import os
import uuid
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from kombu.exceptions import ChannelError
from kombu.transport import filesystem
from kombu.utils.json import dumps

logger = logging.getLogger(__name__)


class Channel(filesystem.Channel):
    # kombu's two base classes name its arguments differently
    def _put(self, queue: str, payload: dict[str, Any], **kwargs: Any) -> None:  # type: ignore[override]
        """Raises ChannelError; nothing of the message stays then."""
        name = f"{round(monotonic() * 1000)}_{uuid.uuid4()}.{queue}.msg"
        part = Path(self.data_folder_out) / f".{name}.part"  # no queue's name ends so
        try:
            part.write_text(dumps(payload), encoding="utf-8")
            os.rename(part, part.with_name(name))
        except OSError as error:
            part.unlink(missing_ok=True)
            raise ChannelError(f"Cannot queue a message for {queue}: {error}") from error

    def _get(self, queue: str, timeout: float | None = None) -> Any:
        """The next message; one that can't be read is thrown away, as what it was about is in the database."""
        try:
            return super()._get(queue)
        except ValueError:
            logger.warning("a message for %s was cut off, and is thrown away", queue)
            raise Empty from None

    def _queue_bind(self, exchange: str, *names: Any) -> None:
        """The table of an exchange that was cut off is written anew."""
        try:
            super()._queue_bind(exchange, *names)
        except ValueError:
            self._exchange_file(exchange).unlink(missing_ok=True)  # type: ignore[attr-defined]
            super()._queue_bind(exchange, *names)


class Transport(filesystem.Transport):
    Channel = Channel

"""Mail on its way: as data that a queue can carry, and in development as files."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as ReadMessage
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.core.mail.backends.console import EmailBackend as ConsoleBackend


def pack(message: EmailMessage) -> dict[str, Any]:
    """Text mail as JSON. Attachments are refused: ValueError."""
    if message.attachments:
        raise ValueError("mail with attachments cannot be queued")
    return {
        "subject": str(message.subject),
        "body": str(message.body),
        "from_email": message.from_email,
        "to": list(message.to),
        "cc": list(message.cc),
        "bcc": list(message.bcc),
        "reply_to": list(message.reply_to),
        "headers": {name: str(value) for name, value in message.extra_headers.items()},
        "alternatives": [[str(content), kind] for content, kind in getattr(message, "alternatives", [])],
    }


def deliver(packed: dict[str, Any]) -> None:
    """Hand packed mail to the server, or to whatever stands in for it. Raises OSError and SMTPException."""
    connection = get_connection(settings.MAIL_DELIVERY_BACKEND)
    EmailMultiAlternatives(**packed, connection=connection).send()


class DevelopmentBackend(ConsoleBackend):
    """Prints mail and keeps it in ``MAIL_DIR``, a file each."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        settings.MAIL_DIR.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            keep(message)
        return int(super().send_messages(email_messages) or 0)


def keep(message: EmailMessage) -> Path:
    """Write the mail under a name that sorts by time; whoever lists the folder sees it whole or not at all."""
    path = Path(settings.MAIL_DIR) / f"{time.time_ns():020}-{uuid.uuid4().hex[:8]}.eml"
    part = path.with_suffix(".part")
    part.write_bytes(message.message().as_bytes())
    return part.rename(path)


@dataclass(frozen=True, slots=True)
class KeptMail:
    """Mail that was kept, to be read in development."""

    to: str
    subject: str
    date: str
    body: str


def kept_mail(*, limit: int = 50) -> list[KeptMail]:
    """The last ``limit`` mails, newest first."""
    paths = sorted(Path(settings.MAIL_DIR).glob("*.eml"), reverse=True)[:limit]
    return [_read(message_from_bytes(path.read_bytes(), policy=policy.default)) for path in paths]


def _read(message: ReadMessage) -> KeptMail:
    text = message.get_body(("plain",))
    body = text.get_content() if text else ""
    return KeptMail(str(message["to"]), str(message["subject"]), str(message["date"]), body)

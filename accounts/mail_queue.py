"""Django's way of sending mail, as a hand-over to the worker."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from smtplib import SMTPException
from typing import Any

from celery import shared_task
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts import mail

TRIES = 8
"""Attempts to reach the mail server; the last is made about two hours after the first."""


@shared_task(autoretry_for=(OSError, SMTPException), retry_backoff=60, retry_backoff_max=3600, max_retries=TRIES - 1)
def deliver_mail(packed: dict[str, Any]) -> None:
    mail.deliver(packed)


class QueuedBackend(BaseEmailBackend):
    """Queues mail once the transaction holds. So no answer takes longer because a mail server was spoken to."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            transaction.on_commit(partial(deliver_mail.delay, mail.pack(message)))
        return len(email_messages)

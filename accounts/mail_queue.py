"""Django's way of sending mail, as a row for the worker to send."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from celery import shared_task
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from accounts import outbox
from accounts.handover import hand_over


@shared_task
def deliver_mail(key: int) -> None:
    outbox.deliver(key)


@shared_task
def send_waiting() -> None:
    outbox.sweep()


class QueuedBackend(BaseEmailBackend):
    """Keeps mail as part of the transaction, and has it sent once that holds: no answer waits for a mail server."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        for message in email_messages:
            transaction.on_commit(partial(hand_over, deliver_mail, outbox.put(message)))
        return len(email_messages)

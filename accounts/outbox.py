"""Mail that is to be sent, as rows: written with what it tells of, deleted once the mail server has it.

The queue only says that there is something to send; what it loses is found by a sweep. A process that is killed
between the server's yes and the row's end makes a letter go out twice, under the same Message-ID.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.message import make_msgid
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from accounts import mail
from accounts.models import OutgoingMail

logger = logging.getLogger(__name__)
FIRST_WAIT, LONGEST_WAIT = 60, 3600
"""Seconds from one try to the next: the first, doubled each time, up to the longest."""


class GivenUp(Exception):
    """A letter that could not be sent in ``MAIL_TRIES`` tries. It is not kept any longer."""


def put(message: EmailMessage) -> int:
    """The key of the new row. ValueError for what can't be sent later, such as attachments."""
    content = mail.pack(message)
    content["headers"].setdefault("Message-ID", make_msgid(domain=settings.SITE_URL.rpartition("/")[2].split(":")[0]))
    return OutgoingMail.objects.create(content=content).pk


def deliver(key: int) -> bool:
    """Send the letter, in one process at a time. False when it is not sent now: it went, is another's, or waits.

    Raises GivenUp after the last try.
    """
    letter = _claim(key)
    if letter is None:
        return False
    try:
        mail.deliver(letter.content)
    except (OSError, SMTPException, ValueError) as error:
        _put_off(letter, error)
        return False
    letter.delete()
    return True


def sweep() -> int:
    """Send what is due, the oldest first, until one can't be sent; answers how many went."""
    sent = 0
    for key in list(_due().order_by("due").values_list("pk", flat=True)[: settings.MAIL_SWEEP]):
        if not deliver(key):
            break
        sent += 1
    return sent


def _claim(key: int) -> OutgoingMail | None:
    until = timezone.now() + timedelta(seconds=settings.MAIL_CLAIM_SECONDS)
    if not _due().filter(pk=key).update(due=until, tries=F("tries") + 1):
        return None
    return OutgoingMail.objects.filter(pk=key).first()


def _due() -> QuerySet[OutgoingMail]:
    """A time further away than any wait is one that was written before the clock was set back."""
    now: datetime = timezone.now()
    beyond = now + timedelta(seconds=2 * max(LONGEST_WAIT, settings.MAIL_CLAIM_SECONDS))
    return OutgoingMail.objects.filter(Q(due__lte=now) | Q(due__gt=beyond))


def _put_off(letter: OutgoingMail, error: Exception) -> None:
    if letter.tries >= settings.MAIL_TRIES:
        letter.delete()
        raise GivenUp(f"a letter could not be sent in {letter.tries} tries") from error
    seconds = min(FIRST_WAIT * 2 ** (letter.tries - 1), LONGEST_WAIT)
    # what the server said names the recipient: the log tells its type
    logger.warning("a letter could not be sent, the next try is in %s s", seconds, exc_info=error)
    OutgoingMail.objects.filter(pk=letter.pk).update(due=timezone.now() + timedelta(seconds=seconds))

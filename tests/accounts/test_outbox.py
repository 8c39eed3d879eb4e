"""Mail on its way: claimed by one process, put off, given up, and swept when the queue has lost it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import LazySettings
from django.core import mail
from django.core.mail import EmailMessage
from django.utils import timezone

from accounts import outbox
from accounts.mail_queue import deliver_mail, send_waiting
from accounts.models import OutgoingMail
from tests.ports import free_port

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def delivery(settings: LazySettings) -> None:
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture
def no_server(settings: LazySettings) -> None:
    """The mail server is away: nobody listens where it should be."""
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.smtp.EmailBackend"


def written(subject: str = "Hello") -> int:
    return outbox.put(EmailMessage(subject, "Come in.", "lofi@example.org", ["alice@example.org"]))


def subjects() -> list[str]:
    return [letter.subject for letter in mail.outbox]


def test_letter_is_sent_and_gone() -> None:
    deliver_mail(written())
    assert (subjects(), OutgoingMail.objects.count()) == (["Hello"], 0)


def test_letter_that_comes_twice_is_sent_once() -> None:
    key = written()
    assert (outbox.deliver(key), outbox.deliver(key), subjects()) == (True, False, ["Hello"])


def test_letter_of_another_process_is_left_to_it_until_its_time_is_over(settings: LazySettings) -> None:
    key = written()
    outbox._claim(key)  # and then that process is killed
    assert outbox.deliver(key) is False
    with time_machine.travel(timezone.now() + timedelta(seconds=settings.MAIL_CLAIM_SECONDS + 1)):
        send_waiting()
    assert subjects() == ["Hello"]


def test_letter_keeps_its_message_id_from_one_try_to_the_next() -> None:
    first = OutgoingMail.objects.get(pk=written()).content["headers"]["Message-ID"]
    send_waiting()
    assert mail.outbox[0].message()["Message-ID"] == first


def test_sweep_sends_the_oldest_first() -> None:
    for subject in ("First", "Second", "Third"):
        written(subject)
    assert (outbox.sweep(), subjects()) == (3, ["First", "Second", "Third"])


def test_sweep_ends_at_the_first_that_can_not_be_sent(no_server: None) -> None:
    for subject in ("First", "Second"):
        written(subject)
    assert outbox.sweep() == 0
    assert list(OutgoingMail.objects.order_by("pk").values_list("tries", flat=True)) == [1, 0]


def test_waits_get_longer_and_the_last_try_is_after_about_two_hours(no_server: None) -> None:
    key, began, tries = written(), timezone.now(), []
    with time_machine.travel(began, tick=False) as clock:
        for _ in range(7):
            tries.append(round((timezone.now() - began).total_seconds() / 60))
            assert outbox.deliver(key) is False
            clock.move_to(OutgoingMail.objects.get(pk=key).due)
        tries.append(round((timezone.now() - began).total_seconds() / 60))
        with pytest.raises(outbox.GivenUp, match="8 tries"):
            outbox.deliver(key)
    assert (tries, OutgoingMail.objects.count()) == ([0, 1, 3, 7, 15, 31, 63, 123], 0)


def test_clock_set_back_does_not_hold_mail_for_a_day(no_server: None, settings: LazySettings) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        outbox.deliver(written())
    settings.MAIL_DELIVERY_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert (outbox.sweep(), subjects()) == (1, ["Hello"])

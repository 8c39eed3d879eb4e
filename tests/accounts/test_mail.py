"""Mail: queued, delivered, kept in development, refused in production without a server."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, EmailMultiAlternatives, get_connection
from django.db import transaction
from django.test import Client

from accounts.mail import deliver, keep, kept_mail, pack
from accounts.mail_queue import deliver_mail
from accounts.models import OutgoingMail
from lofi_site.mail_url import parse_mail_url

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


def letter(subject: str = "Hello", body: str = "Come in: http://localhost/x?a=1&b=2") -> EmailMessage:
    return EmailMessage(subject, body, "lofi@example.org", ["alice@example.org"])


@pytest.mark.django_db(transaction=True)
def test_mail_is_kept_with_the_transaction_and_not_without_it() -> None:
    connection = get_connection("accounts.mail_queue.QueuedBackend")
    with transaction.atomic():
        connection.send_messages([letter()])
    with transaction.atomic():
        connection.send_messages([letter("Never")])
        transaction.set_rollback(True)
    assert [row.content["subject"] for row in OutgoingMail.objects.all()] == ["Hello"]


@pytest.mark.django_db
def test_queue_is_told_once_the_transaction_holds(django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as callbacks:
        get_connection("accounts.mail_queue.QueuedBackend").send_messages([letter()])
    (call,) = callbacks
    assert call.args == (deliver_mail, OutgoingMail.objects.get().pk)


def test_packed_mail_arrives_as_it_was(settings: LazySettings) -> None:
    settings.MAIL_DELIVERY_BACKEND = LOCMEM
    sent = EmailMultiAlternatives("Hé", "body", "lofi@example.org", ["a@example.org"], headers={"X-Kind": "test"})
    sent.attach_alternative("<p>body</p>", "text/html")
    deliver(pack(sent))
    got = mail.outbox[-1]
    assert (got.subject, got.body, got.to, got.extra_headers) == ("Hé", "body", ["a@example.org"], {"X-Kind": "test"})
    assert [tuple(each) for each in got.alternatives] == [("<p>body</p>", "text/html")]


def test_mail_with_attachments_is_refused() -> None:
    message = letter()
    message.attach("a.txt", "x")
    with pytest.raises(ValueError, match="attachments"):
        pack(message)


def test_development_keeps_mail_newest_first(settings: LazySettings, tmp_path: Path, capsys: object) -> None:
    settings.MAIL_DIR = tmp_path / "mail"
    settings.MAIL_DELIVERY_BACKEND = "accounts.mail.DevelopmentBackend"
    assert kept_mail() == []
    deliver(pack(letter("First"))), deliver(pack(letter("Second", "ünï")))
    assert [(each.subject, each.to) for each in kept_mail()] == [
        ("Second", "alice@example.org"),
        ("First", "alice@example.org"),
    ]
    assert kept_mail()[0].body.strip() == "ünï"
    assert [each.subject for each in kept_mail(limit=1)] == ["Second"]


@pytest.mark.django_db
def test_mail_page_links_and_escapes(client: Client, settings: LazySettings, tmp_path: Path) -> None:
    settings.MAIL_DIR = tmp_path
    keep(letter("<b>bold</b>", "<script>alert(1)</script> http://localhost/x?a=1"))
    page = client.get("/mail/").text
    assert "<script>alert" not in page
    assert "&lt;b&gt;bold" in page
    assert '<a href="http://localhost/x?a=1"' in page


@pytest.mark.django_db
def test_mail_page_is_not_there_in_production(client: Client, settings: LazySettings) -> None:
    settings.PRODUCTION = True
    assert client.get("/mail/").status_code == 404


@pytest.mark.parametrize(
    ("url", "port", "tls", "ssl"),
    [
        ("smtp://u%40x:p%3A@mail.example", 587, True, False),
        ("smtps://u%40x:p%3A@mail.example", 465, False, True),
        ("smtp+plain://u%40x:p%3A@mail.example:2525", 2525, False, False),
    ],
)
def test_mail_url_is_read(url: str, port: int, tls: bool, ssl: bool) -> None:
    found = parse_mail_url(url)
    assert (found["EMAIL_HOST"], found["EMAIL_HOST_USER"], found["EMAIL_HOST_PASSWORD"]) == (
        "mail.example",
        "u@x",
        "p:",
    )
    assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (port, tls, ssl)


@pytest.mark.parametrize("url", ["mail.example", "http://mail.example", "smtp://", "smtp:///x"])
def test_mail_url_that_is_none_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="smtp://user:password@host:587"):
        parse_mail_url(url)

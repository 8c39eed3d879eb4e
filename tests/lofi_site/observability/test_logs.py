"""What is written, and what is not: nothing in the log names anybody."""

from __future__ import annotations

import logging
from decimal import Decimal

import pytest
from celery import shared_task
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from accounts.models import User
from lofi_site.observability import logs
from tests.accounts.people import PASSWORD, link_in_last_mail, log_in
from tests.lofi_site.observability.conftest import Log

NAME, EMAIL, ADDRESS, BROWSER = "wendeline", "w.abel@post.example", "203.0.113.77", "Wendelines-Telefon"
PERSONAL = (NAME, EMAIL, "w.abel", ADDRESS, BROWSER, PASSWORD, "second-secret-8", "sought-word", "wrong-guess")


@shared_task
def write_to(address: str) -> str:
    if address == EMAIL:
        raise ValueError(f"no such person: {address}, {NAME}")
    return address


def said(log: Log, message: object, *args: object, name: str = "somebody.else") -> str:
    logging.getLogger(name).warning(message, *args)
    return str(log.lines[-1]["event"])


@pytest.mark.parametrize(
    ("message", "args", "event"),
    [
        ("Cannot connect to %s: %s", ("amqp://lofi:secret@host", OSError("secret")), "Cannot connect to …: OSError"),
        ("in %d of %.1f", (3, 0.5), "in 3 of 0.5"),
        ("%r", (["alice"],), "'…'"),
        ("%d", (Decimal(3),), "%d"),
        ("to %(who)s in %(s)d s", ({"who": "alice", "s": 3},), "to … in 3 s"),
        ("mail to alice@example.org from 203.0.113.9", (), "mail to … from …"),
        ("mail to <alice@example.org>, retry", (), "mail to <…>, retry"),
    ],
)
def test_other_libraries_keep_their_words_and_numbers(log: Log, message: str, args: tuple, event: str) -> None:
    assert said(log, message, *args) == event


def test_our_own_lines_keep_their_words_and_lose_what_errors_said(log: Log) -> None:
    event = said(log, "the run %s failed: %s", "calm-rain", ValueError("alice"), name="generator.training.work")
    assert event == "the run calm-rain failed: ValueError"


def test_exception_is_told_as_types_and_frames(log: Log) -> None:
    try:
        try:
            raise KeyError("alice")
        except KeyError as error:
            raise ValueError("bob") from error
    except ValueError:
        logging.getLogger("accounts.x").exception("broken")
    found = log.lines[-1]["exception"]
    assert [each["type"] for each in found] == ["ValueError", "KeyError"]
    (frame,) = found[0]["frames"]
    assert frame.startswith("tests/lofi_site/observability/test_logs.py:")
    assert ("alice" in log.text, "bob" in log.text) == (False, False)


def test_frames_of_libraries_begin_with_their_package(log: Log) -> None:
    try:
        User.objects.get(nonsense=1)
    except Exception:
        logging.getLogger("accounts.x").exception("broken")
    assert log.lines[-1]["exception"][0]["frames"][-1].startswith("django/db/models/")


def test_fields_that_nobody_foresaw_are_left_out(log: Log) -> None:
    logging.getLogger("lofi_site.x").info("task", extra={"state": "SUCCESS", "data": {"args": "alice"}})
    assert {"state", "data"} & set(log.lines[-1]) == {"state"}


def test_development_has_one_readable_line_with_all_that_was_said() -> None:
    record = logging.LogRecord("accounts.x", logging.ERROR, __file__, 1, "mail to %s", ("alice@example.org",), None)
    line = logs.text_formatter().format(record)
    assert line.count("\n") == 0
    assert line.split("Z ", 1)[1].split() == ["[error", "]", "mail", "to", "alice@example.org", "[accounts.x]"]


@pytest.mark.django_db(transaction=True)
def test_walk_through_the_site_leaves_nothing_personal_in_the_log(log: Log, settings: LazySettings) -> None:
    client = Client(REMOTE_ADDR=ADDRESS, headers={"User-Agent": BROWSER, "X-Forwarded-For": ADDRESS})
    client.raise_request_exception = False
    join(client)
    fail_to_enter(client)
    forget_password(client)
    break_things(client, settings)
    seen = {(line["logger"], line["event"]) for line in log.lines}
    assert {("django.request", "Internal Server Error"), ("lofi_site.task", "task failed")} <= seen
    assert len(log.of("lofi_site.request")) >= 12
    assert [word for word in PERSONAL if word in log.text] == []


def join(client: Client) -> None:
    client.post("/account/signup/", {"username": NAME, "email": EMAIL, "password1": PASSWORD})
    assert mail.outbox[-1].to == [EMAIL]
    assert client.post(link_in_last_mail())["Location"] == "/"
    assert client.get(f"/@{NAME}?q=sought-word").status_code == 200
    client.post("/account/logout/")


def fail_to_enter(client: Client) -> None:
    log_in(client, EMAIL, "wrong-guess")
    log_in(client, NAME)
    client.post("/account/logout/")
    client.get("/", headers={"Host": f"{NAME}.example"})
    client.get(f"/nowhere/{NAME}")
    strict = Client(enforce_csrf_checks=True, REMOTE_ADDR=ADDRESS)
    assert strict.post(f"/account/login/?next=/@{NAME}", {"login": EMAIL}).status_code == 403


def forget_password(client: Client) -> None:
    client.post("/account/password/reset/", {"email": EMAIL})
    form_at = client.get(link_in_last_mail())["Location"]
    new = {"password1": "second-secret-8", "password2": "second-secret-8"}
    assert client.post(form_at, new).status_code == 302


def break_things(client: Client, settings: LazySettings) -> None:
    write_to.apply(args=["nobody"])
    write_to.apply(args=[EMAIL])
    settings.ROOT_URLCONF = "tests.lofi_site.broken_urls"
    assert client.get(f"/?q=sought-word&name={NAME}").status_code == 500

"""Nobody learns who has an account: not by words, nor by status, nor by time.

Times are those of real calls with real Argon2; both kinds take turns. One that fails is made anew.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from accounts.models import User
from tests.accounts.people import PASSWORD, log_in, member
from tests.accounts.timing import compare, measure

TRIES = 30
ATTEMPTS = 3
"""By chance alone one comparison in a hundred tells the same apart, three in a row one in a million."""
GUESS = "brass-candle-3"
"""What the stranger types; Alice's own password is another."""
SECRETS = re.compile(r'(csrfmiddlewaretoken" value=")[^"]+')


@pytest.fixture(autouse=True)
def no_credential_limits(settings: LazySettings) -> None:
    settings.ACCOUNT_RATE_LIMITS = False


def seen(response: Any, *typed: str) -> tuple[int, str, str]:
    """All that an answer shows, but for tokens and for what was typed in."""
    text = SECRETS.sub(r"\1", response.text)
    for word in typed:
        text = text.replace(word, "…")
    return response.status_code, response.headers.get("Location", ""), text


def enter(login: str, password: str = GUESS) -> Any:
    return log_in(Client(), login, password)


def join(name: str, email: str) -> Any:
    return Client().post("/account/signup/", {"username": name, "email": email, "password1": GUESS})


def ask(email: str) -> Any:
    return Client().post("/account/password/reset/", {"email": email})


def same_time(known: Callable[[int], Any], unknown: Callable[[int], Any]) -> None:
    known(-1), unknown(-1)
    found = []
    for attempt in range(ATTEMPTS):
        start = attempt * TRIES
        pairs = measure(lambda n, at=start: known(at + n), lambda n, at=start: unknown(at + n), tries=TRIES)
        found.append(compare(pairs))
        print(f"{found[-1].difference * 1000:+.1f} ms, noise {found[-1].noise * 1000:.1f} ms")
        if found[-1].is_the_same:
            return
    pytest.fail(f"each of {ATTEMPTS} comparisons told them apart: {found}")


@pytest.mark.parametrize(
    ("known", "unknown"), [("alice", "charlie"), ("alice@example.org", "charlie@example.org")], ids=["name", "address"]
)
def test_log_in_answers_alike(alice: User, known: str, unknown: str) -> None:
    assert seen(enter(known), known) == seen(enter(unknown), unknown)


def test_log_in_answers_alike_for_the_unverified_and_those_shut_out(alice: User) -> None:
    member("bob", verified=False)
    User.objects.create_user("dora", "dora@example.org", PASSWORD, is_active=False)
    answers = [seen(enter(login), login) for login in ("charlie", "bob", "bob@example.org", "dora")]
    assert answers[1:] == answers[:-1]


def test_reset_answers_alike_and_always_sends_a_letter(alice: User) -> None:
    assert seen(ask("alice@example.org")) == seen(ask("charlie@example.org"))
    assert [letter.to[0] for letter in mail.outbox] == ["alice@example.org", "charlie@example.org"]


def test_signup_answers_alike_and_always_sends_a_letter(alice: User) -> None:
    assert seen(join("one", "alice@example.org")) == seen(join("two", "charlie@example.org"))
    assert [letter.to[0] for letter in mail.outbox] == ["alice@example.org", "charlie@example.org"]


def test_what_can_be_tried_after_signing_up_tells_nothing(alice: User) -> None:
    """Whether the name is taken now, and whether the new password fits, with the name or with the address."""
    answers = []
    for name, email in (("guess-1", "alice@example.org"), ("guess-2", "charlie@example.org")):
        join(name, email)
        tries = [join(name, "x@example.org"), enter(name, GUESS), enter(email, GUESS), ask(email)]
        answers.append([seen(each, name, email) for each in tries])
    assert answers[0] == answers[1]
    assert EmailAddress.objects.filter(verified=True).count() == 1


@pytest.mark.slow
@pytest.mark.alone
def test_log_in_by_name_takes_the_same_time(alice: User) -> None:
    same_time(lambda n: enter("alice"), lambda n: enter("charlie"))


@pytest.mark.slow
@pytest.mark.alone
def test_log_in_by_address_takes_the_same_time(alice: User) -> None:
    same_time(lambda n: enter("alice@example.org"), lambda n: enter("charlie@example.org"))


@pytest.mark.slow
@pytest.mark.alone
def test_reset_takes_the_same_time(alice: User) -> None:
    same_time(lambda n: ask("alice@example.org"), lambda n: ask("charlie@example.org"))


@pytest.mark.slow
@pytest.mark.alone
def test_signup_takes_the_same_time(alice: User) -> None:
    same_time(
        lambda n: join(f"known{n}", "alice@example.org"), lambda n: join(f"unknown{n}", f"charlie{n}@example.org")
    )


@pytest.mark.slow
@pytest.mark.alone
def test_comparison_sees_what_allauth_by_itself_would_tell(alice: User, settings: LazySettings) -> None:
    """Its own sign-up computes no hash for a known address, its own log-in two instead of one."""
    settings.AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
    settings.ACCOUNT_FORMS = {}
    by_address = measure(lambda n: enter("alice@example.org"), lambda n: enter("charlie@example.org"), tries=12)
    by_signup = measure(
        lambda n: join(f"known{n}", "alice@example.org"),
        lambda n: join(f"unknown{n}", f"charlie{n}@example.org"),
        tries=12,
    )
    assert [compare(pairs).is_the_same for pairs in (by_address, by_signup)] == [False, False]


@pytest.mark.slow
@pytest.mark.alone
def test_comparison_sees_forty_milliseconds() -> None:
    noise = random.Random(1)

    def call(n: int) -> None:
        time.sleep(0.02 + noise.expovariate(200))

    def slower(n: int) -> None:
        time.sleep(0.06 + noise.expovariate(200))

    assert compare(measure(call, call, tries=TRIES)).is_the_same
    assert not compare(measure(slower, call, tries=TRIES)).is_the_same
    assert not compare(measure(call, slower, tries=TRIES)).is_the_same


def test_comparison_sees_forty_milliseconds_on_a_machine_that_stutters() -> None:
    noise = random.Random(2)
    times = [
        (0.1 + noise.gauss(0, 0.02) + 0.4 * (noise.random() < 0.15), 0.1 + noise.gauss(0, 0.02)) for _ in range(30)
    ]
    assert compare(times).is_the_same
    assert not compare([(one + 0.04, other) for one, other in times]).is_the_same

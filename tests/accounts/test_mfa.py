"""The second factor: turned on, asked for, replaced by a recovery code, turned off."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import LazySettings
from django.core import mail
from django.test import Client

from accounts import encryption
from accounts.models import User
from tests.accounts.people import is_in, log_in, member, prove
from tests.e2e.members import totp

pytestmark = pytest.mark.django_db
SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"


@pytest.fixture
def alice() -> User:
    """She has an authenticator app, and recovery codes."""
    alice = member("alice")
    TOTP.activate(alice, SECRET)
    RecoveryCodes.activate(alice)
    return alice


def test_seeds_are_not_readable_in_the_database(alice: User) -> None:
    stored = [str(row.data) for row in Authenticator.objects.filter(user=alice).order_by("type")]
    assert ["fernet:" in data for data in stored] == [True, True]
    assert [SECRET in data for data in stored] == [False, False]


def test_seed_of_before_is_read_as_it_is() -> None:
    assert encryption.decrypt(SECRET) == SECRET


def test_seed_outlives_a_change_of_the_key(settings: LazySettings) -> None:
    stored, settings.SECRET_KEY_FALLBACKS = encryption.encrypt(SECRET), [settings.SECRET_KEY]
    settings.SECRET_KEY = "n" * 50
    assert encryption.decrypt(stored) == SECRET


def test_code_of_a_seed_whose_key_is_lost_is_refused(client: Client, alice: User, settings: LazySettings) -> None:
    settings.SECRET_KEY = "n" * 50
    log_in(client, "alice")
    assert "This code does not fit" in enter(client, totp(SECRET)).text
    assert not is_in(client)


def enter(client: Client, code: str):
    return client.post("/account/2fa/authenticate/", {"code": code})


def test_app_is_turned_on_by_its_code(client: Client) -> None:
    alice = member("alice")
    log_in(client, "alice")
    prove(client)
    secret = client.get("/account/2fa/totp/activate/").context["form"].secret
    wrong = client.post("/account/2fa/totp/activate/", {"code": "000000"})
    assert "This code does not fit" in wrong.text
    secret = wrong.context["form"].secret or secret
    assert client.post("/account/2fa/totp/activate/", {"code": totp(secret)}).status_code == 302
    kinds = sorted(Authenticator.objects.filter(user=alice).values_list("type", flat=True))
    assert kinds == ["recovery_codes", "totp"]


def test_password_alone_lets_nobody_in(client: Client, alice: User) -> None:
    assert log_in(client, "alice")["Location"] == "/account/2fa/authenticate/"
    assert not is_in(client)
    assert client.get("/account/email/").status_code == 302


def test_code_lets_in_once(client: Client, alice: User) -> None:
    code = totp(SECRET)
    log_in(client, "alice")
    assert enter(client, code)["Location"] == "/"
    assert is_in(client)
    again = Client()
    log_in(again, "alice")
    assert "This code does not fit" in enter(again, code).text
    assert not is_in(again)


def test_recovery_code_lets_in_once(client: Client, alice: User) -> None:
    code = Authenticator.objects.get(type="recovery_codes").wrap().get_unused_codes()[0]
    log_in(client, "alice")
    assert enter(client, code)["Location"] == "/"
    again = Client()
    log_in(again, "alice")
    assert enter(again, code).status_code == 200


def test_sixth_wrong_code_is_a_429(client: Client, alice: User) -> None:
    log_in(client, "alice")
    assert [enter(client, "000000").status_code for _ in range(6)] == [200] * 5 + [429]


def test_app_is_turned_off_by_who_proves_themselves(client: Client, alice: User) -> None:
    log_in(client, "alice")
    enter(client, totp(SECRET))
    prove(client)
    assert client.post("/account/2fa/totp/deactivate/").status_code == 302
    assert not Authenticator.objects.exists()


def test_member_with_a_second_factor_may_change_the_address(client: Client, alice: User) -> None:
    log_in(client, "alice")
    enter(client, totp(SECRET))
    prove(client)
    client.post("/account/email/", {"email": "new@example.org", "action_add": ""})
    assert mail.outbox[-1].to == ["new@example.org"]


def test_pages_with_keys_have_no_script_of_their_own(client: Client, alice: User) -> None:
    assert "script src" not in client.get("/account/login/").text.replace('<script type="module"', "")
    log_in(client, "alice")
    assert "onload" not in client.get("/account/2fa/authenticate/").text

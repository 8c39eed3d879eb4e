"""Whatever is sent to the pages of accounts, they answer it: with a form, a redirect or a refusal, never a fault."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.test import Client

from accounts.models import User
from tests.accounts.people import log_in, member, prove

pytestmark = pytest.mark.django_db
ODD = [
    "",
    "\0",
    "x" * 5000,
    "😀",
    "{}",
    "[]",
    "null",
    '"x"',
    '{"id": 1}',
    '{"response": {}}',
    '{"response": null}',
    "1e999",
]
CREDENTIALS = [
    *ODD,
    '{"response": {"userHandle": "MQ"}}',
    '{"response": {"userHandle": 5}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"userHandle": "MQ"}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30", "authenticatorData": "eA",'
    ' "signature": "eA", "userHandle": "MQ"}}',
    '{"id": "eA", "rawId": "eA", "type": "public-key", "response": {"clientDataJSON": "e30",'
    ' "attestationObject": "oA"}}',
]
FINE = (200, 302, 400, 403, 404, 405, 429)


@pytest.fixture
def alice() -> User:
    alice = member("alice")
    TOTP.activate(alice, "A" * 32)
    RecoveryCodes.activate(alice)
    return alice


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("login", ("login", "password")),
        ("signup", ("username", "email", "password1")),
        ("password/reset", ("email",)),
        ("password/reset/key/1-set-password", ("password1", "password2")),
    ],
)
def test_visitors_forms_take_anything(client: Client, odd: str, path: str, fields: tuple[str, ...]) -> None:
    response = client.post(f"/account/{path}/?next={odd}", dict.fromkeys(fields, odd))
    assert response.status_code in FINE


@pytest.mark.parametrize(
    "path", ["password/reset/key/z-x", "confirm-email/x:y:z", "password/reset/key/%F0-%00", "2fa/webauthn/keys/9/edit"]
)
def test_broken_links_are_answered(client: Client, path: str) -> None:
    assert client.get(f"/account/{path}/").status_code in FINE


@pytest.mark.parametrize("credential", CREDENTIALS)
def test_keys_that_are_none_are_refused(client: Client, alice: User, credential: str) -> None:
    client.get("/account/2fa/webauthn/login/", headers={"Accept": "application/json"})
    assert client.post("/account/2fa/webauthn/login/", {"credential": credential}).status_code in FINE
    log_in(client, "alice")
    client.get("/account/2fa/authenticate/")
    assert client.post("/account/2fa/authenticate/", {"credential": credential}).status_code in FINE
    assert "_auth_user_id" not in client.session


@pytest.mark.slow
@pytest.mark.parametrize("credential", CREDENTIALS)
def test_new_keys_that_are_none_are_refused(client: Client, credential: str) -> None:
    alice = member("alice")
    log_in(client, "alice")
    prove(client)
    client.get("/account/2fa/webauthn/add/")
    form = {"credential": credential, "name": "x", "passwordless": "on"}
    assert client.post("/account/2fa/webauthn/add/", form).status_code in FINE
    assert not Authenticator.objects.filter(user=alice).exists()


@pytest.mark.slow
@pytest.mark.parametrize("odd", ODD)
def test_members_forms_take_anything(client: Client, odd: str) -> None:
    member("alice")
    log_in(client, "alice")
    prove(client)
    forms = {
        "email": {"email": odd, "action_add": ""},
        "password/change": {"oldpassword": odd, "password1": odd, "password2": odd},
        "2fa/totp/activate": {"code": odd},
        "2fa/reauthenticate": {"code": odd},
        "reauthenticate": {"password": odd},
    }
    for path, form in forms.items():
        assert client.post(f"/account/{path}/?next={odd}", form).status_code in FINE, path
    for action in ("action_send", "action_remove", "action_primary"):
        assert client.post("/account/email/", {"email": odd, action: ""}).status_code in FINE, action

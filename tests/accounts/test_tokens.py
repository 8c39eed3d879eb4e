"""Keys for programs: shown once, kept as a hash, good for no more than they say."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import tokens
from accounts.models import ApiToken, User
from tests import library
from tests.accounts.people import PASSWORD, prove

BODY = {"score": library.LEGACY}


def made(user: User, scope: str = "write", days: int | None = None) -> str:
    return tokens.create(user=user, name="radio", scope=scope, days=days)[1]


def enter(client: Client, user: User) -> None:
    client.force_login(user)
    prove(client)


def bearing(key: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
    return client


def test_key_is_its_members_call(alice: User) -> None:
    key = made(alice)
    assert bearing(key).get("/api/v1/me").json() == {
        "id": alice.public_id,
        "name": "alice",
        "display_name": "alice",
    }
    assert bearing(key).post("/api/v1/tracks", BODY).status_code == 201
    assert alice.tracks.count() == 1


def test_key_has_256_random_bits_and_is_kept_as_a_hash_alone(alice: User) -> None:
    key = made(alice)
    assert key.startswith("lofi_")
    assert len(key) == 48
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM accounts_apitoken")
        row = [str(value) for value in cursor.fetchone()]
    assert not [value for value in row if key[5:] in value]
    assert len({made(alice) for _ in range(5)}) == 5


def test_key_that_may_read_stores_nothing(alice: User) -> None:
    client = bearing(made(alice, "read"))
    track = library.track(alice)
    answer = client.post("/api/v1/tracks", BODY)
    assert (answer.status_code, answer.json()) == (403, {"detail": "This token may only read."})
    assert client.patch(f"/api/v1/tracks/{track.public_id}", {"title": "x"}).status_code == 403
    assert client.delete(f"/api/v1/tracks/{track.public_id}").status_code == 403
    assert client.post("/api/v1/me/claim", {"takes": [BODY]}).status_code == 403
    assert client.get(f"/api/v1/tracks/{track.public_id}").status_code == 200
    assert alice.tracks.count() == 1


def test_key_that_may_read_makes_music(alice: User) -> None:
    """What a visitor may do, it may: nothing is stored."""
    assert bearing(made(alice, "read")).post("/api/v1/generate", {"count": 1}).status_code == 200


@pytest.mark.parametrize("key", ["", "x", "lofi_" + "a" * 43, "lofi_" + "é" * 43, "lofi_\x00" + "a" * 42])
@pytest.mark.parametrize("path", ["/api/v1/me", "/api/v1/model", "/api/v1/tracks"])
def test_wrong_key_is_a_401_and_nobodys_call(alice: User, key: str, path: str) -> None:
    client = bearing(key)
    client.force_login(alice)  # a session beside it does not help
    answer = client.get(path)
    assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="lofi"')


def test_revoked_key_is_dead_at_once(alice: User, client: Client) -> None:
    key = made(alice)
    client.force_login(alice)
    answer = client.post(f"/account/tokens/{alice.tokens.get().public_id}/revoke/")
    assert answer.status_code == 302
    assert bearing(key).get("/api/v1/me").status_code == 401


def test_expired_key_is_dead(alice: User) -> None:
    key = made(alice, days=30)
    with time_machine.travel(timezone.now() + timedelta(days=29, hours=23)):
        assert bearing(key).get("/api/v1/me").status_code == 200
    with time_machine.travel(timezone.now() + timedelta(days=30)):
        assert bearing(key).get("/api/v1/me").status_code == 401


def test_key_of_somebody_who_was_shut_out_is_dead(alice: User) -> None:
    key = made(alice)
    User.objects.filter(pk=alice.pk).update(is_active=False)
    assert bearing(key).get("/api/v1/me").status_code == 401


def test_last_use_is_written_once_a_minute(alice: User) -> None:
    key, start = made(alice), timezone.now()
    used = []
    for seconds in (1, 30, 62):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            bearing(key).get("/api/v1/me")
        used.append(round((ApiToken.objects.get().last_used - start).total_seconds()))
    assert used == [1, 1, 62]


def test_member_has_so_many_and_no_more(alice: User, settings: LazySettings) -> None:
    settings.MAX_TOKENS = 2
    made(alice), made(alice)
    with pytest.raises(ValidationError, match="You have 2 tokens, which is the limit"):
        made(alice)
    assert alice.tokens.count() == 2


def test_calls_are_limited_by_account_however_they_come(alice: User, settings: LazySettings) -> None:
    settings.THROTTLE_RATES = {**settings.THROTTLE_RATES, "read": "2/minute"}
    session = APIClient()
    session.force_login(alice)
    answers = [
        session.get("/api/v1/me"),
        bearing(made(alice)).get("/api/v1/me"),
        bearing(made(alice)).get("/api/v1/me"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 429]


@pytest.mark.parametrize(
    "path", ["/account/tokens/", "/account/profile/", "/account/data/", "/account/delete/", "/account/email/"]
)
def test_key_opens_no_page(alice: User, path: str) -> None:
    """So no token makes tokens, or changes how one logs in."""
    answer = bearing(made(alice)).get(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/account/login/")


class TestPage:
    def test_session_that_was_left_open_makes_none(self, alice: User, client: Client) -> None:
        client.force_login(alice)
        answer = client.post("/account/tokens/", {"name": "radio", "scope": "read", "days": "30"})
        assert answer["Location"] == "/account/reauthenticate/?next=%2Faccount%2Ftokens%2F"
        assert not alice.tokens.exists()

    def test_what_was_asked_for_is_made_once_the_password_is_given(self, alice: User, client: Client) -> None:
        client.force_login(alice)
        asked = client.post("/account/tokens/", {"name": "radio", "scope": "read", "days": "30"})
        answer = client.post(asked["Location"], {"password": PASSWORD})
        assert bearing(answer.context["key"]).get("/api/v1/me").status_code == 200

    def test_key_is_shown_in_one_answer(self, alice: User, client: Client) -> None:
        enter(client, alice)
        answer = client.post("/account/tokens/", {"name": "radio", "scope": "read", "days": "30"})
        key = answer.context["key"]
        assert bearing(key).get("/api/v1/me").status_code == 200
        assert (key in answer.text, "no-store" in answer["Cache-Control"]) == (True, True)
        again = client.get("/account/tokens/").text
        assert (key in again, "radio" in again) == (False, True)
        assert (alice.tokens.get().expires - timezone.now()).days == 29

    def test_token_without_an_end_is_possible(self, alice: User, client: Client) -> None:
        enter(client, alice)
        client.post("/account/tokens/", {"name": "radio", "scope": "write", "days": ""})
        assert (alice.tokens.get().expires, alice.tokens.get().scope) == (None, "write")

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"name": ""}, "This field is required."),
            ({"name": "x" * 51}, "at most 50 characters (it has 51)"),
            ({"name": "a\x00b"}, "Null characters are not allowed."),
            ({"name": "a\u202eb"}, "Must not hold control characters."),
            ({"scope": "admin"}, "admin is not one of the available choices."),
            ({"days": "-1"}, "-1 is not one of the available choices."),
        ],
    )
    def test_broken_form_makes_none(self, alice: User, client: Client, change: dict[str, Any], words: str) -> None:
        enter(client, alice)
        answer = client.post("/account/tokens/", {"name": "radio", "scope": "read", "days": "30", **change})
        assert answer.status_code == 400
        assert words in answer.text
        assert not alice.tokens.exists()

    def test_full_house_is_told(self, alice: User, client: Client, settings: LazySettings) -> None:
        settings.MAX_TOKENS = 1
        made(alice)
        enter(client, alice)
        answer = client.post("/account/tokens/", {"name": "radio", "scope": "read", "days": "30"})
        assert (answer.status_code, "which is the limit" in answer.text) == (400, True)

"""The interface against its own description: no answer is a 500, none is undocumented."""

from __future__ import annotations

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from accounts import tokens
from accounts.models import User
from lofi_site.wsgi import application
from tests import library
from tests.accounts.people import member

CALLS = {
    "/api/v1/blend": ["POST"],
    "/api/v1/decode": ["POST"],
    "/api/v1/encode": ["POST"],
    "/api/v1/generate": ["POST"],
    "/api/v1/import": ["POST"],
    "/api/v1/me": ["GET"],
    "/api/v1/me/claim": ["POST"],
    "/api/v1/model": ["GET"],
    "/api/v1/playlists/default": ["GET"],
    "/api/v1/playlists/{playlist_id}": ["GET"],
    "/api/v1/tracks": ["GET", "POST"],
    "/api/v1/tracks/{track_id}": ["DELETE", "GET", "PATCH"],
    "/api/v1/vary": ["POST"],
    "/decode": ["GET"],
}
EACH = [(path, method) for path, methods in CALLS.items() for method in methods]
CHECKS = (not_a_server_error, response_schema_conformance, status_code_conformance)


def probe(path: str, method: str, headers: dict[str, str], own: dict[str, str]) -> None:
    """Calls that the description allows; those with a place for an id are made with drawn ids and with real ones."""
    described = schemathesis.openapi.from_wsgi("/api/schema?format=json", application)

    @hypothesis_settings(
        max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
    )
    @given(case=described[path][method].as_strategy())
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS, headers=headers)
        if case.path_parameters:
            case.path_parameters = own
            case.call_and_validate(checks=CHECKS, headers=headers)

    check()


def stored(owner: User) -> dict[str, str]:
    """Ids of a track and a playlist that the owner has."""
    track = library.track(owner)
    made = library.playlist(owner, "Mine", track)
    return {"track_id": track.public_id, "playlist_id": made.public_id}


def of(path: str, ids: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in ids.items() if "{%s}" % name in path}  # noqa: UP031


@pytest.mark.parametrize(("path", "method"), EACH)
def test_call_of_a_visitor_keeps_to_its_schema(transactional_db: None, no_limits: None, path: str, method: str) -> None:
    probe(path, method, {}, of(path, stored(member("alice"))))


@pytest.mark.parametrize(("path", "method"), EACH)
def test_call_of_a_member_keeps_to_its_schema(transactional_db: None, no_limits: None, path: str, method: str) -> None:
    alice = member("alice")
    key = tokens.create(user=alice, name="probe", scope="write", days=None)[1]
    probe(path, method, {"Authorization": f"Bearer {key}"}, of(path, stored(alice)))


def test_schema_is_openapi_3_1(client: Client, db: None) -> None:
    description = client.get("/api/schema?format=json").json()
    assert description["openapi"] == "3.1.1"
    found = {path: sorted(method.upper() for method in methods) for path, methods in description["paths"].items()}
    assert found == CALLS
    assert description["components"]["securitySchemes"]["token"]["scheme"] == "bearer"

"""The interface against its own description: no answer is a 500, none is undocumented."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest
import schemathesis
from django.conf import LazySettings
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance
from schemathesis.specs.openapi.schemas import OpenApiSchema

from accounts import tokens
from accounts.models import User
from generator.taste import nudges, owning
from lofi_site.wsgi import application
from playlists import curation
from tests import library
from tests.accounts.people import member, staff
from tests.generator.training.world import done_run
from tests.playlists.moderation.staff import case

CALLS = {
    "/api/v1/blend": ["POST"],
    "/api/v1/curation/features": ["GET", "POST"],
    "/api/v1/curation/features/order": ["PUT"],
    "/api/v1/curation/features/{feature_id}": ["DELETE", "PATCH"],
    "/api/v1/decode": ["POST"],
    "/api/v1/encode": ["POST"],
    "/api/v1/generate": ["POST"],
    "/api/v1/import": ["POST"],
    "/api/v1/me": ["GET"],
    "/api/v1/me/claim": ["POST"],
    "/api/v1/me/lessons": ["GET"],
    "/api/v1/me/lessons/{lesson_id}": ["DELETE"],
    "/api/v1/me/playlists": ["GET"],
    "/api/v1/me/teaching": ["GET", "PUT"],
    "/api/v1/model": ["GET"],
    "/api/v1/pairs": ["GET"],
    "/api/v1/pairs/{pair_id}": ["POST"],
    "/api/v1/playlists/default": ["GET"],
    "/api/v1/playlists": ["GET", "POST"],
    "/api/v1/playlists/import": ["POST"],
    "/api/v1/playlists/{playlist_id}": ["DELETE", "GET", "PATCH"],
    "/api/v1/playlists/{playlist_id}/editors": ["POST"],
    "/api/v1/playlists/{playlist_id}/editors/{name}": ["DELETE"],
    "/api/v1/playlists/{playlist_id}/export": ["GET"],
    "/api/v1/playlists/{playlist_id}/follow": ["DELETE", "PUT"],
    "/api/v1/playlists/{playlist_id}/fork": ["POST"],
    "/api/v1/playlists/{playlist_id}/invitation": ["DELETE", "POST"],
    "/api/v1/playlists/{playlist_id}/order": ["PUT"],
    "/api/v1/playlists/{playlist_id}/tracks": ["POST"],
    "/api/v1/playlists/{playlist_id}/tracks/{entry_id}": ["DELETE"],
    "/api/v1/playlists/{playlist_id}/vote": ["PUT"],
    "/api/v1/reports": ["POST"],
    "/api/v1/signals": ["POST"],
    "/api/v1/me/reports": ["GET"],
    "/api/v1/moderation/cases/{case_id}/claim": ["DELETE", "PUT"],
    "/api/v1/moderation/cases/{case_id}/takes": ["GET"],
    "/api/v1/tracks/{track_id}/play": ["POST"],
    "/api/v1/tracks": ["GET", "POST"],
    "/api/v1/tracks/{track_id}/like": ["DELETE", "PUT"],
    "/api/v1/me/likes": ["GET"],
    "/api/v1/me/radio": ["GET"],
    "/api/v1/me/taste": ["DELETE", "GET", "POST"],
    "/api/v1/me/taste/link": ["DELETE", "POST"],
    "/api/v1/me/taste/nudges/{nudge_id}": ["DELETE"],
    "/api/v1/taste/{key}/radio": ["GET"],
    "/api/v1/people": ["GET"],
    "/api/v1/tracks/{track_id}": ["DELETE", "GET", "PATCH"],
    "/api/v1/cross": ["POST"],
    "/api/v1/moods": ["GET"],
    "/api/v1/radio": ["GET"],
    "/api/v1/tracks/{track_id}/lineage": ["GET"],
    "/api/v1/tracks/{track_id}/replay": ["POST"],
    "/api/v1/tracks/{track_id}/similar": ["GET"],
    "/api/v1/listen/{run_id}/{number}": ["GET", "PUT"],
    "/api/v1/training/roll-back": ["POST"],
    "/api/v1/training/runs": ["POST"],
    "/api/v1/training/runs/{run_id}": ["GET"],
    "/api/v1/training/runs/{run_id}/cancel": ["POST"],
    "/api/v1/training/runs/{run_id}/promote": ["POST"],
    "/api/v1/vary": ["POST"],
    "/decode": ["GET"],
    "/predict": ["GET"],
}
EACH = [(path, method) for path, methods in CALLS.items() for method in methods]
CHECKS = (not_a_server_error, response_schema_conformance, status_code_conformance)


@cache
def description() -> OpenApiSchema:
    """Asked for and read once, not once a test."""
    return schemathesis.openapi.from_wsgi("/api/schema?format=json", application)


def probe(path: str, method: str, headers: dict[str, str], own: dict[str, str]) -> None:
    """Calls that the description allows; those with a place for an id are made with drawn ids and with real ones."""

    @hypothesis_settings(
        max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
    )
    @given(case=description()[path][method].as_strategy())
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
    entry = made.entries.get().public_id
    of_staff = {"case_id": track.public_id, "feature_id": track.public_id}  # never there for who asks
    of_staff |= {"lesson_id": track.public_id, "pair_id": track.public_id, "run_id": track.public_id}
    own = {
        "track_id": track.public_id,
        "playlist_id": made.public_id,
        "entry_id": entry,
        "name": owner.username,
        "number": "0",
    }
    of_taste = {
        "key": str(owning.share(member=owner).key),
        "nudge_id": nudges.nudge(member=owner, direction="more", latent=np.zeros(100))[0].public_id,
    }
    return {**own, **of_staff, **of_taste}


def of(path: str, ids: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in ids.items() if "{%s}" % name in path}  # noqa: UP031


@pytest.mark.slow
@pytest.mark.parametrize(("path", "method"), EACH)
def test_call_of_a_visitor_keeps_to_its_schema(transactional_db: None, no_limits: None, path: str, method: str) -> None:
    probe(path, method, {}, of(path, stored(member("alice"))))


@pytest.mark.slow
@pytest.mark.servers
@pytest.mark.parametrize(("path", "method"), EACH)
def test_call_of_a_member_keeps_to_its_schema(transactional_db: None, no_limits: None, path: str, method: str) -> None:
    alice = member("alice")
    key = tokens.create(user=alice, name="probe", scope="write", days=None)[1]
    probe(path, method, {"Authorization": f"Bearer {key}"}, of(path, stored(alice)))


OF_STAFF = ("/api/v1/curation/", "/api/v1/moderation/", "/api/v1/training/")
STAFFS = [
    (path, method) for path, method in EACH if path.split("/")[3:4] in (["curation"], ["moderation"], ["training"])
]


@pytest.mark.slow
@pytest.mark.servers
@pytest.mark.parametrize(("path", "method"), STAFFS)
def test_call_of_staff_keeps_to_its_schema(
    transactional_db: None, no_limits: None, settings: LazySettings, tmp_path: Path, path: str, method: str
) -> None:
    """What others are refused is done here, to things that are there."""
    settings.DATA_DIR = tmp_path
    ada, alice = staff("ada", "admin"), member("alice")
    key = tokens.create(user=ada, name="probe", scope="write", days=None)[1]
    track = library.track(alice, visibility="public")
    there = {
        "case_id": case(track, reporter=member("bob")).public_id,
        "feature_id": curation.create(curator=ada, thing=track).public_id,
        "run_id": done_run(tmp_path).public_id,
    }
    probe(path, method, {"Authorization": f"Bearer {key}"}, of(path, there))


def test_schema_is_openapi_3_1(client: Client, db: None) -> None:
    description = client.get("/api/schema?format=json").json()
    assert description["openapi"] == "3.1.1"
    found = {path: sorted(method.upper() for method in methods) for path, methods in description["paths"].items()}
    assert found == CALLS
    assert description["components"]["securitySchemes"]["token"]["scheme"] == "bearer"

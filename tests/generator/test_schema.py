"""The interface against its own description: no answer is a 500, none is undocumented."""

from __future__ import annotations

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import response_schema_conformance, status_code_conformance

from lofi_site.wsgi import application

CALLS = {
    "/api/v1/blend": "POST",
    "/api/v1/decode": "POST",
    "/api/v1/encode": "POST",
    "/api/v1/generate": "POST",
    "/api/v1/import": "POST",
    "/api/v1/model": "GET",
    "/api/v1/playlists/default": "GET",
    "/api/v1/vary": "POST",
    "/decode": "GET",
}
CHECKS = (not_a_server_error, response_schema_conformance, status_code_conformance)


@pytest.mark.parametrize(("path", "method"), CALLS.items())
def test_call_keeps_to_its_schema(transactional_db: None, no_limits: None, path: str, method: str) -> None:
    described = schemathesis.openapi.from_wsgi("/api/schema?format=json", application)

    @hypothesis_settings(
        max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
    )
    @given(case=described[path][method].as_strategy())
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(checks=CHECKS)

    check()


def test_schema_is_openapi_3_1(client: Client, db: None) -> None:
    description = client.get("/api/schema?format=json").json()
    assert description["openapi"] == "3.1.1"
    assert sorted(description["paths"]) == list(CALLS)

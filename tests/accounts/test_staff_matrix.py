"""Who of the staff is let in where: every address that is staff's, for each role.

An address that is added below one of ``PREFIXES``, and a model that is added to the admin, and not listed here fails.
What each role then does to curate is in tests/playlists/test_curation_roles.py.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver
from django.utils import timezone
from rest_framework.test import APIClient

from accounts import sanctions
from accounts.models import User
from tests.accounts.people import member, staff
from tests.accounts.test_permissions import routes

pytestmark = pytest.mark.usefixtures("no_limits")
PREFIXES = ("moderation", "curation", "training", "api/v1/moderation", "api/v1/curation", "api/v1/training")
EVERYBODY = ("visitor", "member", "curator", "moderator", "admin", "superuser", "suspended", "unproven")
"""``suspended`` and ``unproven`` are moderators: one can't log in, one lacks the second factor that is asked for."""
MODERATORS, CURATORS = {"moderator", "admin", "superuser"}, {"curator", "admin", "superuser"}
ADMINS, ALL_STAFF = {"admin", "superuser"}, {"curator", "moderator", "admin", "superuser"}
STAFFS: dict[tuple[str, str], set[str]] = {
    ("get", "moderation/log"): set(EVERYBODY),
    ("get", "moderation"): MODERATORS,
    ("get", "moderation/cases/<id:case_id>"): MODERATORS,
    ("form", "moderation/cases/<id:case_id>"): MODERATORS,
    ("get", "moderation/cases/<id:case_id>/cover.svg"): MODERATORS,
    ("get", "moderation/appeals"): MODERATORS,
    ("get", "moderation/appeals/<id:decision_id>"): MODERATORS,
    ("form", "moderation/appeals/<id:decision_id>"): MODERATORS,
    ("get", "moderation/decisions"): MODERATORS,
    ("form", "moderation/decisions/<id:decision_id>/undo"): MODERATORS,
    ("get", "api/v1/moderation/cases/<id:case_id>/takes"): MODERATORS,
    ("put", "api/v1/moderation/cases/<id:case_id>/claim"): MODERATORS,
    ("delete", "api/v1/moderation/cases/<id:case_id>/claim"): MODERATORS,
    ("get", "curation"): CURATORS,
    ("get", "curation/preview"): CURATORS,
    ("get", "api/v1/curation/features"): CURATORS,
    ("post", "api/v1/curation/features"): CURATORS,
    ("put", "api/v1/curation/features/order"): CURATORS,
    ("patch", "api/v1/curation/features/<id:feature_id>"): CURATORS,
    ("delete", "api/v1/curation/features/<id:feature_id>"): CURATORS,
    ("get", "training"): ADMINS,
    ("form", "training/start"): ADMINS,
    ("form", "training/roll-back/<slug:version>"): ADMINS,
    ("get", "training/<id:run_id>"): ADMINS,
    ("form", "training/<id:run_id>/cancel"): ADMINS,
    ("form", "training/<id:run_id>/promote"): ADMINS,
    ("get", "training/<id:run_id>/<slug:name>.png"): ADMINS,
    ("post", "api/v1/training/runs"): ADMINS,
    ("get", "api/v1/training/runs/<id:run_id>"): ADMINS,
    ("post", "api/v1/training/runs/<id:run_id>/cancel"): ADMINS,
    ("post", "api/v1/training/runs/<id:run_id>/promote"): ADMINS,
    ("post", "api/v1/training/roll-back"): ADMINS,
}
ADMIN: dict[str, set[str]] = {
    "account.emailaddress": ADMINS,
    "accounts.apitoken": ADMINS,
    "accounts.auditentry": MODERATORS,
    "accounts.blockedword": MODERATORS,
    "accounts.dailytally": ADMINS,
    "accounts.dataexport": ADMINS,
    "accounts.taskfailure": ADMINS,
    "accounts.user": MODERATORS,
    "auth.group": ADMINS,
    "generator.modelversion": ADMINS,
    "generator.track": ALL_STAFF,
    "mfa.authenticator": {"superuser"},
    "moderation.appeal": MODERATORS,
    "moderation.case": MODERATORS,
    "moderation.decision": MODERATORS,
    "moderation.report": MODERATORS,
    "playlists.feature": CURATORS,
    "playlists.playlist": ALL_STAFF,
    "socialaccount.socialaccount": {"superuser"},
    "training.finetunerun": ADMINS,
    "usersessions.usersession": {"superuser"},
}
"""Who sees the list of each model in the admin."""


def caller(role: str, settings: LazySettings, *, forms: bool) -> Client:
    settings.STAFF_NEED_SECOND_FACTOR = role == "unproven"
    client: Client = Client() if forms else APIClient()
    if role != "visitor":
        client.force_login(person(role))
    return client


def person(role: str) -> User:
    if role == "member":
        return member("bob")
    who = staff(role, "moderator" if role in ("suspended", "unproven") else role)
    if role == "suspended":
        sanctions.suspend(user=who, until=timezone.now() + timedelta(days=1))
    who.is_superuser = role == "superuser"
    who.save()
    return who


def outcome(answer: Any) -> str:
    """ "in" also of what is not there, or lacks something in its body: who is refused does not get that far."""
    if answer.status_code == 401 or (answer.status_code == 302 and "/login/" in answer["Location"]):
        return "log in"
    if answer.status_code == 302 and answer["Location"] == "/account/2fa/":
        return "second factor"
    return "refused" if answer.status_code == 403 else "in"


def expected(role: str, let_in: set[str], *, page: bool) -> str:
    if role in let_in:
        return "in"
    if role in ("visitor", "suspended"):
        return "log in"
    return "second factor" if page and role == "unproven" and "moderator" in let_in else "refused"


@pytest.mark.parametrize(("method", "route"), STAFFS, ids=" ".join)
def test_address_lets_in_whom_it_should(db: None, settings: LazySettings, method: str, route: str) -> None:
    path = "/" + route.replace("<id:case_id>", "2" * 11).replace("<id:decision_id>", "2" * 11)
    path = path.replace("<id:feature_id>", "2" * 11).replace("<id:run_id>", "2" * 11)
    path = path.replace("<slug:version>", "0" * 12).replace("<slug:name>", "learning")
    page = not route.startswith("api/")
    found = {}
    for role in EVERYBODY:
        client = caller(role, settings, forms=page)
        found[role] = outcome(getattr(client, "post" if method == "form" else method)(path, {}))
    assert found == {role: expected(role, STAFFS[method, route], page=page) for role in EVERYBODY}


def test_every_address_of_staff_is_listed() -> None:
    found = {route for route, _ in routes(get_resolver()) if route.startswith(PREFIXES)}
    assert found == {route for _, route in STAFFS}


def test_every_model_of_the_admin_is_listed() -> None:
    assert {model._meta.label_lower for model in admin.site._registry} == set(ADMIN)


@pytest.mark.parametrize("role", EVERYBODY)
def test_admin_shows_each_role_the_models_that_it_should(db: None, settings: LazySettings, role: str) -> None:
    client = caller(role, settings, forms=True)
    found = {label: outcome(client.get(f"/admin/{label.replace('.', '/')}/")) for label in ADMIN}
    others = "refused" if role in ("curator", "moderator", "admin", "superuser") else "log in"
    assert found == {label: "in" if role in roles else others for label, roles in ADMIN.items()}

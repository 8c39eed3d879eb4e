"""Who of the staff may do what on the site's own pages: one row for each act, one column for each role.

What is staff's is listed here, with a status for each role; what members do is in tests/accounts/test_permissions.py.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import LazySettings
from rest_framework.test import APIClient

from accounts import tokens
from accounts.models import User
from generator.models import Track
from playlists import curation, editing
from playlists.models import Feature, Playlist
from tests import library
from tests.accounts.people import as_user, member, staff

pytestmark = pytest.mark.usefixtures("no_limits")
ROLES = ("curator", "moderator", "admin", "member", "visitor")
FEATURES, OFFICIAL = "/api/v1/curation/features", "/api/v1/playlists/{official}"
FREE = {"track": "{free}", "text": "Rain"}


@dataclass(frozen=True, slots=True)
class Act:
    """A call, and the statuses that ``ROLES`` get. Names in braces stand for what the test made for the occasion."""

    method: str
    path: str
    expected: tuple[int, int, int, int, int]
    body: Any = None

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def by_curators(method: str, path: str, status: int, body: Any = None) -> Act:
    """Curators and admins may; moderators and members not; visitors are asked who they are."""
    return Act(method, path, (status, 403, status, 403, 401), body)


def on_a_page(path: str) -> Act:
    return Act("get", path, (200, 403, 200, 403, 302))


ACTS = [
    on_a_page("/curation"),
    on_a_page("/curation/preview?on=2026-12-05"),
    by_curators("get", FEATURES, 200),
    by_curators("post", FEATURES, 201, FREE),
    by_curators("patch", FEATURES + "/{feature}", 200, {"text": "Snow"}),
    by_curators("delete", FEATURES + "/{feature}", 204),
    by_curators("put", FEATURES + "/order", 204, {"features": ["{feature}"]}),
    by_curators("post", "/api/v1/playlists", 201, {"title": "By Lofi", "official": True}),
    by_curators("patch", OFFICIAL, 200, {"title": "Rainy ones", "description": "For nights", "visibility": "public"}),
    by_curators("post", OFFICIAL + "/tracks", 200, {"tracks": ["{free}"]}),
    by_curators("put", OFFICIAL + "/order", 204, {"entries": ["{entry}"]}),
    by_curators("delete", OFFICIAL + "/tracks/{entry}", 204),
    by_curators("delete", OFFICIAL, 204),
    Act("post", OFFICIAL + "/invitation", (403, 403, 403, 403, 401)),
    Act("get", OFFICIAL, (200, 200, 200, 200, 200)),
    Act("get", "/api/v1/playlists/{draft}", (200, 404, 200, 404, 404)),
    Act("patch", "/api/v1/playlists/{kept}", (403, 403, 403, 403, 401), {"title": "x"}),
    Act("delete", "/api/v1/playlists/{kept}", (403, 403, 403, 403, 401)),
]
"""``official`` is public, ``draft`` private, ``kept`` is kept by the site's own code."""


def caller(role: str) -> APIClient:
    if role == "visitor":
        return APIClient()
    return as_user(member("bob") if role == "member" else staff(role, role))


def occasion(maker: User) -> dict[str, str]:
    """Public ids of what the acts are about; what an earlier act left is gone."""
    Feature.objects.all().delete()
    Playlist.objects.all().delete()
    shown, free = library.track(maker, "Shown", "public"), library.track(maker, "Free", "public")
    official = library.playlist(None, "Official", shown, visibility="public")
    made = {
        "feature": curation.create(curator=maker, thing=shown),
        "free": free,
        "official": official,
        "entry": official.entries.get(),
        "draft": library.playlist(None, "Draft"),
        "kept": library.playlist(None, "Kept", visibility="public", slug="kept"),
    }
    return {name: thing.public_id for name, thing in made.items()}


def filled(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: filled(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, names) for inner in value]
    return value.format(**names) if isinstance(value, str) else value


@pytest.mark.parametrize("act", ACTS, ids=str)
def test_act_is_for_the_roles_that_it_should_be_for(alice: User, act: Act) -> None:
    found = []
    for role in ROLES:
        names = occasion(alice)
        answer = getattr(caller(role), act.method)(filled(act.path, names), filled(act.body, names))
        found.append(answer.status_code)
    assert tuple(found) == act.expected


@pytest.mark.parametrize("act", [act for act in ACTS if act.expected[0] < 300], ids=str)
def test_curators_need_the_second_factor_where_staff_do(alice: User, act: Act, settings: LazySettings) -> None:
    settings.STAFF_NEED_SECOND_FACTOR = True
    curator = staff("curator", "curator")
    page, public = act.path.startswith("/curation"), act.method == "get" and act.path == OFFICIAL
    found = []
    for _ in range(2):
        names = occasion(alice)
        answer = getattr(as_user(curator), act.method)(filled(act.path, names), filled(act.body, names))
        found.append(answer.status_code)
        if len(found) == 1:
            TOTP.activate(curator, "A" * 32)
    without = 302 if page else 200 if public else 404 if "{draft}" in act.path else 403
    assert found == [without, act.expected[0]]


def test_role_without_being_staff_is_nothing(alice: User) -> None:
    curator = staff("curator", "curator")
    User.objects.filter(pk=curator.pk).update(is_staff=False)
    client = as_user(User.objects.get(pk=curator.pk))
    assert [client.get("/curation").status_code, client.get(FEATURES).status_code] == [403, 403]


def test_curators_token_does_what_its_scope_says(alice: User) -> None:
    curator, track = staff("curator", "curator"), library.track(alice, "Rain", "public")
    found = []
    for scope in ("read", "write"):
        client = APIClient()
        key = tokens.create(user=curator, name=scope, scope=scope, days=None)[1]
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
        found += [client.get(FEATURES).status_code, client.post(FEATURES, {"track": track.public_id}).status_code]
    assert found == [200, 403, 200, 201]


def test_buttons_of_curators_are_shown_to_nobody_else(alice: User) -> None:
    track = library.track(alice, "Rain", "public")
    made = library.playlist(alice, "Mine", visibility="public")
    for role in ROLES:
        client = caller(role)
        pages = [client.get(f"/{kind}/{thing.public_id}").text for kind, thing in things(track, made)]
        may = role in ("curator", "admin")
        assert ["<lofi-feature " in page for page in pages] == [may, may], role
        assert 'href="/curation"' in client.get("/discover").text or not may, role


def things(track: Track, playlist: Playlist) -> list[tuple[str, Any]]:
    return [("tracks", track), ("playlists", playlist)]


def test_curator_makes_their_own_list_official_and_nobody_elses(alice: User) -> None:
    curator = staff("curator", "curator")
    own, others = (library.playlist(owner, "Mine", visibility="public") for owner in (curator, alice))
    client, body = as_user(curator), {"official": True}
    answers = [client.patch(f"/api/v1/playlists/{made.public_id}", body) for made in (own, others, own)]
    assert [answer.status_code for answer in answers] == [200, 403, 200]
    member_own = as_user(alice).patch(f"/api/v1/playlists/{others.public_id}", body)
    assert (member_own.status_code, member_own.json()) == (403, {"detail": "Curators alone make playlists official."})
    assert not editing.lock(others).official

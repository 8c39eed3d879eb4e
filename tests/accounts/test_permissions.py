"""Who may call what: every address of the site, for three people.

Alice owns what the address names, Bob is another member, Charlie is not logged in. An address that is added and not
listed here fails the first test.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from django.conf import LazySettings, settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework.test import APIClient

from accounts import exports, tokens
from accounts.models import User
from generator import likes
from generator.models import SHARED, Track, Visibility
from generator.taste import nudges, owning
from generator.teaching import consent
from playlists.models import Playlist
from tests import library
from tests.accounts.people import member
from tests.generator.training.world import done_run

pytestmark = pytest.mark.usefixtures("no_limits")
LATENT = [0.0] * 100
TAKE = {"score": library.LEGACY}


@dataclass(frozen=True)
class Call:
    """A call and the statuses that Alice, Bob and Charlie get. ``see``: visibility of what the address names."""

    route: str
    method: str
    expected: tuple[int, int, int]
    body: Any = None
    see: str = Visibility.PRIVATE

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.see}"


def everyone(route: str, method: str = "get", body: Any = None, status: int = 200) -> Call:
    return Call(route, method, (status, status, status), body)


def members(route: str, method: str = "get", body: Any = None, status: int = 200, other: int = 302) -> Call:
    """Any member, each for themselves; visitors are sent to the log-in page (``other``)."""
    return Call(route, method, (status, status, other), body)


def staffs(route: str, method: str = "get", body: Any = None) -> Call:
    """For staff (tests/playlists/test_curation_roles.py): members are refused, visitors are asked who they are."""
    return Call(route, method, (403, 403, 401), body)


def owned(route: str, read: dict[str, tuple[int, int, int]], **change: Any) -> list[Call]:
    """A thing that has an owner: reading by visibility, and changing, which is the owner's alone."""
    reads = [Call(route, "get", read[see], None, see) for see in read]
    writes = [
        Call(route, method, (status, 403 if see in SHARED else 404, 401), body, see)
        for see in Visibility.values
        for method, (status, body) in change.items()
    ]
    return [*reads, *writes]


def by_members(route: str, method: str, body: Any, status: int) -> list[Call]:
    """What members do with a thing that they can reach."""
    return [Call(route, method, (status, status if see in SHARED else 404, 401), body, see) for see in Visibility]


def staff(route: str, method: str = "get", other: int = 302) -> Call:
    """For nobody of the three; who of the staff may is told by ``test_staff_matrix``."""
    return Call(route, method, (403, 403, other))


STAFF_PAGES = [
    ("moderation", "get"),
    ("moderation/cases/<id:case_id>", "get"),
    ("moderation/cases/<id:case_id>", "form"),
    ("moderation/cases/<id:case_id>/cover.svg", "get"),
    ("moderation/appeals", "get"),
    ("moderation/appeals/<id:decision_id>", "get"),
    ("moderation/appeals/<id:decision_id>", "form"),
    ("moderation/decisions", "get"),
    ("moderation/decisions/<id:decision_id>/undo", "form"),
    ("training", "get"),
    ("training/start", "form"),
    ("training/roll-back/<slug:version>", "form"),
    ("training/<id:run_id>", "get"),
    ("training/<id:run_id>/cancel", "form"),
    ("training/<id:run_id>/promote", "form"),
    ("training/<id:run_id>/<slug:name>.png", "get"),
]
STAFF_CALLS = [
    ("api/v1/training/runs", "post"),
    ("api/v1/training/runs/<id:run_id>", "get"),
    ("api/v1/training/runs/<id:run_id>/cancel", "post"),
    ("api/v1/training/runs/<id:run_id>/promote", "post"),
    ("api/v1/training/roll-back", "post"),
    ("api/v1/moderation/cases/<id:case_id>/takes", "get"),
    ("api/v1/moderation/cases/<id:case_id>/claim", "put"),
    ("api/v1/moderation/cases/<id:case_id>/claim", "delete"),
]
BY_VISIBILITY = {
    "public": (200, 200, 200), "unlisted": (200, 200, 200), "private": (200, 404, 404), "hidden": (200, 404, 404)
}  # fmt: skip
REPLAYED = {
    "public": (409, 409, 409), "unlisted": (409, 409, 409), "private": (409, 404, 404), "hidden": (409, 404, 404)
}  # fmt: skip
PLAYED = {see: tuple(204 if code == 200 else code for code in codes) for see, codes in BY_VISIBILITY.items()}
FRAMED = {**BY_VISIBILITY, "private": (404, 404, 404), "hidden": (404, 404, 404)}
"""Nobody is logged in in a frame."""
CALLS = [
    everyone(""),
    everyone("sw.js"),
    everyone(".well-known/security.txt", status=404),
    everyone("@<str:name>"),
    *(Call("tracks/<id:track_id>", "get", BY_VISIBILITY[see], None, see) for see in Visibility.values),
    *(Call("playlists/<id:playlist_id>", "get", BY_VISIBILITY[see], None, see) for see in Visibility.values),
    everyone("discover"),
    everyone("discover/playlists"),
    everyone("search"),
    everyone("people"),
    everyone("radio"),
    *(Call(f"curation{page}", "get", (403, 403, 302)) for page in ("", "/preview")),
    members("playlists/new"),
    *(Call("playlists/<id:playlist_id>/join/<str:key>", how, (404, 404, 302)) for how in ("get", "form")),
    members("library"),
    members("library/likes"),
    members("library/playlists"),
    everyone("api/v1/generate", "post", {"count": 1, "prompt": "rain"}),
    everyone("api/v1/decode", "post", {"latents": [LATENT]}),
    everyone("api/v1/encode", "post", {"scores": [library.LEGACY]}),
    everyone("api/v1/blend", "post", {"from": LATENT, "to": LATENT, "steps": 2}),
    everyone("api/v1/vary", "post", {"latent": LATENT, "amount": 0.5, "count": 1}),
    everyone("api/v1/import", "post", {"link": "default"}),
    everyone("api/v1/model"),
    everyone("api/v1/playlists/default"),
    everyone("api/schema"),
    everyone("api/docs"),
    everyone("decode?input=" + str(LATENT)),
    everyone("predict?input=rain"),
    everyone("avatars/<id:seed>.svg"),
    *owned("api/v1/tracks/<id:track_id>/similar", BY_VISIBILITY),
    *owned("api/v1/tracks/<id:track_id>/lineage", BY_VISIBILITY),
    everyone("api/v1/cross", "post", {"parents": ["23456789ABC"]}, 400),
    *(Call("api/v1/tracks/<id:track_id>/replay", "post", REPLAYED[see], {}, see) for see in Visibility.values),
    everyone("api/v1/moods"),
    everyone("api/v1/radio?mood=rainy"),
    *(Call("embed/tracks/<id:track_id>", "get", FRAMED[see], None, see) for see in Visibility.values),
    *(Call("embed/playlists/<id:playlist_id>", "get", FRAMED[see], None, see) for see in Visibility.values),
    everyone("oembed?url=http://testserver/tracks/23456789ABC", status=404),
    *owned("covers/<id:track_id>.svg", BY_VISIBILITY),
    *owned("covers/<id:track_id>.png", BY_VISIBILITY),
    *(Call("covers/playlists/<id:playlist_id>.svg", "get", BY_VISIBILITY[see], None, see) for see in Visibility.values),
    *(Call("covers/playlists/<id:playlist_id>.png", "get", BY_VISIBILITY[see], None, see) for see in Visibility.values),
    everyone("api/v1/tracks"),
    members("api/v1/tracks", "post", TAKE, 201, 401),
    *owned("api/v1/tracks/<id:track_id>", BY_VISIBILITY, patch=(200, {"title": "x"}), delete=(204, None)),
    *by_members("api/v1/tracks/<id:track_id>/like", "put", None, 200),
    *by_members("api/v1/tracks/<id:track_id>/like", "delete", None, 200),
    *(Call("api/v1/tracks/<id:track_id>/play", "post", PLAYED[see], None, see) for see in Visibility.values),
    members("api/v1/me/likes", other=401),
    members("taste"),
    Call("taste/<id:key>", "get", (200, 200, 200)),
    Call("api/v1/taste/<id:key>/radio", "get", (200, 200, 200)),
    members("api/v1/me/radio", other=401),
    members("api/v1/me/taste", other=401),
    members("api/v1/me/taste", "post", {"latent": LATENT, "direction": "more"}, 201, 401),
    members("api/v1/me/taste", "delete", None, 204, 401),
    members("api/v1/me/taste/link", "post", None, 201, 401),
    members("api/v1/me/taste/link", "delete", None, 404, 401),
    Call("api/v1/me/taste/nudges/<id:nudge_id>", "delete", (204, 404, 401)),
    everyone("api/v1/people"),
    everyone("api/v1/playlists"),
    members("api/v1/playlists", "post", {"title": "x"}, 201, 401),
    *owned("api/v1/playlists/<id:playlist_id>", BY_VISIBILITY, patch=(200, {"title": "x"}), delete=(204, None)),
    *owned("api/v1/playlists/<id:playlist_id>/tracks", {}, post=(400, {"tracks": ["23456789ABC"]})),
    *owned("api/v1/playlists/<id:playlist_id>/tracks/<id:entry_id>", {}, delete=(204, None)),
    *owned("api/v1/playlists/<id:playlist_id>/order", {}, put=(409, {"entries": []})),
    *by_members("api/v1/playlists/<id:playlist_id>/fork", "post", None, 201),
    *owned("api/v1/playlists/<id:playlist_id>/export?format=json", BY_VISIBILITY),
    members("api/v1/playlists/import", "post", {"json": library.FILE}, 201, 401),
    *by_members("api/v1/playlists/<id:playlist_id>/vote", "put", {"value": 1}, 200),
    *by_members("api/v1/playlists/<id:playlist_id>/follow", "put", None, 200),
    *by_members("api/v1/playlists/<id:playlist_id>/follow", "delete", None, 200),
    *owned("api/v1/playlists/<id:playlist_id>/invitation", {}, post=(201, None), delete=(404, None)),
    *by_members("api/v1/playlists/<id:playlist_id>/editors", "post", {"key": "x"}, 400),
    *owned("api/v1/playlists/<id:playlist_id>/editors/<str:name>", {}, delete=(404, None)),
    members("api/v1/me/reports", other=401),
    Call("listen", "get", (200, 200, 302)),
    Call("listen/<id:run_id>", "get", (200, 200, 302)),
    members("api/v1/listen/<id:run_id>/<int:number>", other=401),
    members("api/v1/listen/<id:run_id>/<int:number>", "put", {"choice": "a"}, other=401),
    everyone("rules"),
    everyone("moderation/log"),
    members("account/reports/"),
    members("account/decisions/"),
    *(staff(route, how) for route, how in STAFF_PAGES),
    *(staff(route, how, 401) for route, how in STAFF_CALLS),
    Call("suspended/<str:key>", "get", (404, 404, 404)),
    Call("decisions/<str:key>", "get", (404, 404, 404)),
    members("api/v1/reports", "post", {"track": "23456789ABC", "reason": "spam"}, 400, 401),
    *(staffs("api/v1/curation/features", how, {}) for how in ("get", "post")),
    staffs("api/v1/curation/features/order", "put", {"features": []}),
    *(staffs("api/v1/curation/features/<id:feature_id>", how, {}) for how in ("patch", "delete")),
    members("api/v1/me/teaching", other=401),
    members("api/v1/me/teaching", "put", {"consent": True}, other=401),
    members("api/v1/me/lessons", other=401),
    Call("api/v1/me/lessons/<id:lesson_id>", "delete", (204, 404, 401)),
    members("api/v1/signals", "post", {"signals": [{"track": "23456789ABC", "kind": "skip"}]}, 403, 401),  # no consent
    members("api/v1/pairs", status=403, other=401),
    members("api/v1/pairs/<id:pair_id>", "post", {"choice": "first"}, 403, 401),
    members("account/teaching/"),
    members("account/teaching/", "form", {"consent": "yes"}, 302),
    members("account/teaching/withdraw/", "form", {}, 302),
    Call("account/teaching/<id:lesson_id>/withdraw/", "form", (302, 404, 302)),
    members("account/teaching/versions/<slug:version>/", status=404),
    members("api/v1/me", other=401),
    members("api/v1/me/playlists", other=401),
    members("api/v1/me/claim", "post", {"takes": [TAKE]}, other=401),
    members("account/profile/"),
    members("account/profile/", "form", {"profile_seen_by": "everyone"}, 302),
    members("account/tokens/"),
    members("account/tokens/", "form", {"name": "x", "scope": "read", "days": "30"}, 302),  # the password first
    Call("account/tokens/<id:token_id>/revoke/", "form", (302, 404, 302)),
    members("account/data/"),
    members("account/data/", "form", {}, 302),
    Call("account/data/<id:export_id>.zip", "get", (200, 404, 302)),
    Call("account/delete/", "get", (302, 302, 302)),
    Call("account/delete/", "form", (302, 302, 302), {"public": "remove"}),
]
ALLAUTH = {
    "account_change_password", "account_confirm_email", "account_confirm_login_code", "account_email",
    "account_email_verification_sent", "account_inactive", "account_login", "account_logout", "account_reauthenticate",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_set_password", "account_signup", "mailbox", "mfa_activate_totp",
    "mfa_add_webauthn", "mfa_authenticate", "mfa_deactivate_totp", "mfa_download_recovery_codes", "mfa_edit_webauthn",
    "mfa_generate_recovery_codes", "mfa_index", "mfa_list_webauthn", "mfa_login_webauthn", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_remove_webauthn", "mfa_view_recovery_codes", "socialaccount_connections",
    "socialaccount_login_cancelled", "socialaccount_login_error", "socialaccount_signup", "usersessions_list",
}  # fmt: skip
"""allauth's pages speak of nobody but the caller: no address names a person's thing, so there is no other's to see."""
FOR_VISITORS = {
    "account_confirm_email", "account_email_verification_sent", "account_inactive", "account_login", "account_logout",
    "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
    "account_reset_password_from_key_done", "account_signup", "mailbox", "mfa_login_webauthn",
    "socialaccount_login_cancelled", "socialaccount_login_error",
}  # fmt: skip
"""Those of them that a visitor needs to come in; the others send visitors away."""


def routes(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, str | None]]:
    """Each address of the site, as it is written in the ``urls`` modules, and its name."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield route, pattern.name
        else:
            yield from routes(pattern, route)


def ours() -> set[str]:
    """Addresses that are neither the admin's nor allauth's."""
    found = set()
    for route, name in routes(get_resolver()):
        if route.startswith("admin/") or name in ALLAUTH or route.startswith("account/social/"):
            continue
        found.add(route)
    return found


def test_every_address_is_listed_here() -> None:
    assert ours() == {call.route.partition("?")[0] for call in CALLS}


@pytest.fixture
def people(default_playlist: Playlist, settings: LazySettings, tmp_path: Path) -> dict[str, User | None]:
    settings.DATA_DIR = tmp_path
    return {"alice": member("alice"), "bob": member("bob"), "charlie": None}


def address(call: Call, alice: User) -> str:
    """The call's address, with something of Alice's in it, made for the occasion."""
    route = call.route
    if "<id:track_id>" in route:
        route = route.replace("<id:track_id>", library.track(alice, visibility=call.see).public_id)
    if "<id:playlist_id>" in route:
        made = library.playlist(alice, "Mine", library.track(alice, visibility=call.see), visibility=call.see)
        route = route.replace("<id:playlist_id>", made.public_id)
        route = route.replace("<id:entry_id>", made.entries.get().public_id)
    if "<id:lesson_id>" in route:
        consent.give(user=alice)
        likes.like(user=alice, track=library.track(alice))
        route = route.replace("<id:lesson_id>", alice.signals.latest("pk").public_id)
    if "<id:token_id>" in route:
        token = tokens.create(user=alice, name="x", scope="read", days=None)[0]
        route = route.replace("<id:token_id>", token.public_id)
    if "<id:export_id>" in route:
        export = exports.request(user=alice)
        assert export
        exports.make(export_id=export.pk)
        route = route.replace("<id:export_id>", export.public_id)
    if "listen/<id:run_id>" in route:
        heard = done_run(Path(settings.DATA_DIR))
        route = route.replace("<id:run_id>", heard.public_id).replace("<int:number>", "0")
    route = route.replace("<slug:version>", "0" * 12).replace("<slug:name>", "learning")
    if "<id:nudge_id>" in route:
        said = nudges.nudge(member=alice, direction="more", latent=np.zeros(100))[0]
        route = route.replace("<id:nudge_id>", said.public_id)
    if "<id:key>" in route:
        route = route.replace("<id:key>", str(owning.share(member=alice).key))
    for part in ("<id:run_id>", "<id:case_id>", "<id:decision_id>", "<id:feature_id>", "<id:pair_id>", "<id:seed>"):
        route = route.replace(part, alice.public_id)
    return "/" + route.replace("<str:name>", alice.username)


def status(call: Call, caller: User | None, path: str) -> int:
    client = Client() if call.method == "form" else APIClient()
    if caller:
        client.force_login(caller)
    if call.method == "form":
        return client.post(path, call.body or {}).status_code
    answer = getattr(client, call.method)(path, call.body)
    return int(answer.status_code)


@pytest.mark.parametrize("call", CALLS, ids=str)
def test_call_is_for_whom_it_should_be(people: dict[str, User | None], call: Call) -> None:
    alice = people["alice"]
    assert alice
    found = tuple(status(call, caller, address(call, alice)) for caller in people.values())
    assert found == call.expected


@pytest.mark.parametrize("see", Visibility.values)
def test_what_others_try_to_change_stays(people: dict[str, User | None], see: str) -> None:
    alice = people["alice"]
    assert alice
    track = library.track(alice, visibility=see)
    before = Track.objects.filter(pk=track.pk).values().get()
    for caller in (people["bob"], people["charlie"]):
        for call in (c for c in CALLS if c.route == "api/v1/tracks/<id:track_id>" and c.method in ("patch", "delete")):
            status(call, caller, f"/api/v1/tracks/{track.public_id}")
    assert Track.objects.filter(pk=track.pk).values().get() == before


def test_private_thing_and_no_thing_are_the_same_answer(people: dict[str, User | None]) -> None:
    alice = people["alice"]
    assert alice
    client = APIClient()
    client.force_login(people["bob"])
    for kind, made in (("tracks", library.track(alice)), ("playlists", library.playlist(alice, "Mine"))):
        hidden, nothing = (client.get(f"/api/v1/{kind}/{name}") for name in (made.public_id, "23456789ABC"))
        assert (hidden.status_code, hidden.json()) == (nothing.status_code, nothing.json())
        assert (hidden.status_code, hidden.json()) == (404, {"detail": "Not found."})


def test_playlist_shows_no_track_that_is_private_to_its_owner(people: dict[str, User | None]) -> None:
    alice = people["alice"]
    assert alice
    shown, hidden = library.track(alice, "Shown", "public"), library.track(alice, "Hidden")
    made = library.playlist(alice, "Mine", shown, hidden, visibility="public")
    seen = []
    for caller in people.values():
        client = APIClient()
        if caller:
            client.force_login(caller)
        answer = client.get(f"/api/v1/playlists/{made.public_id}").json()
        seen.append([take["score"]["title"] for take in answer["results"]])
    assert seen == [["Shown", "Hidden"], ["Shown"], ["Shown"]]


def test_visitors_are_sent_away_from_members_pages(client: Client, db: None) -> None:
    answers = {}
    for route, name in routes(get_resolver()):
        if name in ALLAUTH and "<" not in route:
            answers[name] = client.get(f"/{route}").status_code
    open_to_all = {name for name, code in answers.items() if code == 200}
    assert {name for name, code in answers.items() if code >= 500} == set()
    assert open_to_all <= FOR_VISITORS


def admin_paths() -> list[str]:
    found = [route for route, _ in routes(get_resolver()) if route.startswith("admin/") and "(?P" not in route]
    public = ("admin/login/", "admin/jsi18n/", "admin/logout/")
    return sorted({f"/{filled(route)}" for route in found if route not in public})


def filled(route: str) -> str:
    for name in ("<path:object_id>", "<id>", "<int:content_type_id>", "<path:object_id>"):
        route = route.replace(name, "1")
    return route


def test_admin_is_for_nobody_of_the_three(people: dict[str, User | None]) -> None:
    assert len(admin_paths()) > 10
    for caller in people.values():
        client = Client()
        if caller:
            client.force_login(caller)
        answers = {path: client.get(path).status_code for path in admin_paths()}
        assert {path: code for path, code in answers.items() if code not in (302, 403, 404)} == {}

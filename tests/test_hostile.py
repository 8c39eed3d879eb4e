"""Whatever strangers write into addresses, cookies, headers and bodies: no answer is a fault of the server.

A call that raises fails its test: Django's client passes on what a view lets through.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import LazySettings
from django.contrib import admin
from django.test import Client
from django.urls import get_resolver
from rest_framework.test import APIClient

from accounts.models import User
from tests import library
from tests.accounts.people import as_user, member
from tests.accounts.test_permissions import routes
from tests.generator.test_schema import CALLS

pytestmark = [pytest.mark.slow, pytest.mark.servers, pytest.mark.usefixtures("no_limits")]
ODD = [
    "\0",
    "x\0x",
    "%00",
    "\ud800",
    "\u202elive",
    "é" * 500,
    "9" * 30,
    "-" + "9" * 30,
    "1e999",
    "nan",
    "٣",
    "../../../etc/passwd",
    "' OR 1=1 --",
    "%(x)s {0} {{ 7*7 }}",
    "a" * 99 + "(" * 9 + "+" * 9,
    "//evil.example",
    "\r\nSet-Cookie: a=b",
]
"""Texts that databases, parsers, files, patterns or headers stumble over."""
FEW = ODD[:8]
"""Where each is sent to hundreds of places."""
ODD_JSON = [*ODD, None, True, 10**400, -(10**30), 1e308, [], {}, [[]] * 50, {"a": {"b": [None]}}, [{}], "", 0.5]
PARAMETERS = [
    "page", "q", "sort", "period", "mode", "key", "mood", "tempo", "lists", "likes", "next", "done", "input", "url",
    "maxwidth", "format", "who", "what", "target", "since", "until", "kind",
]  # fmt: skip
"""What pages read; those of the API are told by its description."""
OPEN_END = ("<str:", "<slug:", "<int:", "<path:", "<id:", "<uidb36>", "<key>", "<id>")


def encoded(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"), safe="")


def addresses() -> list[str]:
    return sorted({route for route, _ in routes(get_resolver()) if "(?P" not in route and "jsi18n" not in route})


def filled(route: str, text: str) -> str:
    """The address with the text, or what is left of the kind, in each of its places."""
    parts = route.split("/")
    return "/" + "/".join(_part(part, text) for part in parts)


def _part(part: str, text: str) -> str:
    if "<int:" in part:
        return "9" * 30
    start, end = part.find("<"), part.rfind(">")
    return part if start < 0 else f"{part[:start]}{encoded(text)}{part[end + 1 :]}"


def caller(role: str) -> Client:
    client = Client()
    if role != "visitor":
        user = member(role)
        user.is_staff = user.is_superuser = role == "superuser"
        user.save()
        client.force_login(user)
    return client


def answered(client: Client, path: str, faults: list[str]) -> None:
    """Notes an answer of 500 or more, and what was raised."""
    try:
        code = client.get(path).status_code
    except Exception as error:
        faults.append(f"{path[:120]}: {error!r:.200}")
    else:
        if code >= 500 and code != HTTPStatus.NOT_IMPLEMENTED:  # what oEmbed wants said of other formats
            faults.append(f"{path[:120]}: {code}")


@pytest.mark.parametrize("role", ["visitor", "superuser"])
def test_no_text_in_an_address_is_a_fault(db: None, role: str) -> None:
    faults: list[str] = []
    client = caller(role)
    for route in addresses():
        for text in ODD if any(place in route for place in OPEN_END) else ():
            answered(client, filled(route, text), faults)
    assert faults == []


@pytest.mark.parametrize("role", ["visitor", "superuser"])
def test_no_text_behind_the_question_mark_is_a_fault(db: None, role: str) -> None:
    faults: list[str] = []
    client = caller(role)
    for route in addresses():
        if "<" in route or "logout" in route or route.startswith("api/"):
            continue
        for text in FEW:
            answered(client, f"/{route}?{'&'.join(f'{name}={encoded(text)}' for name in PARAMETERS)}", faults)
    assert faults == []


def test_no_parameter_of_a_call_is_a_fault(db: None, bob: User) -> None:
    faults: list[str] = []
    client = as_user(bob)
    for path, methods in description()["paths"].items():
        asked = methods.get("get", {}).get("parameters", [])
        for name in [parameter["name"] for parameter in asked if parameter["in"] == "query"]:
            for text in ODD:
                answered(client, f"{path.format_map(_Else())}?{name}={encoded(text)}", faults)
    assert faults == []


def test_no_text_in_a_search_of_the_admin_is_a_fault(db: None) -> None:
    root = caller("superuser")
    faults: list[str] = []
    for model in admin.site._registry:
        path = f"/admin/{model._meta.label_lower.replace('.', '/')}"
        for text in FEW:
            for query in ("q={0}&p={0}&o={0}", "id={0}"):
                answered(root, f"{path}/?{query.format(encoded(text))}", faults)
    assert faults == []


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "messages"])
@pytest.mark.parametrize("value", ['"\\000aaaaaaaaaaaaaaaa"', "a" * 4000, "é", '"\\"', "{}", "\ud800", "../x", "=;="])
def test_no_cookie_is_a_fault(db: None, name: str, value: str) -> None:
    cookie = f"{name}={value}".encode("utf-8", "surrogatepass").decode("latin-1")
    for path in ("/", "/api/v1/me", "/account/profile/", "/admin/", "/account/login/"):
        for client in (Client(), Client(enforce_csrf_checks=True)):
            assert client.get(path, HTTP_COOKIE=cookie).status_code < 500
            assert client.post(path, {"login": "x"}, HTTP_COOKIE=cookie).status_code < 500


@pytest.mark.parametrize(
    "header",
    [
        {"HTTP_AUTHORIZATION": "Bearer \0"},
        {"HTTP_AUTHORIZATION": "Bearer lofi_" + "é" * 43},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "testserver:port"},
        {"HTTP_HOST": "[::1"},
        {"HTTP_X_FORWARDED_FOR": "\0, ::ffff:1.2.3.4.5"},
        {"HTTP_X_FORWARDED_HOST": "evil.example"},
        {"HTTP_ACCEPT": "application/json;q=x, */*;q=nan, \0"},
        {"HTTP_ACCEPT_LANGUAGE": "de;q=9e999,\0" * 500},
        {"HTTP_REFERER": "http://[evil"},
        {"HTTP_ORIGIN": "http://[evil"},
        {"HTTP_USER_AGENT": "\0" * 600},
        {"HTTP_RANGE": "bytes=9-1"},
        {"HTTP_IF_NONE_MATCH": '"' * 2000},
        {"HTTP_IF_MODIFIED_SINCE": "Sat, 99 Nov 99999 99:99:99 GMT"},
    ],
    ids=str,
)
def test_no_header_is_a_fault(db: None, header: dict[str, str]) -> None:
    alice = Client(enforce_csrf_checks=True)
    alice.force_login(member("alice"))
    for client in (Client(enforce_csrf_checks=True), alice):
        for path in ("/", "/api/v1/me", "/api/v1/tracks", "/account/profile/", "/account/login/", "/oembed"):
            assert client.get(path, **header).status_code < 500
            assert client.post(path, {}, **header).status_code < 500


@cache
def description() -> dict[str, Any]:
    """The site's own, read once: it takes a second."""
    return dict(APIClient().get("/api/schema?format=json").json())


def bodies(method: str, path: str) -> Iterator[str]:
    """For each field that a call knows a body for each odd value, beside fields that fit nothing either."""
    names = list(_properties(method, path))
    for value in ODD_JSON:
        yield json.dumps(value)
        for name in names:
            yield json.dumps({name: value})
            yield json.dumps({name: [value]})
        yield json.dumps(dict.fromkeys(names, value))


def _properties(method: str, path: str) -> dict[str, Any]:
    content = description()["paths"][path][method.lower()].get("requestBody", {}).get("content", {})
    schema = content.get("application/json", {}).get("schema", {})
    named = description()["components"]["schemas"].get(schema.get("$ref", "").rpartition("/")[2], schema)
    return dict(named.get("properties", {}))


WRITES = [(path, method) for path, methods in CALLS.items() for method in methods if method != "GET"]


@pytest.mark.parametrize(("path", "method"), WRITES)
def test_no_value_in_a_body_is_a_fault(db: None, bob: User, path: str, method: str) -> None:
    root = member("root")
    root.is_staff = root.is_superuser = True
    root.save()
    track = library.track(bob, visibility="public")
    made = library.playlist(bob, "Mine", track, visibility="public")
    places = {"track_id": track.public_id, "playlist_id": made.public_id, "number": "0"}
    address = path.format_map(_Else(places))
    faults = []
    for caller in (as_user(bob), as_user(root)):
        for body in bodies(method, path):
            code = caller.generic(method, address, body, "application/json").status_code
            if code >= 500:
                faults.append((code, body[:200]))
    assert faults == []


class _Else(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return "23456789ABC"


LINKS = ["http://[?abc", "http://℀?abc", "http://a]?x", "?\0", "?=", "??", "?" + "A" * 199_998, "%", "\ud800"]


@pytest.mark.parametrize("link", LINKS)
def test_no_share_link_is_a_fault(bob: User, link: str) -> None:
    for path in ("/api/v1/import", "/api/v1/playlists/import"):
        answer = as_user(bob).generic("POST", path, json.dumps({"link": link}), "application/json")
        assert (answer.status_code, list(answer.json())) == (400, ["link"])


def test_next_leads_nowhere_else(db: None, settings: LazySettings) -> None:
    member("alice")
    for target in ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "http:evil"):
        client = Client()
        form = {"login": "alice", "password": "paper-lantern-7", "next": target}
        answer = client.post(f"/account/login/?next={quote(target)}", form)
        assert (answer.status_code, answer["Location"]) == (302, "/")

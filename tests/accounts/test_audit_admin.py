"""The audit in the admin: read by some, taken along by fewer, written by nobody."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client

from accounts import audit
from accounts.models import AuditEntry, User

pytestmark = pytest.mark.django_db
PATH = "/admin/accounts/auditentry/"


def staff(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True)
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def entries() -> list[AuditEntry]:
    """Three acts on three days."""
    alice = User.objects.create_user("alice")
    acts = [
        (alice, "track.hide", "23456789ABC", "Rain", "Spam for lamps."),
        (None, "track.show", "23456789ABC", "Rain", ""),
        (alice, "member.warn", "bbbbbbbbbbb", "bob", "=Rude, to Charlie"),
    ]
    made = []
    for day, (actor, action, target, title, why) in enumerate(acts, 1):
        with time_machine.travel(f"2026-01-0{day}T23:30:00Z", tick=False):
            made.append(
                audit.record(actor=actor, action=action, kind="x", target=target, title=title, why=why, day=day)
            )
    return made


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("", [3, 2, 1]),
        ("who=alice", [3, 1]),
        ("who=the site", [2]),
        ("what=track.hide", [1]),
        ("what=track", [2, 1]),
        ("what=trac", []),
        ("target=bbbbbbbbbbb", [3]),
        ("q=spam", [1]),
        ("q=lamps rain", [1]),
        ("q=lamps sun", []),
        ("since=2026-01-02", [3, 2]),
        ("until=2026-01-02", [2, 1]),
        ("since=2026-01-02&until=2026-01-02", [2]),
        ("who=alice&what=track&q=spam", [1]),
        ("since=yesterday", []),
    ],
)
def test_search_finds_by_who_what_target_words_and_days(entries: list[AuditEntry], query: str, days: list[int]) -> None:
    page = staff("moderator").get(f"{PATH}?{query}")
    assert [entry.data["day"] for entry in page.context["cl"].result_list] == days


def test_search_says_what_it_did_not_understand(entries: list[AuditEntry]) -> None:
    page = staff("moderator").get(f"{PATH}?since=yesterday").text
    assert "Enter a valid date." in page


def test_entry_shows_its_details(entries: list[AuditEntry]) -> None:
    page = staff("moderator").get(f"{PATH}{entries[0].pk}/change/").text
    assert ["Spam for lamps." in page, "&quot;day&quot;: 1" in page, 'type="submit"' in page] == [True, True, True]
    assert 'name="why"' not in page


def test_nobody_adds_changes_or_deletes_entries(entries: list[AuditEntry]) -> None:
    root = Client()
    root.force_login(User.objects.create_superuser("root"))
    for client in (root, staff("admin"), staff("moderator")):
        paths = ["add/", f"{entries[0].pk}/delete/"]
        assert [client.get(PATH + path).status_code for path in paths] == [403, 403]
        assert client.post(f"{PATH}{entries[0].pk}/change/", {"why": "x"}).status_code == 403
        client.post(
            PATH, {"action": "delete_selected", "_selected_action": [entries[0].pk], "confirmed": "yes", "why": "x"}
        )
    assert AuditEntry.objects.count() == 3


def test_curator_does_not_see_the_audit(entries: list[AuditEntry]) -> None:
    assert staff("curator").get(PATH).status_code == 403


def read_csv(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def read_lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


@pytest.mark.parametrize(("ending", "read"), [("csv", read_csv), ("jsonl", read_lines)])
def test_export_has_all_that_was_searched_for(
    entries: list[AuditEntry], ending: str, read: Callable[[str], list[dict[str, Any]]]
) -> None:
    answer = staff("admin").get(f"{PATH}export.{ending}?who=alice")
    assert answer.streaming
    assert answer["Content-Disposition"].endswith(f'.{ending}"')
    rows = read(answer.getvalue().decode())
    wanted = ["member.warn", "track.hide"]
    assert [(row["actor"], row["action"]) for row in rows] == [("alice", action) for action in wanted]
    assert list(rows[0]) == [
        "id", "created", "actor_id", "actor", "action", "kind", "target", "title", "why", "data",
    ]  # fmt: skip


def test_cell_of_a_table_is_never_a_formula(entries: list[AuditEntry]) -> None:
    rows = read_csv(staff("admin").get(f"{PATH}export.csv").getvalue().decode())
    assert [row["why"] for row in rows] == ["'=Rude, to Charlie", "", "Spam for lamps."]


def test_export_is_in_the_audit_itself(entries: list[AuditEntry]) -> None:
    staff("admin").get(f"{PATH}export.jsonl?who=alice")
    made = AuditEntry.objects.order_by("-pk")[0]
    assert (made.actor, made.action, made.target, made.data) == (
        "admin",
        "audit.export",
        "jsonl",
        {"searched": {"who": "alice"}},
    )


def test_moderator_reads_and_takes_nothing_along(entries: list[AuditEntry]) -> None:
    moderator = staff("moderator")
    assert "export.csv" not in moderator.get(PATH).text
    assert moderator.get(f"{PATH}export.csv").status_code == 403
    assert "export.csv" in staff("admin").get(PATH).text


def test_export_in_another_format_is_not_there(entries: list[AuditEntry]) -> None:
    assert staff("admin").get(f"{PATH}export.xlsx").status_code == 404

"""The admin's first page: what its charts count, how they are drawn, what they cost."""

from __future__ import annotations

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import tallies
from accounts.models import User
from generator import likes, plays
from generator.models import Like, ModelVersion, Track
from lofi_site import dashboard
from playlists.moderation.models import Case, Report
from tests import library
from tests.accounts.people import member

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]
ROOT = Path(__file__).resolve().parents[2]


def days_ago(days: int):
    return timezone.now() - timedelta(days=days)


def staff(role: str) -> Client:
    user = User.objects.create_user(role, is_staff=True, date_joined=days_ago(400))
    user.groups.add(Group.objects.get(name=role))
    client = Client()
    client.force_login(user)
    return client


def case(*, opened: int, closed: int | None = None, name: str = "23456789ABC") -> Case:
    made = Case.objects.create(
        kind="track", target=name, title="Rain", closed=None if closed is None else days_ago(closed)
    )
    Case.objects.filter(pk=made.pk).update(opened=days_ago(opened))
    return made


def test_chart_counts_thirty_days_and_compares_with_thirty_before() -> None:
    for days, many in ((0, 2), (29, 1), (30, 4), (59, 1), (60, 9)):
        for i in range(many):
            User.objects.create_user(f"m{days}-{i}", date_joined=days_ago(days))
    chart = dashboard.by_day("Sign-ups", dashboard.sign_ups)
    assert (chart.total, chart.change) == (3, "40 % fewer than in the 30 days before")
    assert [bar.value for bar in chart.bars] == [1, *[0] * 28, 2]


@pytest.mark.parametrize(
    ("now", "before", "words"),
    [
        (5, 4, "25 % more than in the 30 days before"),
        (1, 4, "75 % fewer than in the 30 days before"),
        (1001, 1000, "1 % more than in the 30 days before"),
        (3, 3, "as many as in the 30 days before"),
        (0, 0, "as many as in the 30 days before"),
        (3, 0, "none in the 30 days before"),
    ],
)
def test_change_is_told_in_words(now: int, before: int, words: str) -> None:
    assert dashboard.change(now, before) == words


def test_bars_are_as_high_as_their_share_and_never_nothing() -> None:
    chart = dashboard.by_day("Plays", lambda days: [0] * (days - 3) + [10, 5, 0])
    assert [bar.height for bar in chart.bars[-3:]] == [64, 32, 1]
    assert [bar.y for bar in chart.bars[-3:]] == [0, 32, 63]
    assert chart.peak == 10


def test_what_was_taken_back_is_no_longer_counted(alice: User, bob: User) -> None:
    track = library.track(alice, visibility="public")
    for user in (alice, bob):
        likes.like(user=user, track=track)
    likes.unlike(user=bob, track=track)
    plays.count(track=track)
    assert (dashboard.likes_given(2), dashboard.plays_heard(2)) == ([0, 1], [0, 1])


def test_waiting_cases_are_reckoned_back_from_those_that_are_open() -> None:
    case(opened=5, name="a")
    case(opened=3, closed=1, name="b")
    case(opened=90, closed=80, name="c")
    assert dashboard.cases_waiting(7) == [0, 1, 1, 2, 2, 1, 1]
    assert dashboard.by_day("Cases waiting", dashboard.cases_waiting, level=True).change == "none 30 days ago"
    assert dashboard.oldest_case() == "the oldest has waited 5 days"


def test_no_open_case_waits() -> None:
    assert (dashboard.cases_waiting(3), dashboard.oldest_case()) == ([0, 0, 0], "")


def test_tracks_are_counted_by_the_version_that_made_them(alice: User) -> None:
    other = ModelVersion.objects.create(version="0123456789ab", folder="x")
    tracks = [library.track(alice, f"Rain {i}") for i in range(4)]
    Track.objects.filter(pk__in=[track.pk for track in tracks[:2]]).update(model_version=other, created=days_ago(40))
    first = tracks[0].model_version.version
    parts = dashboard.by_part("Tracks made", "Model version", dashboard.tracks_by_version)
    assert [(part.name, part.now, part.before, part.width) for part in parts.parts] == [
        (first, 2, 0, 300), ("0123456789ab", 0, 2, 0),
    ]  # fmt: skip
    assert (parts.total, parts.change) == (2, "as many as in the 30 days before")


def test_admin_sees_the_charts_and_others_do_not() -> None:
    seen = {role: "chart-total" in staff(role).get("/admin/").text for role in ("admin", "moderator", "curator")}
    assert seen == {"admin": True, "moderator": False, "curator": False}


def test_each_chart_is_named_described_and_has_its_numbers_in_a_table() -> None:
    page = staff("admin").get("/admin/").text
    titles = re.findall(r'<title id="([\w-]+)-title">', page)
    assert titles == [
        f"chart-{name}" for name in ("sign-ups", "plays", "likes", "reports", "cases-waiting", "failed-tasks")
    ]
    for name in titles:
        assert f'aria-labelledby="{name}-title {name}-desc"' in page
        assert f'<desc id="{name}-desc">' in page
    assert page.count('<th scope="col">Day (UTC)</th>') == len(titles)


def stock(many: int) -> None:
    """Something for each chart to count."""
    maker = member(f"maker{many}")
    for i in range(many):
        track = library.track(maker, f"Rain {many}-{i}", "public")
        likes.like(user=maker, track=track)
        Report.objects.create(case=case(opened=i % 50, name=f"{many}-{i}"), reason="spam")
        plays.count(track=track)


def test_dashboard_costs_the_same_with_little_and_with_much() -> None:
    client, costs = staff("admin"), []
    for many in (2, 30):
        stock(many)
        client.get("/admin/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/")
        costs.append(len(queries))
    assert costs[0] == costs[1]
    assert costs[1] <= 20


@pytest.mark.parametrize(
    ("rows", "field", "index"),
    [
        (User.objects.all(), "date_joined", "people_by_age"),
        (Like.objects.all(), "created", "likes_by_age"),
        (Report.objects.all(), "created", "reports_by_age"),
        (Case.objects.all(), "opened", "cases_by_age"),
        (Case.objects.filter(closed__isnull=False), "closed", "cases_closed"),
    ],
)
def test_days_are_counted_in_an_index(rows, field: str, index: str) -> None:
    with CaptureQueriesContext(connection) as queries:
        tallies.by_day(rows, field, 60)
    assert index in plan_of(queries[0]["sql"])


def plan_of(query: str) -> str:
    """How the database would go about it, if reading all of a small table were no better than its index."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"EXPLAIN QUERY PLAN {query}")
            return " ".join(row[3] for row in cursor.fetchall())
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {query}")
        return " ".join(row[0] for row in cursor.fetchall())


def test_theme_has_the_colours_of_the_site() -> None:
    colour = re.compile(r"^  --([\w-]+): (#\w+|\d+px);", re.M)
    site = dict(
        colour.findall((ROOT / "frontend/src/styles/tokens.css").read_text(encoding="utf-8").split("@media")[0])
    )
    admin = dict(
        colour.findall((ROOT / "lofi_site/static/admin/lofi.css").read_text(encoding="utf-8").split("@media")[0])
    )
    shared = site.keys() & admin.keys()
    assert {name: admin[name] for name in shared} == {name: site[name] for name in shared}
    assert len(shared) >= 12


def test_admin_has_no_script_in_its_pages() -> None:
    client = staff("admin")
    for path in ("/admin/", "/admin/accounts/user/", "/admin/accounts/auditentry/"):
        page = client.get(path).text
        assert re.findall(r"<script(?![^>]* src=)[^>]*>", page) == []
        assert re.findall(r"\son\w+=", page) == []
        assert "theme.js" not in page

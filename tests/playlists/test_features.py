"""Features: what curators choose, while it runs and is public."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from accounts.models import User
from playlists import features
from playlists.models import Feature
from tests import library
from tests.accounts.people import staff

NOW = timezone.now()
HOUR = timedelta(hours=1)


def shown() -> list[str]:
    return [str(feature) for feature in features.featured(NOW)]


def feature(user: User, title: str, visibility: str = "public", **fields: Any) -> Feature:
    track = library.track(user, title, visibility)
    return Feature.objects.create(track=track, **{"starts": NOW - HOUR, **fields})


def test_what_runs_is_shown_in_the_curators_order(alice: User) -> None:
    feature(alice, "Second", position=2)
    feature(alice, "First", position=1, ends=NOW + HOUR)
    feature(alice, "Later", starts=NOW + HOUR)
    feature(alice, "Over", ends=NOW)
    made = library.playlist(alice, "List", visibility="public")
    Feature.objects.create(playlist=made, starts=NOW - HOUR, position=3)
    assert shown() == ["First", "Second", "List"]


def test_what_is_not_public_any_more_is_left_out(alice: User) -> None:
    feature(alice, "Private", "private")
    Feature.objects.create(playlist=library.playlist(alice, "Unlisted", visibility="unlisted"), starts=NOW - HOUR)
    assert shown() == []


def test_so_many_are_shown_at_the_cost_of_one_query(
    alice: User, settings: LazySettings, django_assert_num_queries: Any
) -> None:
    settings.MAX_FEATURES = 3
    for i in range(5):
        feature(alice, f"T{i}", position=i)
    with django_assert_num_queries(1):
        found = features.featured(NOW)
        words = [(str(one), one.track and one.track.creator, one.track and one.track.model_version) for one in found]
    assert len(words) == 3


def test_community_top_stands_by_itself_while_it_runs(alice: User) -> None:
    feature(alice, "First")
    old, new = (library.playlist(None, name, visibility="public", slug=f"{features.TOP}{name}") for name in "ab")
    assert features.community_top(NOW) is None
    Feature.objects.create(playlist=old, starts=NOW - 2 * HOUR, ends=NOW + HOUR)
    made = Feature.objects.create(playlist=new, starts=NOW - HOUR, ends=NOW + HOUR)
    assert (features.community_top(NOW), features.community_top(NOW + HOUR), shown()) == (made, None, ["First"])


def test_days_are_told_with_the_last_one_included(alice: User) -> None:
    start = datetime(2026, 12, 1, tzinfo=UTC)
    day = timedelta(days=1)
    spans = [(0, None), (0, day), (0, 7 * day), (0, 7 * day + HOUR), (0, 31 * day), (-1, day), (30, 32 * day)]
    told = [features.days(Feature(starts=start + first * day, ends=end and start + end)) for first, end in spans]
    assert told == [
        "from 1 December 2026 on",
        "on 1 December 2026",
        "1 to 7 December 2026",
        "1 to 8 December 2026",
        "1 to 31 December 2026",
        "30 November to 1 December 2026",
        "31 December 2026 to 1 January 2027",
    ]


def test_admin_reads_features_and_changes_none(client: Client, alice: User) -> None:
    client.force_login(staff("curator", "curator"))
    made = feature(alice, "First")
    paths = ["", "add/", f"{made.pk}/change/"]
    assert [client.get(f"/admin/playlists/feature/{path}").status_code for path in paths] == [200, 403, 200]
    assert client.post(f"/admin/playlists/feature/{made.pk}/change/", {"text": "x"}).status_code == 403


def test_moderator_reads_reports_and_features_nothing(client: Client, db: None) -> None:
    client.force_login(staff("moderator", "moderator"))
    paths = ("playlists/feature/", "moderation/report/", "moderation/report/add/")
    statuses = [client.get(f"/admin/{path}").status_code for path in paths]
    assert statuses == [403, 200, 403]

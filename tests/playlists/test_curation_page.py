"""What curators see, and what the home page shows of it: to whom, in which order, at which cost."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from playlists import curation, features
from playlists.models import Feature
from tests import library
from tests.accounts.people import staff
from tests.playlists.pages import cards, elements, entries, queries

DAY = timedelta(days=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


@pytest.fixture
def curator() -> User:
    return staff("curator", "curator")


@pytest.fixture
def curators_client(client: Client, curator: User) -> Client:
    client.force_login(curator)
    return client


def stock(curator: User, many: int) -> None:
    """So many shown, planned, ended and official, tracks and playlists in turn; and a community top of as many."""
    now = timezone.now()
    top = library.playlist(None, "Top", visibility="public", slug=f"{features.TOP}{many}")
    Feature.objects.create(playlist=top, starts=now - DAY)
    for i in range(many):
        track = library.track(curator, f"T{i}", "public")
        made = library.playlist(None, f"L{i}", track, visibility="public")
        top.entries.create(track=track, position=i)
        for starts, ends in ((-1, None), (2, None), (-9, -8)):
            thing = {"track": track} if i % 2 else {"playlist": made}
            when = {"starts": now + starts * DAY, "ends": ends and now + ends * DAY}
            Feature.objects.create(**thing, **when, position=i, curator=curator, text="Rain")


def section(text: str, name: str) -> str:
    found = re.search(rf'<section[^>]*aria-labelledby="{name}".*?</section>', text, re.S)
    return found[0] if found else ""


def test_page_tells_what_is_shown_planned_and_ended(curators_client: Client, curator: User) -> None:
    stock(curator, 2)
    text = curators_client.get("/curation").text
    found = {name: entries(section(text, name)) for name in ("shown", "top", "planned", "ended")}
    assert found == {"shown": ["L0", "T1"], "top": ["Top"], "planned": ["L0", "T1"], "ended": ["T1", "L0"]}
    assert cards(section(text, "official"), "playlist") == ["L1", "L0"]
    assert len(elements(text, "lofi-feature-order")) == 1


def test_page_says_what_is_not_shown_although_it_runs(curators_client: Client, curator: User) -> None:
    track = library.track(curator, "Rain", "public")
    curation.create(curator=curator, thing=track)
    type(track).objects.update(visibility="unlisted")
    assert "not public now, so not shown" in curators_client.get("/curation").text
    assert "Chosen by curators" not in curators_client.get("/").text


def test_empty_page_says_what_to_do(curators_client: Client) -> None:
    text = curators_client.get("/curation").text
    assert [words in text for words in ("Nothing now.", "Nothing is planned.", "None yet.")] == [True] * 3


def test_words_of_curators_are_text(curators_client: Client, curator: User) -> None:
    curation.create(curator=curator, thing=library.track(curator, "<i>T", "public"), text='<b>"x')
    for path in ("/curation", "/"):
        text = curators_client.get(path).text
        assert ("<b>" in text, "<i>T" in text, "&lt;b&gt;&quot;x" in text) == (False, False, True)


@pytest.mark.parametrize(("path", "most"), [("/curation", 24), ("/curation/preview", 24), ("/", 24)])
def test_page_costs_the_same_with_one_and_with_thirty(
    curators_client: Client, curator: User, path: str, most: int
) -> None:
    cost = []
    for many in (1, 30):
        stock(curator, many)
        cost.append(queries(curators_client, path))
    assert cost[0] == cost[1]
    assert cost[1] <= most


def test_home_of_a_visitor_costs_two_queries_more_with_features(client: Client, curator: User) -> None:
    stock(curator, 1)
    Feature.objects.all().delete()
    without = queries(client, "/")
    stock(curator, 2)
    assert queries(client, "/") - without == 2


class TestPreview:
    def test_shows_the_features_of_a_day(self, curators_client: Client, curator: User) -> None:
        day = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0) + 7 * DAY
        curation.create(curator=curator, thing=library.track(curator, "Now", "public"), ends=day)
        curation.create(curator=curator, thing=library.track(curator, "Then", "public"), starts=day)
        days = [f"?on={on:%Y-%m-%d}" for on in (day - DAY, day)]
        pages = [curators_client.get(path).text for path in ("/", *(f"/curation/preview{on}" for on in ("", *days)))]
        found = [cards(section(text, "featured")) for text in pages]
        assert found == [["Now"], ["Now"], ["Now"], ["Then"]]

    @pytest.mark.parametrize("on", ["", "x", "2026-13-01", "9999-12-31", "0001-01-01"])
    def test_of_a_day_that_makes_no_sense_is_a_page(self, curators_client: Client, on: str) -> None:
        assert curators_client.get(f"/curation/preview?on={on}").status_code == 200


class TestHome:
    def test_curators_come_first_then_the_community_then_what_is_hot(self, client: Client, curator: User) -> None:
        stock(curator, 3)
        text = client.get("/").text
        names = re.findall(r'<section class="shelf-row" aria-labelledby="([\w-]+)"', text)
        assert names == ["featured", "community-top", "hot-tracks", "hot-playlists", "new-tracks"]
        assert cards(section(text, "featured")) == ["T1"]
        assert cards(section(text, "community-top")) == ["T0", "T1", "T2"]

    def test_all_that_is_featured_is_there(self, client: Client, curator: User) -> None:
        for i in range(9):
            curation.create(curator=curator, thing=library.track(curator, f"T{i}", "public"))
        assert cards(section(client.get("/").text, "featured")) == [f"T{i}" for i in range(9)]

    def test_top_leaves_out_what_is_public_no_more(self, client: Client, curator: User) -> None:
        stock(curator, 2)
        type(library.track(curator)).objects.filter(title="T0").update(visibility="private")
        assert cards(section(client.get("/").text, "community-top")) == ["T1"]

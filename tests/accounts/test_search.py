"""Search by words: the same rows on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.db import connection

from accounts import profiles
from accounts.models import User
from accounts.paging import BoundedPaginator
from accounts.search import by_words
from tests.postgres import postgres, postgres_database  # noqa: F401 (fixtures)

NAMES = [
    "Slow Rain in D Dorian",
    "Soft rain, by the Window",
    "Rainy Sunday",
    "Tea_and-Oranges",
    "Ünter Föhren",
    "7.5 am",
]
FOUND = [
    ("rain", ["Rainy Sunday", "Slow Rain in D Dorian", "Soft rain, by the Window"]),
    ("rain slow", ["Slow Rain in D Dorian"]),
    ("RAIN WIN", ["Soft rain, by the Window"]),
    ("rain!", ["Rainy Sunday", "Slow Rain in D Dorian", "Soft rain, by the Window"]),
    ("ain", []),
    ("rai by", []),
    ("oranges tea", ["Tea_and-Oranges"]),
    ("ünter fö", ["Ünter Föhren"]),
    ("7 am", ["7.5 am"]),
    ("", []),
    ("  \x00'& | !:*", []),
]


def found() -> list[tuple[str, list[str]]]:
    """What each search finds, in the order of names."""
    User.objects.bulk_create(User(username=f"u{i}", display_name=name) for i, name in enumerate(NAMES))
    everyone = User.objects.order_by("display_name")
    return [(q, [user.display_name for user in by_words(everyone, q, "display_name")]) for q, _ in FOUND]


@pytest.mark.django_db
def test_words_find() -> None:
    assert found() == FOUND


@pytest.mark.slow
def test_words_find_the_same_on_postgresql(postgres: None) -> None:  # noqa: F811
    assert found() == FOUND


WHOLE = [(1, ["slow rain", "slow rain in may"]), (2, ["slow rain", "slow rain in may"])]
BEGUN = [(3, ["slow rain", "slow rain in may", "slow rainbow"])]


def found_with_pages_of(settings: LazySettings, sizes: list[int]) -> list[tuple[int, list[str]]]:
    """What two words find, in the order of names, where so many fill a page."""
    shown = []
    for settings.PAGE_SIZE in sizes:
        everyone = by_words(User.objects.order_by("display_name"), "slow rain", "display_name")
        shown.append((settings.PAGE_SIZE, [user.display_name for user in everyone]))
    return shown


def rains() -> None:
    names = ("slow rain", "slow rain in may", "slow rainbow", "rain", "slow")
    User.objects.bulk_create(User(username=f"u{i}", display_name=name) for i, name in enumerate(names))


@pytest.mark.django_db
def test_last_word_is_no_beginning_where_whole_ones_fill_a_page(settings: LazySettings) -> None:
    rains()
    assert found_with_pages_of(settings, [1, 2, 3]) == WHOLE + BEGUN


@pytest.mark.slow
def test_whole_words_fill_a_page_on_postgresql_too(postgres: None, settings: LazySettings) -> None:  # noqa: F811
    rains()
    assert found_with_pages_of(settings, [1, 2, 3]) == WHOLE + BEGUN


@pytest.mark.django_db
def test_one_word_is_a_beginning_however_many_hold_it(settings: LazySettings) -> None:
    rains()
    settings.PAGE_SIZE = 1
    found = by_words(User.objects.order_by("display_name"), "rain", "display_name")
    assert [user.display_name for user in found] == ["rain", "slow rain", "slow rain in may", "slow rainbow"]


@pytest.mark.django_db
def test_words_may_be_in_different_columns() -> None:
    User.objects.create(username="alice", display_name="Paper Lantern")
    assert [user.username for user in by_words(User.objects.all(), "lantern ali", "username", "display_name")] == [
        "alice"
    ]


@pytest.mark.django_db
def test_people_are_found_by_whom_they_show_themselves_to() -> None:
    for name, seen_by in (("cat1", "everyone"), ("cat2", "members"), ("cat3", "nobody"), ("dog", "everyone")):
        User.objects.create(username=name, profile_seen_by=seen_by)
    User.objects.create(username="cat4", is_active=False)
    viewer = User.objects.get(username="dog")
    assert [user.username for user in profiles.search(q="cat", viewer=AnonymousUser())] == ["cat1"]
    assert [user.username for user in profiles.search(q="cat", viewer=viewer)] == ["cat1", "cat2"]
    assert [user.username for user in profiles.search(q=None, viewer=AnonymousUser())] == ["cat1", "dog"]


@pytest.mark.slow
def test_pages_of_a_search_on_postgresql_are_ordered_and_counted(postgres: None, settings: LazySettings) -> None:  # noqa: F811
    settings.MAX_FOUND = 5
    User.objects.bulk_create(User(username=f"u{i}", display_name="rain" if i < 4 else "slow snow") for i in range(300))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user")
    for q, expected, count in (("rain", ["u3", "u2"], 4), ("slow", ["u299", "u298"], 5), ("fog", [], 0)):
        paginator = BoundedPaginator(by_words(User.objects.order_by("-pk"), q, "display_name"), 2)
        assert ([user.username for user in paginator.page(1)], paginator.count) == (expected, count)


@pytest.mark.slow
def test_first_matches_on_postgresql_are_found_wherever_they_lie(postgres: None, settings: LazySettings) -> None:  # noqa: F811
    settings.MAX_FOUND = 5
    words = ["mist"] * 100 + ["snow", "rain"] * 100  # the mist is at the end of the list, all else all over it
    User.objects.bulk_create(User(username=f"u{i}", display_name=word) for i, word in enumerate(words))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user")
    for q, expected in (
        ("mist", ["u99", "u98", "u97", "u96", "u95"]),
        ("rain", ["u299", "u297", "u295", "u293", "u291"]),
    ):
        paginator = BoundedPaginator(by_words(User.objects.order_by("-pk"), q, "display_name"), 2)
        assert [user.username for page in paginator for user in page] == expected


@pytest.mark.slow
def test_many_people_on_postgresql_are_shown_by_name(postgres: None, settings: LazySettings) -> None:  # noqa: F811
    settings.MAX_FOUND = 5
    User.objects.bulk_create(User(username=f"cat{i:03}") for i in reversed(range(300)))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user")
    paginator = BoundedPaginator(profiles.search(q="cat", viewer=AnonymousUser()), 2)
    assert [user.username for page in paginator for user in page] == [f"cat{i}" for i in range(295, 300)]


@pytest.mark.slow
def test_frequent_words_that_never_meet_are_found_nowhere_on_postgresql(postgres: None, settings: LazySettings) -> None:  # noqa: F811
    settings.MAX_FOUND = 5
    User.objects.bulk_create(User(username=f"u{i}", display_name=("mist", "rain")[i % 2]) for i in range(300))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE accounts_user")
    paginator = BoundedPaginator(by_words(User.objects.order_by("-pk"), "mist rain", "display_name"), 2)
    assert (paginator.count, list(paginator.page(1))) == (0, [])


def test_search_among_nobody_finds_nobody_on_postgresql(postgres: None) -> None:  # noqa: F811
    """As of somebody's lists who is not there: Django then asks the database nothing, not even what it expects."""
    paginator = BoundedPaginator(by_words(User.objects.none(), "rain", "display_name"), 2)
    assert (paginator.count, list(paginator.page(1))) == (0, [])

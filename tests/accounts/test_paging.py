"""Pages of lists: what is counted and skipped has a bound."""

from __future__ import annotations

import pytest
from django.conf import LazySettings
from django.core.paginator import EmptyPage

from accounts.models import User
from accounts.paging import BoundedPaginator
from accounts.search import by_words

pytestmark = pytest.mark.django_db


def people(many: int) -> None:
    User.objects.bulk_create(User(username=f"u{i}") for i in range(many))


def names(paginator: BoundedPaginator, number: int) -> list[str]:
    return [user.username for user in paginator.page(number)]


def test_count_is_exact_up_to_the_bound(settings: LazySettings) -> None:
    settings.MAX_LISTED = 5
    listed = User.objects.order_by("pk")
    people(4)
    assert BoundedPaginator(listed, 2).count == 4
    User.objects.all().delete()
    people(9)
    assert BoundedPaginator(listed, 2).count == 5


def test_pages_hold_the_bound_and_no_more(settings: LazySettings) -> None:
    settings.MAX_LISTED = 5
    people(9)
    paginator = BoundedPaginator(User.objects.order_by("-pk"), 2)
    assert [names(paginator, number) for number in (1, 2, 3)] == [["u8", "u7"], ["u6", "u5"], ["u4"]]
    assert not paginator.page(3).has_next()
    with pytest.raises(EmptyPage):
        paginator.page(4)


def test_empty_list_has_one_empty_page() -> None:
    assert names(BoundedPaginator(User.objects.order_by("pk"), 2), 1) == []


def test_plain_lists_are_bounded_too(settings: LazySettings) -> None:
    settings.MAX_LISTED = 3
    paginator: BoundedPaginator = BoundedPaginator(list("abcde"), 2)
    assert (paginator.count, list(paginator.page(2))) == (3, ["c"])


def test_search_goes_on_for_less(settings: LazySettings) -> None:
    settings.MAX_FOUND = 3
    people(9)
    found = by_words(User.objects.order_by("pk"), "u", "username").filter(is_active=True)
    assert (BoundedPaginator(found, 2).count, BoundedPaginator(User.objects.order_by("pk"), 2).count) == (3, 9)

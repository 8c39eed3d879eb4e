"""Lists in pages. Neither what is counted nor what is skipped grows with what is stored."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property
from rest_framework.pagination import PageNumberPagination

from accounts.search import bound, first_matches, is_indexed_search, matches


class BoundedPaginator(Paginator):
    """Counts and shows the first ``MAX_LISTED`` entries, of a search ``MAX_FOUND``.

    A page is its keys, which indexes hold, and then its rows.
    """

    @cached_property
    def count(self) -> int:  # type: ignore[override]
        """How many there are, at most ``MAX_LISTED``, or ``MAX_FOUND`` by a search."""
        listed = self.object_list
        if not isinstance(listed, QuerySet):
            return min(len(listed), settings.MAX_LISTED)
        if self._matches is not None:
            return len(self._matches)
        if is_indexed_search(listed):
            return bound(listed) if len(self._first) == self.per_page else len(self._first)
        return listed.order_by().values("pk")[: bound(listed)].count()

    def page(self, number: int | str) -> Page[Any]:
        """Raises InvalidPage for a page that is not there."""
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        stop = min(start + self.per_page, self.count)
        return Page(self._rows(start, stop), number, self)

    @cached_property
    def _matches(self) -> list[Any] | None:
        return matches(self.object_list) if isinstance(self.object_list, QuerySet) else None

    @cached_property
    def _first(self) -> list[Any]:
        """Of a search that is not counted: words that never meet fill no page, whatever is expected of them."""
        return first_matches(self.object_list, 0, self.per_page)  # type: ignore[arg-type]

    def _rows(self, start: int, stop: int) -> list[Any]:
        listed = self.object_list
        if not isinstance(listed, QuerySet):
            return list(listed[start:stop])
        keys = self._keys(listed, start, stop)
        rows = {row.pk: row for row in listed.order_by().filter(pk__in=keys)} if keys else {}
        return [rows[key] for key in keys if key in rows]  # what went between the two is left out

    def _keys(self, listed: QuerySet[Any], start: int, stop: int) -> list[Any]:
        if self._matches is not None:
            return self._matches[start:stop]
        if is_indexed_search(listed):
            return first_matches(listed, start, stop) if start else self._first[:stop]
        return list(listed.values_list("pk", flat=True)[start:stop])


class Pages(PageNumberPagination):
    """``?page=2``; ``PAGE_SIZE`` entries on each."""

    page_size = settings.PAGE_SIZE
    django_paginator_class = BoundedPaginator

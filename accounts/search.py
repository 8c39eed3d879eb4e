"""Search by words: every word must be there, the last one may be a beginning. The same in every database.

Several words that whole fill a page are taken as they are: the last may then be no beginning. Of two frequent words,
PostgreSQL gathers all places of a beginning (15 ms and more), where it leaps through those of whole words.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from functools import reduce
from operator import or_
from typing import Any, TypeVar

from django.conf import settings
from django.db import connections
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

WORDS = re.compile(r"[^\W_]+")
JOINTS = "./:@_-"
"""Signs that PostgreSQL takes as parts of words (hosts, paths, numbers); here they part words, as all signs do."""
VECTOR = f"to_tsvector('simple', translate({{}}, '{JOINTS}', '{' ' * len(JOINTS)}'))"
"""What indexes hold, and what is searched, of an SQL expression: it must be the same for the index to serve."""

_END = r"(?![^\W_])"
_BOUND = "most_shown"
_UNSEARCHED = "unsearched"
_SURELY_MORE = 2
"""A search that is expected to find this many times what it may show is not counted: expectations are that rough."""
_AMPLE = 4
"""How many times the matches that are wanted, the beginning of a list should hold."""
S = TypeVar("S", bound=QuerySet)


class Matches(Func):
    """``Matches(F("title"), Value("rain & sun:*"))``: PostgreSQL's full-text search over columns, joined by spaces."""

    output_field = BooleanField()

    def as_sql(self, compiler, connection, **context):  # type: ignore[no-untyped-def, override]
        *columns, query = (compiler.compile(part) for part in self.get_source_expressions())
        text = _joined([sql for sql, _ in columns])
        sought, words = query
        return f"{VECTOR.format(text)} @@ to_tsquery('simple', {sought})", words


def by_words(queryset: S, q: str, *fields: str) -> S:
    """Those whose fields, taken together, hold all words of ``q``; none, if it has no word.

    Looks up at once whether several words fill a page, so that what is found doesn't hang on how it is then ordered.
    """
    words = WORDS.findall(q.lower())
    if not words:
        return queryset.none()
    whole = _holding(queryset, fields, words, last_begins=False)
    found = whole if len(words) > 1 and _fills_a_page(whole) else _holding(queryset, fields, words, last_begins=True)
    setattr(found.query, _BOUND, settings.MAX_FOUND)  # goes along with what is made of it
    setattr(found.query, _UNSEARCHED, queryset)
    return found


def _holding(queryset: S, fields: tuple[str, ...], words: list[str], last_begins: bool) -> S:
    if connections[queryset.db].vendor == "postgresql":
        query = " & ".join(words) + (":*" if last_begins else "")
        return queryset.filter(Matches(*(F(field) for field in fields), Value(query)))
    ends = [_END] * (len(words) - 1) + ["" if last_begins else _END]
    return queryset.filter(*(_anywhere(fields, word, end) for word, end in zip(words, ends, strict=True)))


def _fills_a_page(queryset: QuerySet[Any]) -> bool:
    return queryset.order_by().values("pk")[: settings.PAGE_SIZE].count() == settings.PAGE_SIZE


def bound(queryset: QuerySet[Any]) -> int:
    """How many of these a list shows, and counts: fewer of what was searched for, since each must be looked at."""
    return getattr(queryset.query, _BOUND, settings.MAX_LISTED)


def is_indexed_search(queryset: QuerySet[Any]) -> bool:
    """Whether these were searched for in a database that has an index of words."""
    return hasattr(queryset.query, _BOUND) and connections[queryset.db].vendor == "postgresql"


def matches(queryset: QuerySet[Any]) -> list[Any] | None:
    """Keys of what an indexed search finds, in its order, as far as it shows them; None if these are surely more.

    Of frequent words the first matches are soon met by walking in the list's order, and counting them would take longer
    than all the rest; of rare ones the index of words gives the few there are, once for counting and for showing.
    """
    if not is_indexed_search(queryset) or _expected(queryset) > _SURELY_MORE * bound(queryset):
        return None
    return list(queryset.values_list("pk", flat=True)[: bound(queryset)])


def first_matches(queryset: QuerySet[Any], start: int, stop: int) -> list[Any]:
    """Keys from ``start`` to ``stop`` of a search that surely finds more than it shows.

    Of a rank, the highest first, only as much of its index is read as should hold these matches: to sort all, each
    would be opened. The database puts two indexes together only if no condition stands in both, so the rank needs one
    of all rows. Of another order, as of names, what is shown are the first that are met, put in order.
    """
    keys = queryset.values_list("pk", flat=True)
    rank = str(queryset.query.order_by[0])
    if not rank.startswith("-"):
        met = queryset.order_by().values("pk")[: bound(queryset)]
        return list(_all(queryset).filter(pk__in=met).order_by(rank).values_list("pk", flat=True)[start:stop])
    lowest = _rank_at(queryset, rank, _AMPLE * stop)
    found = list(keys.filter(**{f"{rank[1:]}__gte": lowest})[start:stop]) if lowest is not None else []
    return found if len(found) == stop - start else list(keys[start:stop])


def _all(queryset: QuerySet[Any]) -> QuerySet[Any]:
    return queryset.model._default_manager.all()  # type: ignore[no-any-return]


def _rank_at(queryset: QuerySet[Any], rank: str, many: int) -> Any:
    """The rank down to which so many matches are expected; None if that is more than the whole list."""
    listed = getattr(queryset.query, _UNSEARCHED)
    place = many * _expected(listed) // max(1, _expected(queryset))
    return listed.order_by(rank).values_list(rank[1:], flat=True)[place : place + 1].first()


def _expected(queryset: QuerySet[Any]) -> int:
    """How many rows the planner expects, from its statistics of words; none where Django asks it nothing."""
    plan = queryset.order_by().values("pk").explain(format="json")
    return int(json.loads(plan)[0]["Plan"]["Plan Rows"]) if plan else 0


def word_index(table: str, name: str, columns: Sequence[str], where: str) -> RunPython:
    """A migration's operation: the index that ``by_words`` needs in PostgreSQL; elsewhere nothing.

    The planner takes no statistics from an index of some rows, so they are made beside it, of more words than by
    default: it must tell frequent ones, met soon when a list is walked in its order, from rare ones, to be looked up
    and sorted.
    """
    vector = VECTOR.format(_joined([f'"{column}"' for column in columns]))

    def make(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"CREATE INDEX {name} ON {table} USING gin (({vector})) WHERE {where}")
            schema_editor.execute(f"CREATE STATISTICS {name}_told ON ({vector}) FROM {table}")
            schema_editor.execute(f"ALTER STATISTICS {name}_told SET STATISTICS 300")

    def drop(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
        if schema_editor.connection.vendor == "postgresql":
            schema_editor.execute(f"DROP STATISTICS {name}_told")
            schema_editor.execute(f"DROP INDEX {name}")

    return RunPython(make, drop)


def _joined(columns: Sequence[str]) -> str:
    return " || ' ' || ".join(columns)


def _anywhere(fields: tuple[str, ...], word: str, end: str) -> Q:
    """A whole scan, which is quick for as many as SQLite is meant for."""
    pattern = rf"(?<![^\W_]){word}{end}"
    return reduce(or_, (Q(**{f"{field}__iregex": pattern}) for field in fields))

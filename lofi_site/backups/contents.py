"""What a database holds, table by table, in a form that can be compared: rows and a checksum."""

from __future__ import annotations

import hashlib
import sqlite3
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from lofi_site.backups.manifest import Table

_MODULUS = 2**64
_POSTGRES_TEXT = (
    *("timezone = 'UTC'", "datestyle = 'ISO, YMD'", "intervalstyle = 'postgres'", "bytea_output = 'hex'"),
    *("extra_float_digits = 1", "statement_timeout = 0", "idle_in_transaction_session_timeout = 0"),
)
"""What a row looks like as text must not depend on who asks."""
_POSTGRES_SUM = """
SELECT count(*), sum(('x' || encode(substr(sha256(convert_to(this_row::text, 'UTF8')), 1, 8), 'hex'))::bit(64)::bigint)
FROM {table} AS this_row
"""


def of_postgres(cursor: Any, connection: BaseDatabaseWrapper) -> dict[str, Table]:
    """Within the transaction that ``cursor`` is in."""
    for setting in _POSTGRES_TEXT:
        cursor.execute(f"SET LOCAL {setting}")
    return {name: _of_postgres_table(cursor, connection, name) for name in table_names(cursor, connection)}


def _of_postgres_table(cursor: Any, connection: BaseDatabaseWrapper, name: str) -> Table:
    cursor.execute(_POSTGRES_SUM.format(table=connection.ops.quote_name(name)))
    rows, total = cursor.fetchone()
    return Table(rows, _hex(int(total or 0)))


def table_names(cursor: Any, connection: BaseDatabaseWrapper) -> list[str]:
    return sorted(connection.introspection.table_names(cursor))


def of_sqlite(database: sqlite3.Connection) -> dict[str, Table]:
    names = database.execute(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name"
    )
    return {name: _of_sqlite_table(database, name) for (name,) in names.fetchall()}


def _of_sqlite_table(database: sqlite3.Connection, name: str) -> Table:
    rows = total = 0
    for row in database.execute(f'SELECT * FROM "{name}"'):  # noqa: S608  # nosec B608  # the database gave it
        rows += 1
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[:8])
    return Table(rows, _hex(total))


def _hex(total: int) -> str:
    return f"{total % _MODULUS:016x}"


def differences(expected: dict[str, Table], found: dict[str, Table]) -> list[str]:
    """What is not as it was, a line each."""
    return [
        f"{name}: {_words(expected.get(name))} in the backup, {_words(found.get(name))} in the database"
        for name in sorted(set(expected) | set(found))
        if expected.get(name) != found.get(name)
    ]


def _words(table: Table | None) -> str:
    return f"{table.rows} rows ({table.checksum})" if table else "nothing"

"""What keeps the audit as it was written: triggers of the database, which no code of the site gets past."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations import RunPython

TABLE = "accounts_auditentry"
_SAYS = "entries of the audit are neither changed nor deleted"
_SQLITE = {
    "audit_no_update": f"BEFORE UPDATE ON {TABLE}",
    "audit_no_delete": f"BEFORE DELETE ON {TABLE}",
    # INSERT OR REPLACE deletes without the trigger above being asked
    "audit_no_replace": f"BEFORE INSERT ON {TABLE} WHEN NEW.id IN (SELECT id FROM {TABLE})",  # noqa: S608  # nosec B608  # a constant
}
_PROTECT_SQLITE = [
    f"CREATE TRIGGER {name} {when} BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END" for name, when in _SQLITE.items()
]
_UNPROTECT_SQLITE = [f"DROP TRIGGER IF EXISTS {name}" for name in _SQLITE]
_PROTECT_POSTGRESQL = [
    f"""
    CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'TRUNCATE' OR EXISTS (SELECT 1 FROM {TABLE}) THEN
            RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NULL;
    END $$
    """,  # noqa: S608  # nosec B608  # constants
    f"CREATE TRIGGER audit_no_change BEFORE UPDATE OR DELETE ON {TABLE} FOR EACH ROW EXECUTE FUNCTION audit_refuse()",
    f"CREATE TRIGGER audit_no_truncate BEFORE TRUNCATE ON {TABLE} EXECUTE FUNCTION audit_refuse()",
]
_UNPROTECT_POSTGRESQL = [
    f"DROP TRIGGER IF EXISTS audit_no_change ON {TABLE}",
    f"DROP TRIGGER IF EXISTS audit_no_truncate ON {TABLE}",
    "DROP FUNCTION IF EXISTS audit_refuse()",
]
_FIND_SQLITE = f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{TABLE}' ORDER BY name"  # noqa: S608  # nosec B608  # a constant
_FIND_POSTGRESQL = f"""
SELECT tgname FROM pg_trigger
WHERE tgrelid = to_regclass('{TABLE}') AND NOT tgisinternal AND tgenabled <> 'D' ORDER BY tgname
"""  # noqa: S608  # nosec B608  # a constant


def protect(connection: BaseDatabaseWrapper) -> None:
    """From here on an UPDATE, a DELETE or a TRUNCATE of what is there is an IntegrityError."""
    _execute(connection, _PROTECT_SQLITE, _PROTECT_POSTGRESQL)


def unprotect(connection: BaseDatabaseWrapper) -> None:
    _execute(connection, _UNPROTECT_SQLITE, _UNPROTECT_POSTGRESQL)


def is_protected(connection: BaseDatabaseWrapper) -> bool:
    """Whether all triggers are there, and switched on."""
    wanted = ["audit_no_change", "audit_no_truncate"] if connection.vendor == "postgresql" else sorted(_SQLITE)
    with connection.cursor() as cursor:
        cursor.execute(_FIND_POSTGRESQL if connection.vendor == "postgresql" else _FIND_SQLITE)
        return [name for (name,) in cursor.fetchall()] == wanted


@contextmanager
def unprotected(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For tests, whose tables are emptied, and for migrations that make the table anew, as SQLite's may."""
    with transaction.atomic(using=connection.alias):
        unprotect(connection)
        yield
        protect(connection)


def protection() -> RunPython:
    """A migration's operation: the triggers, which go when it is taken back."""

    def forwards(apps: Any, schema_editor: Any) -> None:
        protect(schema_editor.connection)

    def backwards(apps: Any, schema_editor: Any) -> None:
        unprotect(schema_editor.connection)

    return RunPython(forwards, backwards)


def _execute(connection: BaseDatabaseWrapper, sqlite: list[str], postgresql: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in postgresql if connection.vendor == "postgresql" else sqlite:
            cursor.execute(statement)

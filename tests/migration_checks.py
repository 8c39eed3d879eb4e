"""What a migration may not do to a site whose last release serves meanwhile, read from its SQL for PostgreSQL."""

from __future__ import annotations

import re
from pathlib import Path

from django.db import connection
from django.db.migrations import Migration
from django.db.migrations.state import ProjectState
from django_migration_linter.sql_analyser.analyser import analyse_sql_statements
from django_migration_linter.sql_analyser.base import Check, CheckMode, CheckType
from django_migration_linter.sql_analyser.postgresql import PostgresqlAnalyser

RELEASED = Path(__file__).parent.parent / "docs" / "deploy" / "released-migrations.txt"
_VOLATILE = re.compile(r"ADD COLUMN .* DEFAULT .*\b(RANDOM|GEN_RANDOM_UUID|CLOCK_TIMESTAMP|NEXTVAL)\b", re.I)


def _checks_rows(statements: list[str], **kwargs: object) -> bool:
    """Whether a constraint is checked on all rows of a table that was there before, which is locked meanwhile."""
    made = re.findall(r'^CREATE TABLE ("\w+")', "\n".join(statements), re.M)
    added = (re.match(r'ALTER TABLE ("\w+") ADD CONSTRAINT .* (CHECK|FOREIGN KEY)', each) for each in statements)
    return any(found and found[1] not in made and "NOT VALID" not in found.string for found in added)


class Analyser(PostgresqlAnalyser):
    """The linter's own checks, and two more."""

    migration_checks = [
        *PostgresqlAnalyser.migration_checks,
        Check(
            code="VOLATILE_DEFAULT",
            fn=lambda sql, **kwargs: _VOLATILE.search(sql),
            message="ADD COLUMN writes each row anew for its default",
            mode=CheckMode.ONE_LINER,
            type=CheckType.ERROR,
        ),
        Check(
            code="VALIDATED_CONSTRAINT",
            fn=_checks_rows,
            message="ADD CONSTRAINT reads the whole table under a lock",
            mode=CheckMode.TRANSACTION,
            type=CheckType.ERROR,
        ),
    ]


def released() -> set[tuple[str, ...]]:
    """Migrations of the last release, as (app, name)."""
    return {tuple(line.split(".")) for line in RELEASED.read_text(encoding="utf-8").split()}


def faults(migration: Migration, before: ProjectState) -> list[str]:
    """Codes of the checks that it fails; warnings count. ``before``: the models as they are without it."""
    with connection.schema_editor(collect_sql=True, atomic=migration.atomic) as editor:
        migration.apply(before.clone(), editor, collect_sql=True)
    statements = [*(["BEGIN;"] if migration.atomic else []), *editor.collected_sql]
    errors, _, warnings = analyse_sql_statements(Analyser, statements, ())
    return sorted({issue.code for issue in (*errors, *warnings)})

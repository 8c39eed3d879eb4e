"""Migrations beside a site that serves: docs/decisions/0703-deployment.md."""

from __future__ import annotations

from typing import Any

import psycopg
import pytest
from django.conf import LazySettings
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.core.management import call_command
from django.db import connection, models
from django.db.migrations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    Migration,
    RemoveField,
    RenameField,
    RenameModel,
)
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.recorder import MigrationRecorder
from django.db.models.functions import Random
from django.db.utils import OperationalError

from tests.migration_checks import faults, released
from tests.postgres import postgres, postgres_database  # noqa: F401 (fixtures)

ID = ("id", models.BigAutoField(primary_key=True))
ABOVE_ZERO = models.CheckConstraint(condition=models.Q(plays__gt=0), name="above_zero")


def migration(*operations: Operation, atomic: bool = True) -> Migration:
    made = Migration("made_up", "music")
    made.operations, made.atomic = list(operations), atomic
    return made


@pytest.fixture
def before(request: pytest.FixtureRequest) -> Any:
    """A site that has songs, on PostgreSQL."""
    request.getfixturevalue("postgres")
    fields = [ID, ("name", models.CharField(max_length=20)), ("plays", models.IntegerField())]
    return migration(CreateModel("Song", fields)).mutate_state(MigrationLoader(None).project_state())


@pytest.mark.parametrize(
    ("operation", "codes"),
    [
        (AddField("song", "key", models.IntegerField(default=0)), ["NOT_NULL"]),
        (AddField("song", "luck", models.FloatField(db_default=Random())), ["VOLATILE_DEFAULT"]),
        (AlterField("song", "plays", models.BigIntegerField()), ["ALTER_COLUMN"]),
        (
            AlterField("song", "name", models.CharField(max_length=20, unique=True)),
            ["ADD_UNIQUE", "CREATE_INDEX", "CREATE_INDEX_EXCLUSIVE"],
        ),
        (RemoveField("song", "plays"), ["DROP_COLUMN"]),
        (RenameField("song", "plays", "hearings"), ["RENAME_COLUMN"]),
        (RenameModel("Song", "Piece"), ["RENAME_TABLE"]),
        (AddIndex("song", models.Index(fields=["plays"], name="song_plays")), ["CREATE_INDEX"]),
        (AddConstraint("song", ABOVE_ZERO), ["VALIDATED_CONSTRAINT"]),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Operation) else None,
)
def test_checker_refuses_what_the_last_release_could_not_live_with(
    operation: Operation, codes: list[str], before: Any
) -> None:
    assert faults(migration(operation), before) == codes


@pytest.mark.parametrize(
    ("operation", "atomic"),
    [
        (AddField("song", "key", models.IntegerField(null=True)), True),
        (AddField("song", "key", models.IntegerField(db_default=0)), True),
        (AddIndexConcurrently("song", models.Index(fields=["plays"], name="song_plays")), False),
        (AddConstraintNotValid("song", ABOVE_ZERO), True),
        (CreateModel("Verse", [ID, ("number", models.IntegerField(db_index=True))]), True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Operation) else None,
)
def test_checker_lets_pass_what_locks_nothing_for_long(operation: Operation, atomic: bool, before: Any) -> None:
    assert faults(migration(operation, atomic=atomic), before) == []


@pytest.mark.usefixtures("postgres")
def test_migrations_since_the_last_release_can_run_while_it_serves() -> None:
    loader = MigrationLoader(connection)
    new = sorted(set(loader.disk_migrations) - released())
    found = {key: faults(loader.disk_migrations[key], loader.project_state(key, at_end=False)) for key in new}
    assert {key: codes for key, codes in found.items() if codes} == {}


def test_released_migrations_are_all_still_there() -> None:
    assert released() - set(MigrationLoader(None).disk_migrations) == set()


@pytest.mark.usefixtures("postgres")
def test_migration_that_waits_for_a_lock_gives_up_and_changes_nothing(settings: LazySettings) -> None:
    settings.MIGRATION_LOCK_SECONDS = 0.2
    applied = MigrationRecorder(connection).applied_migrations()
    where = connection.get_connection_params()
    with psycopg.connect(**{key: where[key] for key in ("host", "port", "user", "dbname")}) as busy:
        busy.execute("LOCK TABLE playlists_playlist IN SHARE MODE")
        with pytest.raises(OperationalError, match="lock timeout"):
            call_command("migrate", "playlists", "0001", verbosity=0)
    assert MigrationRecorder(connection).applied_migrations() == applied


@pytest.mark.usefixtures("postgres")
def test_waiting_is_limited_for_migrations_alone(settings: LazySettings) -> None:
    call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        cursor.execute("SHOW lock_timeout")
        assert cursor.fetchone() == ("0",)

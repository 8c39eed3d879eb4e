"""The audit: what is in it stays as it was written, in both databases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts import audit, deletion
from accounts.audit_triggers import protect, protection, unprotect, unprotected
from accounts.models import AuditEntry, User
from tests import library
from tests.accounts.people import member
from tests.postgres import as_default, postgres, postgres_database  # noqa: F401 (fixtures)

REFUSED = "neither changed nor deleted"


def entry(why: str = "Spam.") -> AuditEntry:
    return audit.record(actor=None, action="track.hide", kind="track", target="23456789ABC", title="Rain", why=why)


@contextmanager
def refused() -> Iterator[None]:
    """What is done here raises, and leaves the audit's one entry as it was."""
    before = list(AuditEntry.objects.values())
    with pytest.raises(IntegrityError, match=REFUSED), transaction.atomic():
        yield
    assert list(AuditEntry.objects.values()) == before
    assert len(before) == 1


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, django_db_blocker: Any) -> Iterator[None]:
    """A transaction that is rolled back, in either."""
    if request.param == "sqlite":
        request.getfixturevalue("db")
        yield
        return
    database = request.getfixturevalue("postgres_database")
    with django_db_blocker.unblock(), as_default(database), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("database")
class TestBothDatabases:
    def test_entry_tells_who_what_when_to_what_and_why(self) -> None:
        alice = member("alice")
        made = audit.record(
            actor=alice,
            action="track.hide",
            kind="track",
            target="23456789ABC",
            title="Rain",
            why="Spam.",
            before="public",
        )
        made.refresh_from_db()
        told = (made.actor_id, made.actor, made.action, made.kind, made.target, made.title, made.why, made.data)
        assert told == (
            alice.pk, "alice", "track.hide", "track", "23456789ABC", "Rain", "Spam.", {"before": "public"},
        )  # fmt: skip

    def test_changing_an_entry_is_refused(self) -> None:
        made = entry()
        made.why = "I never said so."
        with refused():
            made.save()

    def test_changing_many_at_once_is_refused(self) -> None:
        entry()
        with refused():
            AuditEntry.objects.update(actor="bob")

    def test_deleting_an_entry_is_refused(self) -> None:
        made = entry()
        with refused():
            made.delete()

    def test_deleting_many_at_once_is_refused(self) -> None:
        entry()
        with refused():
            AuditEntry.objects.all().delete()

    @pytest.mark.parametrize("sql", ["UPDATE accounts_auditentry SET why = ''", "DELETE FROM accounts_auditentry"])
    def test_plain_sql_is_refused(self, sql: str) -> None:
        entry()
        with refused(), connection.cursor() as cursor:
            cursor.execute(sql)

    def test_writing_in_an_entrys_place_is_refused(self) -> None:
        made = entry()
        copied = f"SELECT id, created, 1, 'bob', action, kind, target, title, '', data FROM {AuditEntry._meta.db_table}"
        columns = "id, created, actor_id, actor, action, kind, target, title, why, data"
        replace = "INSERT OR REPLACE" if connection.vendor == "sqlite" else "INSERT"
        with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"{replace} INTO accounts_auditentry ({columns}) {copied}")
        assert list(AuditEntry.objects.values_list("pk", "actor")) == [(made.pk, "the site")]

    def test_protection_can_be_lifted_and_is_back_afterwards(self) -> None:
        entry()
        with unprotected(connection):
            AuditEntry.objects.all().delete()
        entry()
        with refused():
            AuditEntry.objects.all().delete()

    def test_protection_is_lifted_twice_without_an_error(self) -> None:
        for change in (unprotect, unprotect, protect):
            change(connection)
        entry()
        with refused():
            AuditEntry.objects.all().delete()

    def test_act_that_is_rolled_back_is_not_in_the_audit(self) -> None:
        with transaction.atomic():
            entry()
            transaction.set_rollback(True)
        assert AuditEntry.objects.count() == 0


@pytest.mark.usefixtures("postgres")
def test_postgresql_refuses_to_truncate_what_is_there() -> None:
    entry()
    with refused(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_auditentry")


@pytest.mark.usefixtures("postgres")
def test_postgresql_truncates_an_empty_audit() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE accounts_auditentry")
    assert AuditEntry.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("time", ["first", "second"])
def test_tests_that_commit_leave_no_entries_behind(time: str) -> None:
    assert AuditEntry.objects.count() == 0
    entry()


@pytest.mark.usefixtures("database")
def test_migration_can_be_taken_back_and_made_again() -> None:
    operation, steps = protection(), []
    made = entry()
    for step in (operation.reverse_code, operation.code):
        step(None, SimpleNamespace(connection=connection))
        with suppress(IntegrityError), transaction.atomic():
            steps.append(AuditEntry.objects.filter(pk=made.pk).update(why="Another."))
    assert steps == [1]


def test_title_longer_than_the_column_is_cut(db: None) -> None:
    made = audit.record(actor=None, action="track.hide", kind="track", target="1", title="x" * 300)
    assert len(made.title) == 200


def test_what_staff_did_stays_when_they_leave(alice: User) -> None:
    made = audit.record(actor=alice, action="track.hide", kind="track", target="23456789ABC")
    key = alice.pk
    deletion.delete(user=alice, keep_public=False)
    made.refresh_from_db()
    assert (made.actor_id, made.actor) == (key, "alice")


def test_change_in_the_admin_is_in_the_audit(client: Client, db: None) -> None:
    root = User.objects.create_superuser("root", "root@example.org")
    track = library.track(root)
    LogEntry.objects.log_actions(root.pk, [track], CHANGE, [{"changed": {"fields": ["Title"]}}])
    made = AuditEntry.objects.get()
    assert (made.actor, made.action, made.kind, made.target, made.title) == (
        "root", "admin.change", "track", track.public_id, "Rain",
    )  # fmt: skip
    assert made.data == {"changes": "Changed Title."}


def test_deletion_in_the_admin_names_what_was_there(client: Client, db: None) -> None:
    root = User.objects.create_superuser("root", "root@example.org")
    track = library.track(root)
    client.force_login(root)
    client.post(f"/admin/generator/track/{track.pk}/delete/", {"post": "yes"})
    made = AuditEntry.objects.get()
    assert (made.action, made.target, made.title) == ("admin.delete", track.public_id, "Rain")

from typing import Any

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

TARGET = 512
"""Bytes: all of a track but its score and its latent, which are then kept beside the table."""


def narrow(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, f"SET (toast_tuple_target = {TARGET})")


def widen(apps: Any, schema_editor: BaseDatabaseSchemaEditor) -> None:
    _execute(schema_editor, "RESET (toast_tuple_target)")


def _execute(schema_editor: BaseDatabaseSchemaEditor, change: str) -> None:
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(f"ALTER TABLE generator_track {change}")


class Migration(migrations.Migration):
    """Lists, searches and likes open many rows, and need neither what they play nor where it came from.

    Takes no time and no lock that readers or writers wait for: it is for rows to come (docs/operations.md tells of
    those that are there). SQLite has nothing like it.
    """

    dependencies = [("generator", "0008_likes_seen")]
    operations = [migrations.RunPython(narrow, widen)]

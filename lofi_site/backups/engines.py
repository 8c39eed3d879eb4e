"""What differs between the two databases, behind one face."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol, cast

from django.db.backends.base.base import BaseDatabaseWrapper

from lofi_site.backups import postgres, sqlite
from lofi_site.backups.manifest import Table


class Engine(Protocol):
    def dump(self, connection: BaseDatabaseWrapper, folder: Path) -> tuple[dict[str, Table], list[str]]: ...

    def load(self, connection: BaseDatabaseWrapper, folder: Path, *, replace: bool) -> dict[str, Table]: ...

    def server_version(self, connection: BaseDatabaseWrapper) -> str: ...


def of(connection: BaseDatabaseWrapper) -> Engine:
    return cast(Engine, postgres if connection.vendor == "postgresql" else sqlite)

import sqlite3
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from lofi_site.backups.manifest import BackupError
from lofi_site.backups.restoring import restore


class Command(BaseCommand):
    help = "Restore a backup into the database of DATABASE_URL and the folder of DATA_DIR. Stop the site first."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="the folder of one backup")
        parser.add_argument("--replace", action="store_true", help="what is in the database now is lost")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            restore(source=options["source"], replace=options["replace"], say=self.stdout.write)
        except (BackupError, OSError, DatabaseError, sqlite3.Error) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS("Restored."))

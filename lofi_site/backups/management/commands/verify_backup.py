from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from lofi_site.backups.manifest import BackupError, verify


class Command(BaseCommand):
    help = "Read all of a backup and compare it with its manifest."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", type=Path, help="the folder of one backup")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sealed = verify(options["source"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"Whole: {len(sealed.files)} files, {len(sealed.tables)} tables, made {sealed.created}.")

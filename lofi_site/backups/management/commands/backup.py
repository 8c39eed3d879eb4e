from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lofi_site.backups.dumping import make
from lofi_site.backups.manifest import BackupError


class Command(BaseCommand):
    help = "Back up the database and the models' folders, while the site goes on, into a new folder below TARGET."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("target", nargs="?", type=Path, help="default: BACKUP_DIR, or backups/ in DATA_DIR")
        parser.add_argument("--keep", type=int, default=settings.BACKUP_KEEP, help="remove all but so many; 0: none")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["keep"] < 0:
            raise CommandError("--keep must be 0 or more.")
        target = options["target"] or Path(settings.BACKUP_DIR or settings.DATA_DIR / "backups")
        try:
            folder, sealed, gone = make(target=target, keep=options["keep"])
        except BackupError as error:
            raise CommandError(str(error)) from error
        rows = sum(table.rows for table in sealed.tables.values())
        size = sum(file.bytes for file in sealed.files.values())
        self.stdout.write(f"{folder}: {len(sealed.tables)} tables, {rows} rows, {size} bytes.")
        for path in gone:
            self.stdout.write(f"Removed {path}.")

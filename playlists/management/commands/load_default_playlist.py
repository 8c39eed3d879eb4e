"""Load the playlist that a new listener hears; safe to run again."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from playlists import services


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        playlist, changed = services.load_default(link=services.DEFAULT_LINK.read_text(encoding="utf-8"))
        state = "loaded" if changed else "already there"
        self.stdout.write(f"Default playlist {state}: {playlist.entries.count()} tracks.")

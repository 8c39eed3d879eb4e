"""Put tracks where the active model hears them, so that similar ones are found."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from generator import indexing


class Command(BaseCommand):
    help = "Compute where in the latent space each track lies, if that is not known for the active model."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        while some := indexing.index_some():
            done += some
        if options["verbosity"]:
            self.stdout.write(f"{done} tracks were placed.")

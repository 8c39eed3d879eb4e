"""Make the community top of a week by hand: of the last one that is due, or of the one that is named."""

from __future__ import annotations

import re
from argparse import ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from playlists import community


def monday_of(text: str) -> date:
    """ "2026-W48" -> 2026-11-23. Raises ArgumentTypeError."""
    if not re.fullmatch(r"\d{4}-W\d{2}", text):
        raise ArgumentTypeError(f"must look like 2026-W48, not {text!r}")
    try:
        return date.fromisoformat(f"{text}-1")
    except ValueError as error:
        raise ArgumentTypeError(f"there is no week {text}") from error


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--week", type=monday_of, help="an ISO week such as 2026-W48")

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        monday = options["week"] or community.due(now)
        made = community.make(monday=monday, now=now)
        if made:
            self.stdout.write(f"{made.title}: {made.entries.count()} tracks, at /playlists/{made.public_id}.")
        else:
            self.stdout.write(f"Nothing made of {community.slug_of(monday)}: it is there, or too little was liked.")

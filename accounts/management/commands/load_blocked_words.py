"""Load words that nobody may use here from a file, one a line; safe to run again.

``review:`` before a word lets it pass, and lets staff know. What stands after # is left out.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand

from accounts.models import BlockedWord
from accounts.spelling import key_of

REVIEW = "review:"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        known = set(BlockedWord.objects.values_list("key", flat=True))
        many = len(known)
        for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), start=1):
            entry = self._entry(line.partition("#")[0].strip())
            if entry and key_of(entry.text) not in known:
                known |= self._store(entry, number)
        self.stdout.write(f"{len(known) - many} words are new, {len(known)} there are.")

    def _entry(self, line: str) -> BlockedWord | None:
        action = BlockedWord.Action.REVIEW if line.startswith(REVIEW) else BlockedWord.Action.REFUSE
        text = line.removeprefix(REVIEW).strip()
        return BlockedWord(text=text, action=action) if text else None

    def _store(self, entry: BlockedWord, number: int) -> set[str]:
        try:
            entry.full_clean()
        except ValidationError as error:
            self.stderr.write(f"Line {number}: {' '.join(error.messages)}")
            return set()
        entry.save()
        return {entry.key}

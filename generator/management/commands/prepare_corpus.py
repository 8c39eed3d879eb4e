"""``manage.py prepare_corpus``: folders of lead sheets -> one file of arrays."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Read lead-sheet corpora (docs/corpus.md has the formats), split them by song and write one file of arrays."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("corpus", type=Path, help="folder that holds the corpora, or one corpus")
        parser.add_argument("--output", type=Path, default=Path("var/corpus.npz"), help="default: %(default)s")
        parser.add_argument("--seed", type=int, default=0, help="of the split by song; default: %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        from generator.vae.corpora.leadsheet import CorpusError
        from generator.vae.corpus import read_corpus
        from generator.vae.dataset import prepare

        if not options["corpus"].is_dir():
            raise CommandError(f"{options['corpus']} is not a folder")
        try:
            corpus = read_corpus(options["corpus"], self.stderr.write)
        except CorpusError as error:
            raise CommandError(str(error)) from error
        dataset = prepare(corpus, options["seed"])
        dataset.save(options["output"])
        for name, value in dataset.about.items():
            self.stdout.write(f"{name}: {value}")
        self.stdout.write(f"{len(dataset.encoded)} sections written to {options['output']}")

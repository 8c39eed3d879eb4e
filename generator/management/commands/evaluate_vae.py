"""``manage.py evaluate_vae``: held-out reconstruction, ours beside the baseline."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

CHECKPOINTS = Path(__file__).resolve().parents[2] / "checkpoints"


class Command(BaseCommand):
    help = "Print how well held-out tracks are given back: ours, the baseline, and always answering the commonest."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "corpus",
            type=Path,
            nargs="?",
            default=Path("var/corpus.npz"),
            help="a prepared corpus, or a folder of corpora to read; default: %(default)s",
        )
        parser.add_argument("--checkpoint", type=Path, default=CHECKPOINTS / "base")
        parser.add_argument("--baseline", type=Path, default=CHECKPOINTS / "baseline")
        parser.add_argument("--split", choices=("train", "validation", "test", "all"), default="test")
        parser.add_argument("--seed", type=int, default=0, help="of the split, when a folder is read")

    def handle(self, *args: Any, **options: Any) -> None:
        import torch

        from generator.vae import recipe
        from generator.vae.checkpoint import CheckpointError
        from generator.vae.corpora.leadsheet import CorpusError
        from generator.vae.evaluate import guess_the_commonest, table

        torch.set_num_threads(1)
        dataset = self.dataset(options["corpus"], options["seed"])
        try:
            rows = slice(None) if options["split"] == "all" else dataset.rows(options["split"])
            encoded = dataset.encoded.take(rows)
            ours = recipe.evaluate(recipe.LOFI, options["checkpoint"], encoded)
            theirs = recipe.evaluate(recipe.BASELINE, options["baseline"], encoded)
        except (CheckpointError, CorpusError) as error:
            raise CommandError(str(error)) from error
        columns = {"lofi": ours, "baseline": theirs, "commonest": guess_the_commonest(encoded)}
        split = options["split"]
        self.stdout.write(f"{len(encoded)} sections (split: {split}), decoded freely, on the legacy grid")
        self.stdout.write(table(columns, list(ours)))

    def dataset(self, path: Path, seed: int) -> Any:
        """The prepared corpus, or one prepared from a folder on the fly."""
        from generator.vae.corpora.leadsheet import CorpusError
        from generator.vae.corpus import read_corpus
        from generator.vae.dataset import Dataset, prepare

        try:
            return prepare(read_corpus(path), seed) if path.is_dir() else Dataset.load(path)
        except (CorpusError, OSError, ValueError, KeyError) as error:
            raise CommandError(f"{path} is no corpus, prepared or not ({error}): see prepare_corpus") from error

"""``manage.py train_vae``: a prepared corpus -> a checkpoint folder."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

if TYPE_CHECKING:
    from generator.vae.train import Progress


class Command(BaseCommand):
    help = "Train the VAE, or the baseline of the original's architecture. Run it again after a kill: it goes on."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "output", type=Path, nargs="?", default=Path("var/model"), help="checkpoint folder; default: %(default)s"
        )
        parser.add_argument("--corpus", type=Path, default=Path("var/corpus.npz"), help="default: %(default)s")
        parser.add_argument("--kind", choices=("lofi", "baseline"), default="lofi", help="default: %(default)s")
        parser.add_argument("--samples", type=int, default=256_000, help="sections to learn from; default: %(default)s")
        parser.add_argument("--epoch", type=int, default=12_800, help="sections between two validations")
        parser.add_argument("--patience", type=int, default=12, help="epochs without progress before it stops early")
        parser.add_argument("--seed", type=int, default=0, help="default: %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        from tqdm import tqdm

        from generator.vae import recipe
        from generator.vae.corpora.leadsheet import CorpusError
        from generator.vae.dataset import Dataset
        from generator.vae.train import FitOptions

        fit = FitOptions(**{name: options[name] for name in ("samples", "epoch", "patience", "seed")})
        try:
            dataset = Dataset.load(options["corpus"])
        except (OSError, ValueError, KeyError) as error:
            raise CommandError(f"{options['corpus']} is no prepared corpus: run prepare_corpus first") from error
        with tqdm(total=fit.epochs * fit.steps, unit="step", dynamic_ncols=True) as bar:

            def on_step(step: int, loss: float) -> None:
                bar.update(step - bar.n)
                bar.set_postfix(loss=f"{loss:.1f}")

            try:
                test = recipe.train(options["kind"], dataset, fit, options["output"], on_step, self.report)
            except CorpusError as error:
                raise CommandError(str(error)) from error
        for name, value in test.items():
            self.stdout.write(f"{name:<18}{value:.4f}")
        self.stdout.write(f"checkpoint written to {options['output']}")

    def report(self, progress: Progress) -> None:
        """One line an epoch: the validation loss and its parts."""
        last = progress.history[-1]
        parts = "  ".join(f"{name} {value:.3f}" for name, value in last.items() if name != "epoch")
        self.stderr.write(f"epoch {progress.epoch}: {parts}")

"""``manage.py fine_tune``: the process of one run. The worker starts it; nobody needs to."""

from __future__ import annotations

import argparse
import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from generator.training import process, runs, work


class Command(BaseCommand):
    help = "Train the run that this token has claimed. Started by the worker."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("run")
        parser.add_argument("token")
        parser.add_argument("--parent", type=int, required=True, help="the process with which it ends")

    def handle(self, *args: Any, **options: Any) -> None:
        run = runs.find(options["run"])
        if run is None:
            raise CommandError("there is no such run")
        watch = work.Watch(run, options["token"])
        signal.signal(signal.SIGTERM, watch.leave)
        watch.begin()
        process.become_child(options["parent"])
        work.perform(watch)

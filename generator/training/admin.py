"""Runs, as staff look them up; they are started, stopped and judged at ``/training``."""

from __future__ import annotations

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from accounts.seen import SeenOnly
from generator.training.models import FineTuneRun


@admin.register(FineTuneRun)
class FineTuneRunAdmin(SeenOnly):
    list_display = ["public_id", "state", "progress", "lessons", "listeners", "parent", "candidate", "created"]
    list_select_related = ["parent", "candidate"]
    list_filter = ["state"]
    search_fields = ["public_id", "candidate__version", "parent__version"]
    date_hierarchy = "created"
    fields = [
        "public_id", "page", "state", "phase", "progress", "loss", "error", "attempts", "lessons", "listeners",
        "fingerprint", "parent", "candidate", "seed", "options", "report", "started_by", "created", "started", "ended",
    ]  # fmt: skip

    @admin.display
    def progress(self, run: FineTuneRun) -> str:
        return f"{run.step} of {run.steps}" if run.steps else "-"

    @admin.display
    def page(self, run: FineTuneRun) -> str:
        return format_html('<a href="{}">Its report</a>', reverse("training-run", args=[run.public_id]))

"""Runs that teach a version of the model what members like, and what members say of the outcome."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Case, Q, Value, When

from accounts.ids import LENGTH, new_id
from generator.models import ModelVersion

MAX_ERROR = 300
PAIRS = 12
"""Pairs that a candidate is heard by, side by side with what it learned on."""


class State(models.TextChoices):
    QUEUED = "queued", "Waiting for the worker"
    RUNNING = "running", "Under way"
    CANCELLING = "cancelling", "Being stopped"
    CANCELLED = "cancelled", "Stopped"
    FAILED = "failed", "Failed"
    DONE = "done", "Done"


ACTIVE = (State.QUEUED, State.RUNNING, State.CANCELLING)
"""Of these there is at most one."""


class Phase(models.TextChoices):
    """What a run that is under way is at."""

    GATHERING = "gathering", "Gathering what members like"
    LEARNING = "learning", "Learning"
    EXAMINING = "examining", "Being examined"


class FineTuneRun(models.Model):
    """One fine-tuning. Whoever holds ``token`` trains; a heartbeat that is old lets another process take it over.

    Its files lie in ``DATA_DIR/models/<public_id>``.
    """

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    phase = models.CharField(max_length=9, choices=Phase, default=Phase.GATHERING)
    step = models.PositiveIntegerField(default=0, help_text="Optimiser steps that are done.")
    steps = models.PositiveIntegerField(default=0, help_text="Optimiser steps in all; fewer when it stops early.")
    loss = models.FloatField(null=True, help_text="Of the last step's batch, nats a track.")
    token = models.CharField(max_length=32, blank=True, editable=False)
    heartbeat = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, help_text="Processes that have tried.")
    created = models.DateTimeField(auto_now_add=True)
    started = models.DateTimeField(null=True)
    ended = models.DateTimeField(null=True)
    error = models.CharField(max_length=MAX_ERROR, blank=True, help_text="Why it failed.")
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Of its lessons.")
    lessons = models.PositiveIntegerField(default=0, help_text="Tracks that it learns from or is examined by.")
    listeners = models.PositiveIntegerField(default=0, help_text="Members whose signals these are.")
    parent = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="runs")
    candidate = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="made_by", null=True)
    seed = models.PositiveIntegerField(default=0)
    options = models.JSONField(default=dict, help_text="How it learns.")
    report = models.JSONField(default=dict, help_text="What the gate found; its pictures by name.")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        ordering = ["-created", "-id"]
        constraints = [
            models.UniqueConstraint(
                Case(When(state__in=ACTIVE, then=Value(1))), name="one_run_at_a_time", violation_error_code="busy"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DONE, candidate__isnull=False) | ~Q(state=State.DONE), name="done_has_candidate"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def is_active(self) -> bool:
        return self.state in ACTIVE


class PairVote(models.Model):
    """Which of a pair a member found nicer, once; they did not know which was whose."""

    run = models.ForeignKey(FineTuneRun, on_delete=models.CASCADE, related_name="votes")
    pair = models.PositiveSmallIntegerField(help_text="0 to 11.")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pair_votes")
    candidate = models.BooleanField(help_text="Whether the candidate's was nicer.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "pair", "user"], name="one_vote_a_pair"),
            models.CheckConstraint(condition=Q(pair__lt=PAIRS), name="pair_below_twelve"),
        ]

    def __str__(self) -> str:
        return f"{self.user} on pair {self.pair} of {self.run}"

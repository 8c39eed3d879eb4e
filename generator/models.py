"""Models of the network's versions and of the tracks they made."""

from __future__ import annotations

from django.db import models

from generator.ids import LENGTH, new_id
from generator.vae.score import MAX_TITLE

PRODUCER_VERSION = 2
"""The producer in the browser that arranges scores today; a stored track names the one it was heard with."""


class ModelVersion(models.Model):
    """A checkpoint that decoded tracks: ``version`` is 12 hex digits of its hash, ``folder`` where it lies."""

    version = models.CharField(max_length=12, unique=True)
    folder = models.CharField(max_length=500)
    is_active = models.BooleanField(default=False, help_text="Serves new tracks; at most one version does.")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_active"], condition=models.Q(is_active=True), name="one_active_version")
        ]

    def __str__(self) -> str:
        return self.version


class Track(models.Model):
    """A stored track. ``score`` is final: retraining changes neither it nor the latent beside it."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    title = models.CharField(max_length=MAX_TITLE)
    score = models.JSONField(help_text="Score, version 2.")
    latent = models.JSONField(help_text="100 floats, in the latent space of the model version.")
    model_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="tracks")
    producer_version = models.PositiveSmallIntegerField(default=PRODUCER_VERSION)
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    def __str__(self) -> str:
        return self.title

"""Models of the network's versions and of the tracks they made."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.ids import LENGTH, new_id
from accounts.models import User
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


class Visibility(models.TextChoices):
    """Public: in every list. Unlisted: for whoever has the link. Private: for its owner."""

    PUBLIC = "public", "Public"
    UNLISTED = "unlisted", "Unlisted"
    PRIVATE = "private", "Private"


class TrackQuerySet(models.QuerySet["Track"]):
    """Every list of tracks starts at ``visible_to``, every call for one track at ``reachable_by``."""

    def visible_to(self, user: User | AnonymousUser) -> TrackQuerySet:
        """Public ones, and the user's own."""
        public = models.Q(visibility=Visibility.PUBLIC)
        return self.filter(public | models.Q(creator=user) if user.is_authenticated else public)

    def reachable_by(self, user: User | AnonymousUser) -> TrackQuerySet:
        """What is visible, and what is unlisted: who knows the id was given it."""
        shared = ~models.Q(visibility=Visibility.PRIVATE)
        return self.filter(shared | models.Q(creator=user) if user.is_authenticated else shared)


class Track(models.Model):
    """A stored track. What ``score`` plays is final: retraining changes neither it nor the latent beside it."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    title = models.CharField(max_length=MAX_TITLE)
    score = models.JSONField(help_text="Score, version 2.")
    latent = models.JSONField(help_text="100 floats, in the latent space of the model version.")
    model_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="tracks")
    producer_version = models.PositiveSmallIntegerField(default=PRODUCER_VERSION)
    creator = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="tracks", null=True, blank=True
    )
    visibility = models.CharField(max_length=8, choices=Visibility, default=Visibility.PRIVATE)
    mix = models.JSONField(null=True, blank=True, help_text="How its maker set the sound; docs/track-format.md.")
    claim = models.CharField(  # noqa: DJ001 (null, since any number of a member's tracks may have none)
        max_length=64, null=True, editable=False, help_text="SHA-256 of what a visitor brought along: stored once."
    )
    created = models.DateTimeField(auto_now_add=True, db_index=True)

    objects = TrackQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creator", "claim"], name="one_track_a_claim")]
        indexes = [models.Index(fields=["visibility", "-created"], name="tracks_newest_first")]

    def __str__(self) -> str:
        return self.title

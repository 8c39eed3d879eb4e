"""What a taste is made of beside likes and own tracks: what a member said of takes, and since when it counts."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.ids import LENGTH, new_id
from generator.models import SHARED, ModelVersion, Track
from generator.vae.score import MAX_TITLE


class Taste(models.Model):
    """A member's own word on their taste. Who never said any has no row."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="taste")
    since = models.DateTimeField(null=True, help_text="It was reset then: what was liked and made before is no part.")
    key = models.CharField(  # noqa: DJ001 (null, since any number of members share nothing)
        max_length=LENGTH, null=True, unique=True, editable=False, help_text="Of the link that shares it."
    )
    shared = models.DateTimeField(null=True, help_text="The link plays the taste of that moment.")

    def __str__(self) -> str:
        return f"the taste of {self.user}"


class Direction(models.TextChoices):
    """What a nudge asks for."""

    MORE = "more", "More like this"
    LESS = "less", "Less like that"


class Nudge(models.Model):
    """What a member said of one place in the latent space, whether a stored track lies there or not."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="nudges")
    direction = models.CharField(max_length=4, choices=Direction)
    latent = models.JSONField(help_text="100 floats, in the latent space of the model version.")
    digest = models.CharField(max_length=64, editable=False, help_text="SHA-256 of the latent: said once of a place.")
    model_version = models.ForeignKey(ModelVersion, on_delete=models.PROTECT, related_name="nudges")
    track = models.ForeignKey(Track, on_delete=models.SET_NULL, related_name="nudges", null=True)
    title = models.CharField(max_length=MAX_TITLE, blank=True, help_text="Of the take; a stored track tells its own.")
    created = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="one_nudge_a_place")]
        indexes = [models.Index(fields=["user", "-created", "-id"], name="nudges_newest_first")]

    def __str__(self) -> str:
        return f"{self.get_direction_display()}: {self.heard}"

    @property
    def seen_track(self) -> Track | None:
        """The stored track, while its member can reach it."""
        track = self.track
        return track if track and (track.visibility in SHARED or track.creator_id == self.user_id) else None

    @property
    def heard(self) -> str:
        """What it was said of."""
        return self.seen_track.title if self.seen_track else self.title or "a track that is gone"

"""Who you are, what you told about yourself, your keys for programs, and how many calls you made lately."""

from __future__ import annotations

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.db import models
from django.utils import timezone

from accounts.ids import LENGTH, new_id

MAX_DISPLAY_NAME = 50
MAX_ABOUT = 2000
"""Characters that the column holds; the setting ``MAX_ABOUT_CHARACTERS`` says how many of them are allowed."""
MAX_TOKEN_NAME = 50


class User(AbstractUser):
    """A member, and their public profile at ``/@username``."""

    class SeenBy(models.TextChoices):
        EVERYONE = "everyone", "Everyone"
        MEMBERS = "members", "Members who are logged in"
        NOBODY = "nobody", "Nobody"

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    display_name = models.CharField("name shown", max_length=MAX_DISPLAY_NAME, blank=True)
    about = models.TextField("about yourself", max_length=MAX_ABOUT, blank=True)
    profile_seen_by = models.CharField("who sees your page", max_length=8, choices=SeenBy, default=SeenBy.EVERYONE)
    show_tracks = models.BooleanField("list your public tracks", default=True)
    show_playlists = models.BooleanField("list your public playlists", default=True)
    show_likes = models.BooleanField("list what you like", default=False)

    @property
    def shown_name(self) -> str:
        return self.display_name or self.username

    def shows_profile_to(self, viewer: User | AnonymousUser) -> bool:
        """Whether the viewer may know that this page exists. Its owner always may."""
        if viewer.pk == self.pk or self.profile_seen_by == self.SeenBy.EVERYONE:
            return self.is_active
        return self.is_active and viewer.is_authenticated and self.profile_seen_by == self.SeenBy.MEMBERS


class ApiToken(models.Model):
    """A key for programs. The key itself is shown once and not kept: ``digest`` is its SHA-256, in hex."""

    class Scope(models.TextChoices):
        READ = "read", "Read"
        WRITE = "write", "Read and write"

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=MAX_TOKEN_NAME)
    scope = models.CharField(max_length=5, choices=Scope, default=Scope.READ)
    digest = models.CharField(max_length=64, unique=True, editable=False)
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, blank=True)
    last_used = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return self.name

    @property
    def is_expired(self) -> bool:
        return self.expires is not None and self.expires <= timezone.now()


class DataExport(models.Model):
    """A zip of what the site holds about a member. ``file_name`` can't be guessed; it lies in ``DATA_DIR/exports``."""

    class Status(models.TextChoices):
        WAITING = "waiting"
        READY = "ready"
        FAILED = "failed"

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="data_exports")
    status = models.CharField(max_length=7, choices=Status, default=Status.WAITING)
    file_name = models.CharField(max_length=60, blank=True)
    size = models.PositiveBigIntegerField(default=0, help_text="Bytes.")
    created = models.DateTimeField(auto_now_add=True)
    expires = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user"], condition=models.Q(status="waiting"), name="one_export_under_way")
        ]

    def __str__(self) -> str:
        return f"{self.public_id}: {self.status}"


class RequestCount(models.Model):
    """Calls of one caller in one scope within the window that began at ``started`` (Unix seconds)."""

    key = models.CharField(max_length=100, primary_key=True)
    started = models.FloatField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"

"""Who you are, what you told about yourself, your keys for programs, how many calls you made lately; what staff did."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils import timezone

from accounts.ids import LENGTH, new_id
from accounts.spelling import key_of

MAX_DISPLAY_NAME = 50
MAX_ABOUT = 2000
"""Characters that the column holds; the setting ``MAX_ABOUT_CHARACTERS`` says how many of them are allowed."""
MAX_TOKEN_NAME = 50
MAX_AUDIT_TITLE = 200
MAX_ERROR = 200


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
    silenced_until = models.DateTimeField(null=True, editable=False)
    suspended_until = models.DateTimeField(null=True, editable=False)
    profile_hidden = models.BooleanField(default=False, editable=False, help_text="By moderators: theirs alone to see.")
    unread_decisions = models.PositiveSmallIntegerField(default=0, editable=False, help_text="Moderators' words.")

    class Meta(AbstractUser.Meta):
        indexes = [models.Index(fields=["date_joined"], name="people_by_age")]

    @property
    def shown_name(self) -> str:
        return self.display_name or self.username

    @property
    def is_silenced(self) -> bool:
        return self.silenced_until is not None and self.silenced_until > timezone.now()

    @property
    def is_suspended(self) -> bool:
        return self.suspended_until is not None and self.suspended_until > timezone.now()

    def shows_profile_to(self, viewer: User | AnonymousUser) -> bool:
        """Whether the viewer may know that this page exists. Its owner always may."""
        if not self.is_active or self.is_suspended:
            return False
        if viewer.pk == self.pk or self.profile_hidden:
            return viewer.pk == self.pk
        seen_by_members = viewer.is_authenticated and self.profile_seen_by == self.SeenBy.MEMBERS
        return seen_by_members or self.profile_seen_by == self.SeenBy.EVERYONE


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


class BlockedWord(models.Model):
    """A word or phrase that members may not use, or that staff want to know of; ``key`` is how it is looked for."""

    SHORTEST = 3

    class Action(models.TextChoices):
        REFUSE = "refuse", "Refuse it"
        REVIEW = "review", "Let it pass, and let staff know"

    text = models.CharField(
        max_length=60, help_text="A word or phrase. word* also finds what begins with it, *word* what holds it."
    )
    key = models.CharField(max_length=200, unique=True, editable=False)
    action = models.CharField(max_length=6, choices=Action, default=Action.REFUSE)
    note = models.CharField(max_length=200, blank=True, help_text="Why it is here.")
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = key_of(self.text)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.key = key_of(self.text)
        if len(self.key.strip("*")) < self.SHORTEST:
            raise ValidationError({"text": f"Must have {self.SHORTEST} letters or more: shorter ones are in too much."})

    def validate_unique(self, exclude: Collection[str] | None = None) -> None:
        """By its key, which is in no form."""
        twin = BlockedWord.objects.filter(key=self.key).exclude(pk=self.pk).first()
        if twin:
            raise ValidationError({"text": f"Is looked for already, as {twin.text}."})


class RequestCount(models.Model):
    """Calls of one caller in one scope within the window that began at ``started`` (Unix seconds)."""

    key = models.CharField(max_length=100, primary_key=True)
    started = models.FloatField(db_index=True)
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"


class AuditEntry(models.Model):
    """Who did what to which thing, when and why. Triggers of the database refuse to change or delete one.

    It refers to nothing, so that nothing changes it: who leaves, and what is deleted, stays as it was called then.
    """

    created = models.DateTimeField("when", default=timezone.now)
    actor_id = models.BigIntegerField(null=True, help_text="The member's key; none is the site itself.")
    actor = models.CharField("who", max_length=150)
    action = models.CharField("what", max_length=40)
    kind = models.CharField(max_length=40)
    target = models.CharField(max_length=255)
    title = models.CharField(max_length=MAX_AUDIT_TITLE, blank=True)
    why = models.TextField(blank=True)
    data = models.JSONField("details", default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name_plural = "audit entries"
        default_permissions = ["view"]
        permissions = [("export_auditentry", "Can export audit entries")]
        ordering = ["-created", "-id"]
        indexes = [
            models.Index(fields=["-created", "-id"], name="audit_newest_first"),
            *(
                models.Index(fields=[field, "-created", "-id"], name=f"audit_by_{field}")
                for field in ("actor", "action", "target")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.actor}: {self.action} {self.title or self.target}"


class DailyTally(models.Model):
    """How often something happened on a day (UTC). It tells of nobody."""

    day = models.DateField()
    name = models.CharField(max_length=40)
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ["view"]
        verbose_name_plural = "daily tallies"
        ordering = ["-day", "name"]
        constraints = [models.UniqueConstraint(fields=["name", "day"], name="one_tally_a_day")]

    def __str__(self) -> str:
        return f"{self.name} on {self.day}: {self.count}"


class TaskFailure(models.Model):
    """A background task that raised. ``error`` is what and where; the message may name somebody, and is in the log."""

    task = models.CharField(max_length=100)
    error = models.CharField(max_length=MAX_ERROR)
    created = models.DateTimeField(default=timezone.now, db_index=True)

    class Meta:
        default_permissions = ["view"]
        ordering = ["-created", "-id"]

    def __str__(self) -> str:
        return f"{self.task}: {self.error}"


class OutgoingMail(models.Model):
    """A letter that is to be sent: addressed, and secret, so it is gone once it went. ``due``: when to try (again)."""

    content = models.JSONField(help_text="As accounts.mail packs it.")
    created = models.DateTimeField(default=timezone.now)
    due = models.DateTimeField(default=timezone.now, db_index=True)
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        default_permissions = ()
        ordering = ["due"]

    def __str__(self) -> str:
        return f"{self.pk}, due {self.due:%Y-%m-%d %H:%M}"

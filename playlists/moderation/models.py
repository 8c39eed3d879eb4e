"""What members report, what becomes of it, and what the person concerned has to say."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone

from accounts.ids import LENGTH, new_id

MAX_DETAILS = 2000
"""Characters that the columns hold; the settings ``MAX_REPORT_CHARACTERS`` and the like say how many are allowed."""


class Kind(models.TextChoices):
    """What can be reported."""

    TRACK = "track", "Track"
    PLAYLIST = "playlist", "Playlist"
    MEMBER = "member", "Profile"


class Rule(models.TextChoices):
    """What is against the rules: why something is reported, and why a decision is made."""

    SPAM = "spam", "Spam or advertising"
    ABUSE = "abuse", "Insults, hate or threats"
    SEXUAL = "sexual", "Sexual content"
    PRIVATE = "private", "Somebody's private data"
    RIGHTS = "rights", "Breaks somebody's rights"
    RIGGED = "rigged", "Rigged votes or likes"
    OTHER = "other", "Something else"


class Act(models.TextChoices):
    """What moderators can do, from nothing to the most."""

    DISMISS = "dismiss", "Dismiss"
    WARN = "warn", "Warn"
    HIDE = "hide", "Hide"
    DELETE = "delete", "Delete"
    SILENCE = "silence", "Silence"
    SUSPEND = "suspend", "Suspend"
    DISCARD = "discard", "Don't count the held votes"


SANCTIONS = (Act.WARN, Act.HIDE, Act.DELETE, Act.SILENCE, Act.SUSPEND)
"""Acts that concern a person, who is told, and may appeal."""
TIMED = (Act.SILENCE, Act.SUSPEND)


class DecisionQuerySet(models.QuerySet["Decision"]):
    def standing(self) -> DecisionQuerySet:
        """Those that were not undone."""
        return self.filter(undone=None)


class Case(models.Model):
    """Something that should perhaps not be there. Reports of it join its one open case.

    ``target`` is a public id, not a reference: a case outlives what it is about, and who it is about.
    """

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    kind = models.CharField(max_length=8, choices=Kind)
    target = models.CharField(max_length=LENGTH)
    title = models.CharField(max_length=150, help_text="As it was called when it was last reported.")
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="cases", null=True, help_text="Whose it is."
    )
    weight = models.FloatField(default=0, help_text="What is heavier comes first; playlists/moderation/weights.py.")
    opened = models.DateTimeField(auto_now_add=True)
    closed = models.DateTimeField(null=True, blank=True)
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    claimed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target"], condition=models.Q(closed=None), name="one_open_case_of_a_thing"
            )
        ]
        indexes = [
            models.Index(fields=["-weight", "opened"], condition=models.Q(closed=None), name="cases_open"),
            models.Index(fields=["kind", "target"], name="cases_of_a_thing"),
            models.Index(fields=["opened"], name="cases_by_age"),
            models.Index(fields=["closed"], name="cases_closed"),
        ]
        permissions = [("decide_case", "Can decide cases"), ("answer_appeal", "Can answer appeals")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} «{self.title}»"

    @property
    def is_claimed(self) -> bool:
        """Whether somebody is at it right now."""
        return self.claimed_until is not None and self.claimed_until > timezone.now()


class Report(models.Model):
    """What one member says of it. ``frozen`` is what it was like at that moment, whatever becomes of it."""

    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="reports")
    reporter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="reports", null=True)
    reason = models.CharField(max_length=7, choices=Rule)
    details = models.TextField(max_length=MAX_DETAILS, blank=True)
    frozen = models.JSONField(default=dict)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["created", "pk"]
        constraints = [models.UniqueConstraint(fields=["case", "reporter"], name="one_report_of_a_case_each")]
        indexes = [models.Index(fields=["created"], name="reports_by_age")]

    def __str__(self) -> str:
        return f"{self.case}: {self.reason}"


class Decision(models.Model):
    """What a moderator did about a case. What is in force follows from the decisions that were not undone."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    moderator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    subject = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="decisions", null=True
    )
    act = models.CharField(max_length=7, choices=Act)
    reason = models.CharField(max_length=7, choices=Rule)
    message = models.TextField(max_length=MAX_DETAILS, blank=True, help_text="To the person concerned.")
    note = models.TextField(max_length=MAX_DETAILS, blank=True, help_text="For other moderators.")
    until = models.DateTimeField(null=True, blank=True, help_text="End of silence or suspension.")
    created = models.DateTimeField(auto_now_add=True, db_index=True)
    deletes = models.DateTimeField(null=True, blank=True, help_text="When what was deleted or suspended goes for good.")
    undone = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-created", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=models.Q(undone=None), name="one_decision_of_a_case")
        ]
        indexes = [models.Index(fields=["deletes"], condition=models.Q(undone=None), name="decisions_to_delete")]

    def __str__(self) -> str:
        return f"{self.get_act_display()}: {self.case}"


class Appeal(models.Model):
    """What the person concerned says to a decision, once. Another moderator than the first answers."""

    decision = models.OneToOneField(Decision, on_delete=models.CASCADE, related_name="appeal")
    words = models.TextField(max_length=MAX_DETAILS)
    created = models.DateTimeField(auto_now_add=True)
    answered = models.DateTimeField(null=True, blank=True, db_index=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)
    granted = models.BooleanField(null=True, help_text="True: the decision was undone.")
    answer = models.TextField(max_length=MAX_DETAILS, blank=True)

    class Meta:
        ordering = ["created", "pk"]

    def __str__(self) -> str:
        return f"Appeal to {self.decision}"

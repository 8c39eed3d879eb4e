"""What members let the model learn from, and what it learned from it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from accounts.ids import LENGTH, new_id
from accounts.models import User
from generator.contexts import Context
from generator.models import ModelVersion, Track
from generator.vae.score import MAX_TITLE


class Kind(models.TextChoices):
    """What a member can say of a track. The setting ``TEACH_WEIGHTS`` has what each weighs."""

    LIKE = "like", "Liked"
    UNLIKE = "unlike", "No longer liked"
    SAVE = "save", "Put into a playlist"
    LISTEN = "listen", "Heard to the end"
    SKIP = "skip", "Skipped"
    WIN = "win", "Chosen of two"
    LOSS = "loss", "Not chosen of two"


class ConsentQuerySet(models.QuerySet["Consent"]):
    def standing(self) -> ConsentQuerySet:
        """Those that were given, and not taken back."""
        return self.filter(given__isnull=False, withdrawn=None)


class Consent(models.Model):
    """A member's answer to the question whether what they like may teach. Old answers stay, as a proof of them.

    Without ``given`` it is "not now": nothing is recorded, and the question is not asked again.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="teaching_consents")
    text_version = models.PositiveSmallIntegerField(help_text="The version of the words that they answered to.")
    asked = models.DateTimeField(auto_now_add=True)
    given = models.DateTimeField(null=True)
    withdrawn = models.DateTimeField(null=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(withdrawn=None), name="one_standing_answer_each"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {'no' if self.given is None or self.withdrawn else 'yes'}"


class Signal(models.Model):
    """Something that a member said of a track, or showed by what they did: each kind of thing once.

    Rows are there of members who consent, and for a day after they have withdrawn.
    """

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="signals")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="signals")
    kind = models.CharField(max_length=6, choices=Kind)
    context = models.CharField(max_length=8, choices=Context, blank=True)
    created = models.DateTimeField(auto_now_add=True)
    withdrawn = models.DateTimeField(null=True, help_text="Teaches nothing from then on.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "track", "kind"], name="one_signal_of_a_kind_each")]
        indexes = [models.Index(fields=["user", "-created", "-id"], name="signals_newest_first")]

    def __str__(self) -> str:
        return f"{self.user}: {self.kind} {self.track}"


class Choice(models.TextChoices):
    """Of two tracks; open until there is one."""

    OPEN = "", "Open"
    FIRST = "first", "The first"
    SECOND = "second", "The second"
    NEITHER = "neither", "Neither"


CHOSEN = [choice for choice in Choice.values if choice != Choice.OPEN]
"""What a member may choose."""


class Pair(models.Model):
    """Two tracks that a member is asked to choose from, once; ``first`` is the one with the lower key."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="pairs")
    first = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="+")
    choice = models.CharField(max_length=7, choices=Choice, blank=True)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "first", "second"], name="one_choice_a_pair"),
            models.UniqueConstraint(fields=["user"], condition=models.Q(choice=""), name="one_open_pair_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.first} or {self.second}"


class Teaching(models.Model):
    """What a version was taught, in numbers. They stay when members leave: they tell of nobody."""

    version = models.OneToOneField(ModelVersion, on_delete=models.CASCADE, related_name="teaching")
    created = models.DateTimeField(auto_now_add=True)
    listeners = models.PositiveIntegerField()
    signals = models.PositiveIntegerField()
    latest = models.PositiveBigIntegerField(default=0, help_text="Key of the newest signal in it.")

    def __str__(self) -> str:
        return f"{self.version}: {self.signals} of {self.listeners}"


class Taught(models.Model):
    """A line of a member's ledger: one signal of theirs that a version learned from. It outlives the signal."""

    teaching = models.ForeignKey(Teaching, on_delete=models.CASCADE, related_name="lines")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="taught")
    signal = models.PositiveBigIntegerField(help_text="The signal's key; no reference.")
    track = models.ForeignKey(Track, on_delete=models.SET_NULL, related_name="+", null=True)
    title = models.CharField(max_length=MAX_TITLE, help_text="As the track was called then.")
    kind = models.CharField(max_length=6, choices=Kind)
    weight = models.FloatField(help_text="After caps.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["teaching", "signal"], name="one_line_a_signal")]
        indexes = [models.Index(fields=["user", "-teaching", "id"], name="taught_newest_first")]

    def __str__(self) -> str:
        return f"{self.user} taught {self.teaching.version}: {self.kind} {self.title}"


def lock_member(user: User) -> User:
    """Before anything else: an answer, a signal and leaving, at one moment, come one after the other."""
    return User.objects.select_for_update(no_key=True).get(pk=user.pk)

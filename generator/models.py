"""Models of the network's versions and of the tracks they made."""

from __future__ import annotations

from enum import IntFlag

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
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of its files; looked at when it is loaded.")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, related_name="children", null=True, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True, help_text="Of the lessons that it was taught.")
    metrics = models.JSONField(default=dict, blank=True)
    notes = models.TextField(blank=True)
    is_active = models.BooleanField(default=False, help_text="Serves new tracks; at most one version does.")
    promoted = models.DateTimeField(null=True, editable=False, help_text="When it last took the place of another.")
    replaced = models.ForeignKey(
        "self", on_delete=models.SET_NULL, related_name="+", null=True, editable=False,
        help_text="What served before it, and serves again when it is rolled back; none is the shipped one.",
    )  # fmt: skip
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["is_active"], condition=models.Q(is_active=True), name="one_active_version")
        ]

    def __str__(self) -> str:
        return self.version


class Visibility(models.TextChoices):
    """Public: in every list. Unlisted: for whoever has the link. Private: for its owner.

    Hidden: what moderators took out of sight. Nobody chooses it, and to all but its owner it is as private.
    """

    PUBLIC = "public", "Public"
    UNLISTED = "unlisted", "Unlisted"
    PRIVATE = "private", "Private"
    HIDDEN = "hidden", "Hidden by moderators"


CHOSEN = [choice for choice in Visibility.choices if choice[0] != Visibility.HIDDEN]
"""What an owner may choose from."""
SHARED = (Visibility.PUBLIC, Visibility.UNLISTED)
"""What others than its owner can reach."""


class Moderated(models.Model):
    """What moderators can take out of sight: ``hiding`` does, and keeps what its owner had chosen."""

    moderated = models.BooleanField(default=False, editable=False, help_text="Hidden by a decision about itself.")
    kept_visibility = models.CharField(
        max_length=8, choices=CHOSEN, blank=True, editable=False, help_text="Its owner's choice, while it is hidden."
    )

    class Meta:
        abstract = True


class Ranked(models.Model):
    """What lists are ordered by: written by the services, with the formulas of ``ranking``, for public things alone."""

    published = models.DateTimeField(null=True, editable=False, help_text="When it was public for the first time.")
    hot = models.FloatField(default=0, editable=False)
    top = models.FloatField(default=0, editable=False)
    top_day = models.FloatField(null=True, editable=False, help_text="top, while it is younger than a day.")
    top_week = models.FloatField(null=True, editable=False, help_text="top, while it is younger than 7 days.")
    top_month = models.FloatField(null=True, editable=False, help_text="top, while it is younger than 30 days.")

    class Meta:
        abstract = True


LISTED = models.Q(visibility=Visibility.PUBLIC)
FEEDS = {"hot": ["-hot", "-id"], "new": ["-published", "-id"], "top": ["-top", "-published", "-id"]}
"""The orders of feeds. Indexes begin with them; what follows is looked at in the index, without opening a row."""
FACETS = ["mode", "key", "mood", "bpm"]


def feed_indexes(things: str, *facets: str) -> list[models.Index]:
    """An index of what is listed for each order, and small ones for the top of each period."""
    whole = [
        models.Index(fields=[*order, *facets], condition=LISTED, name=f"{things}_{name}")
        for name, order in FEEDS.items()
    ]
    return whole + [
        models.Index(
            fields=[f"-top_{period}", "-published", "-id", *facets],
            condition=LISTED & models.Q(**{f"top_{period}__isnull": False}),
            name=f"{things}_top_{period}",
        )
        for period in ("day", "week", "month")
    ]


class Mood(models.TextChoices):
    """Quadrants of energy and valence (Russell's circumplex, 1980), parted at one half."""

    BRIGHT = "bright", "Bright"
    MELLOW = "mellow", "Mellow"
    RESTLESS = "restless", "Restless"
    WISTFUL = "wistful", "Wistful"

    @classmethod
    def of(cls, *, energy: float, valence: float) -> Mood:
        if valence >= 0.5:
            return cls.BRIGHT if energy >= 0.5 else cls.MELLOW
        return cls.RESTLESS if energy >= 0.5 else cls.WISTFUL


class TrackQuerySet(models.QuerySet["Track"]):
    """Feeds start at ``listed``, one caller's view at ``visible_to``, a call for one track at ``reachable_by``."""

    def listed(self) -> TrackQuerySet:
        """What is in public lists."""
        return self.filter(visibility=Visibility.PUBLIC)

    def visible_to(self, user: User | AnonymousUser) -> TrackQuerySet:
        """Public ones, and the user's own."""
        public = models.Q(visibility=Visibility.PUBLIC)
        return self.filter(public | models.Q(creator=user) if user.is_authenticated else public)

    def reachable_by(self, user: User | AnonymousUser) -> TrackQuerySet:
        """What is visible, and what is unlisted: who knows the id was given it."""
        shared = models.Q(visibility__in=SHARED)
        return self.filter(shared | models.Q(creator=user) if user.is_authenticated else shared)

    def with_parents(self) -> TrackQuerySet:
        """With what is told of their parents, in one query more."""
        told = ("child", "position", *(f"parent__{name}" for name in ("public_id", "visibility", "creator")))
        links = Parent.objects.select_related("parent").only(*told).order_by("position")
        return self.prefetch_related(models.Prefetch("parent_links", links))


class Origin(models.TextChoices):
    """How a track came about."""

    NEW = "new", "New"
    BLEND = "blend", "Blend"
    VARY = "vary", "Variation"
    FORK = "fork", "Copy"


BORN = [choice for choice in Origin.choices if choice[0] != Origin.NEW]
"""Origins of tracks that have parents."""


class Track(Moderated, Ranked):
    """A stored track. What ``score`` plays is final: retraining changes neither it nor the latent beside it."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    title = models.CharField(max_length=MAX_TITLE)
    score = models.JSONField(help_text="Score, version 2.")
    key = models.PositiveSmallIntegerField(editable=False, help_text="1 (C) to 12 (B); the score's.")
    mode = models.PositiveSmallIntegerField(editable=False, help_text="1 (ionian) to 7 (locrian); the score's.")
    bpm = models.PositiveSmallIntegerField(editable=False, help_text="The score's.")
    mood = models.CharField(max_length=8, choices=Mood, editable=False)
    latent = models.JSONField(help_text="100 floats, in the latent space of the model version.")
    vector = models.BinaryField(editable=False, help_text="The latent as 100 little-endian float16, to be searched.")
    cell = models.PositiveIntegerField(null=True, editable=False, help_text="Where in the latent space it lies.")
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
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.NEW, editable=False)
    cross = models.JSONField(
        null=True, editable=False, help_text='{"weights", "amount", "seed"}: how it is made again from its parents.'
    )
    parents = models.ManyToManyField("self", through="Parent", symmetrical=False, related_name="children")
    like_count = models.PositiveIntegerField(default=0, editable=False)
    play_count = models.PositiveIntegerField(default=0, editable=False)
    created = models.DateTimeField(auto_now_add=True)

    objects = TrackQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["creator", "claim"], name="one_track_a_claim")]
        indexes = [
            # holds all that a search for neighbours reads, so that it never touches the rows themselves
            models.Index(fields=["visibility", "cell", "id", "vector"], name="tracks_by_cell"),
            models.Index(fields=["creator", "-created", "-id"], name="tracks_of_creator"),
            models.Index(fields=["created", "model_version"], name="tracks_by_age"),
            *feed_indexes("tracks", *FACETS),
            *(
                models.Index(fields=[facet, *order, *others], condition=LISTED, name=f"tracks_{facet}_{name}")
                for facet, others in (("mode", ["key", "mood", "bpm"]), ("key", ["mode", "mood", "bpm"]))
                for name, order in FEEDS.items()
            ),
            models.Index(fields=["bpm", "mode", "key", "mood"], condition=LISTED, name="tracks_bpm"),
            models.Index(fields=["id", "visibility", "creator"], name="tracks_seen"),  # who sees what others refer to
            models.Index(
                fields=["hot"], name="tracks_rank_hot"
            ),  # goes together with that of words: accounts/search.py
        ]

    def __str__(self) -> str:
        return self.title

    def is_visible_to(self, user: User | AnonymousUser) -> bool:
        """Public, or the user's own: may be named to them."""
        return self.visibility == Visibility.PUBLIC or (user.is_authenticated and self.creator_id == user.pk)

    def parent_ids(self, viewer: User | AnonymousUser) -> list[str | None]:
        """Public ids in their order; None for one that is gone, or not there for the viewer."""
        parents = [link.parent for link in self.parent_links.all()] if self.origin != Origin.NEW else []
        return [parent.public_id if parent and parent.is_visible_to(viewer) else None for parent in parents]


class Parent(models.Model):
    """What a track was made from. A parent that is deleted leaves its place, and its weight."""

    child = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="parent_links")
    parent = models.ForeignKey(Track, on_delete=models.SET_NULL, related_name="child_links", null=True)
    position = models.PositiveSmallIntegerField()
    weight = models.FloatField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["child", "position"], name="one_parent_a_place")]

    def __str__(self) -> str:
        return f"{self.parent or 'a track that is gone'} x {self.weight:g}"


class Held(IntFlag):
    """Why an opinion is in no count: reasons come and go each by itself, and it counts when there is none."""

    NONE = 0
    WAITING = 1
    """Its account is new, and has to stand for a while first."""
    RING = 2
    """It came with others of its kind; or staff said so."""
    SUSPENDED = 4
    """Its account is suspended."""


class Opinion(models.Model):
    """What a member said of a thing, once. Held rows are kept and theirs to see, but in no count and no rank."""

    created = models.DateTimeField(auto_now_add=True)
    held = models.PositiveSmallIntegerField(default=0, editable=False, help_text="Bits of Held.")
    unproven = models.BooleanField(
        default=False, editable=False, help_text="Its account was new, and nobody has vouched for it since."
    )

    class Meta:
        abstract = True


def opinion_indexes(opinions: str, thing: str) -> list[models.Index]:
    """Of one thing lately, of the whole site lately, and of what is held: what the guards look at."""
    return [
        models.Index(fields=[thing, "-created", "unproven", "held"], name=f"{opinions}_lately_of_one"),
        models.Index(fields=["-created", "unproven", "user"], condition=models.Q(held=0), name=f"{opinions}_lately"),
        models.Index(fields=[thing], condition=~models.Q(held=0), name=f"{opinions}_held"),
    ]


class Like(Opinion):
    """A member likes a track, once."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="likes")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="likes")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["track", "user"], name="one_like_each")]
        indexes = [
            # all that a list of likes looks at, down to the track, so that it opens no row to count
            models.Index(fields=["user", "-created", "-id", "track"], name="likes_newest_first"),
            models.Index(fields=["created"], name="likes_by_age"),
            *opinion_indexes("likes", "track"),
        ]

    def __str__(self) -> str:
        return f"{self.user} likes {self.track}"

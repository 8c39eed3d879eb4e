"""What people do with tracks."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.utils import timezone

from accounts.ids import LENGTH, new_id
from accounts.models import User
from generator.models import SHARED, Moderated, Opinion, Ranked, Track, Visibility, feed_indexes, opinion_indexes
from playlists import curators

DEFAULT = "default"
"""The slug of the playlist that a new listener hears."""
MAX_DESCRIPTION = 2000
"""Characters that the column holds; the setting ``MAX_DESCRIPTION_CHARACTERS`` says how many of them are allowed."""
MAX_FEATURE_TEXT = 280


class PlaylistQuerySet(models.QuerySet["Playlist"]):
    """Feeds start at ``listed``, one caller's view at ``visible_to``, a call for one list at ``reachable_by``."""

    def listed(self) -> PlaylistQuerySet:
        """What is in public lists."""
        return self.filter(visibility=Visibility.PUBLIC)

    def visible_to(self, user: User | AnonymousUser) -> PlaylistQuerySet:
        """Public ones, and those that the user may edit."""
        return self.filter(models.Q(visibility=Visibility.PUBLIC) | self._edited_by(user))

    def reachable_by(self, user: User | AnonymousUser) -> PlaylistQuerySet:
        """What is visible, and what is unlisted: who knows the id was given it."""
        return self.filter(models.Q(visibility__in=SHARED) | self._edited_by(user))

    def editable_by(self, user: User | AnonymousUser) -> PlaylistQuerySet:
        """The user's own; while not hidden, those they were invited to and joined, and to curators the official."""
        return self.filter(self._edited_by(user))

    def _edited_by(self, user: User | AnonymousUser) -> models.Q:
        if not user.is_authenticated:
            return models.Q(pk__in=[])
        joined = PlaylistEditor.objects.filter(user=user).values("playlist")
        shared = models.Q(pk__in=joined)
        if curators.edits_official(user):
            shared |= EDITED_BY_CURATORS
        return models.Q(owner=user) | (shared & ~models.Q(visibility=Visibility.HIDDEN))


EDITED_BY_CURATORS = models.Q(official=True, slug=None)


class Playlist(Moderated, Ranked):
    """A list of tracks. An official one is the site's own: it has no owner, and curators edit it.

    One with a slug is official too, but kept by the site's code, and edited by nobody.
    """

    Visibility = Visibility

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=40, unique=True, null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="playlists", null=True, blank=True
    )
    official = models.BooleanField(default=False, help_text="The site's own: has no owner, and curators edit it.")
    title = models.CharField(max_length=80)
    description = models.TextField(max_length=MAX_DESCRIPTION, blank=True)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    rule = models.JSONField(
        null=True, blank=True, editable=False, help_text="A smart playlist's: what it holds is looked up as it is read."
    )
    forked_from = models.ForeignKey("self", on_delete=models.SET_NULL, related_name="forks", null=True, blank=True)
    editors = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="PlaylistEditor", related_name="joined_playlists"
    )
    ups = models.PositiveIntegerField(default=0, editable=False)
    downs = models.PositiveIntegerField(default=0, editable=False)
    follower_count = models.PositiveIntegerField(default=0, editable=False)
    tracks = models.ManyToManyField(Track, through="PlaylistTrack", related_name="playlists")
    claimed = models.BooleanField(
        default=False, editable=False, help_text="Holds what its owner made as a visitor; a member has one at most."
    )
    created = models.DateTimeField(auto_now_add=True)
    changed = models.DateTimeField(auto_now=True)

    objects = PlaylistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=models.Q(claimed=True), name="one_claimed_playlist"),
            models.CheckConstraint(
                condition=models.Q(official=False) | models.Q(owner=None), name="official_playlist_has_no_owner"
            ),
        ]
        indexes = feed_indexes("playlists")
        permissions = [("curate_playlist", "Can make playlists official and edit official ones")]

    def __str__(self) -> str:
        return self.title


class PlaylistTrackQuerySet(models.QuerySet["PlaylistTrack"]):
    def reachable_by(self, user: User | AnonymousUser) -> PlaylistTrackQuerySet:
        """Those whose track is, by the rule of ``TrackQuerySet.reachable_by``; as a join, which an index serves."""
        shared = models.Q(track__visibility__in=SHARED)
        return self.filter(shared | models.Q(track__creator=user) if user.is_authenticated else shared)


class PlaylistTrack(models.Model):
    """A place in a playlist, counted from 0."""

    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="entries")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField()
    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)

    objects = PlaylistTrackQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["playlist", "position"], name="one_track_a_place")]

    def __str__(self) -> str:
        return f"{self.position}: {self.track}"


class PlaylistEditor(models.Model):
    """A member who was invited to a playlist, and joined."""

    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="editor_links")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="editor_links")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["playlist", "user"], name="one_editor_each")]

    def __str__(self) -> str:
        return f"{self.user} edits {self.playlist}"


class Invitation(models.Model):
    """A link that makes whoever opens it an editor. ``digest`` is the SHA-256 of its key, which is shown once."""

    playlist = models.OneToOneField(Playlist, on_delete=models.CASCADE, related_name="invitation")
    digest = models.CharField(max_length=64, unique=True, editable=False)
    expires = models.DateTimeField()

    def __str__(self) -> str:
        return f"to {self.playlist} until {self.expires:%Y-%m-%d}"


class Vote(Opinion):
    """A member's vote on a playlist: one, up or down."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="votes")
    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="votes")
    value = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["playlist", "user"], name="one_vote_each"),
            models.CheckConstraint(condition=models.Q(value__in=[-1, 1]), name="vote_up_or_down"),
        ]
        indexes = opinion_indexes("votes", "playlist")

    def __str__(self) -> str:
        return f"{self.user}: {self.value:+d} for {self.playlist}"


class Follow(models.Model):
    """A member follows a playlist."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="follows")
    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="follows")
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["playlist", "user"], name="one_follow_each")]
        indexes = [models.Index(fields=["user", "-created"], name="follows_newest_first")]

    def __str__(self) -> str:
        return f"{self.user} follows {self.playlist}"


class Feature(models.Model):
    """What a curator shows to all, with a few words, for a while."""

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="features", null=True, blank=True)
    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="features", null=True, blank=True)
    text = models.CharField(max_length=MAX_FEATURE_TEXT, blank=True)
    position = models.PositiveSmallIntegerField(default=0, help_text="The lowest stands first.")
    starts = models.DateTimeField(default=timezone.now, db_index=True)
    ends = models.DateTimeField(null=True, blank=True)
    curator = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, related_name="+", null=True)

    class Meta:
        ordering = ["position", "-starts"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(track__isnull=True) ^ models.Q(playlist__isnull=True), name="feature_of_one_thing"
            )
        ]

    def __str__(self) -> str:
        return str(self.thing)

    @property
    def thing(self) -> Track | Playlist:
        thing = self.track or self.playlist
        assert thing is not None
        return thing

"""What people do with tracks."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.ids import LENGTH, new_id
from accounts.models import User
from generator.models import Track, Visibility

DEFAULT = "default"
"""The slug of the playlist that a new listener hears."""


class PlaylistQuerySet(models.QuerySet["Playlist"]):
    """Every list of playlists starts here."""

    def visible_to(self, user: User | AnonymousUser) -> PlaylistQuerySet:
        """Public ones, and the user's own."""
        public = models.Q(visibility=Playlist.Visibility.PUBLIC)
        return self.filter(public | models.Q(owner=user) if user.is_authenticated else public)

    def reachable_by(self, user: User | AnonymousUser) -> PlaylistQuerySet:
        """What is visible, and what is unlisted: who knows the id was given it."""
        shared = ~models.Q(visibility=Playlist.Visibility.PRIVATE)
        return self.filter(shared | models.Q(owner=user) if user.is_authenticated else shared)


class Playlist(models.Model):
    """A list of tracks. Those of the site itself have a slug and no owner."""

    Visibility = Visibility

    public_id = models.CharField(max_length=LENGTH, unique=True, default=new_id, editable=False)
    slug = models.SlugField(max_length=40, unique=True, null=True, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="playlists", null=True, blank=True
    )
    title = models.CharField(max_length=80)
    visibility = models.CharField(max_length=8, choices=Visibility.choices, default=Visibility.PRIVATE)
    tracks = models.ManyToManyField(Track, through="PlaylistTrack", related_name="playlists")
    claimed = models.BooleanField(
        default=False, editable=False, help_text="Holds what its owner made as a visitor; a member has one at most."
    )
    created = models.DateTimeField(auto_now_add=True)

    objects = PlaylistQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner"], condition=models.Q(claimed=True), name="one_claimed_playlist")
        ]

    def __str__(self) -> str:
        return self.title


class PlaylistTrack(models.Model):
    """A place in a playlist, counted from 0."""

    playlist = models.ForeignKey(Playlist, on_delete=models.CASCADE, related_name="entries")
    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="entries")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["playlist", "position"], name="one_track_a_place")]

    def __str__(self) -> str:
        return f"{self.position}: {self.track}"

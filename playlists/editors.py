"""Invited editors: a link makes whoever opens it one, until it expires or is withdrawn."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.sanctions import refuse_silenced
from generator.models import Visibility
from playlists.models import Invitation, Playlist, PlaylistEditor

BYTES = 32
_FORM = re.compile(r"[\w-]{43}", re.ASCII)


@transaction.atomic
def invite(*, playlist: Playlist) -> tuple[Invitation, str]:
    """A new invitation and its key, which nobody can read again. An older one is good no longer."""
    key = secrets.token_urlsafe(BYTES)
    expires = timezone.now() + timedelta(days=settings.INVITATION_DAYS)
    made, _ = Invitation.objects.update_or_create(
        playlist=playlist, defaults={"digest": _digest(key), "expires": expires}
    )
    return made, key


def withdraw(*, playlist: Playlist) -> bool:
    """The link opens nothing from now on; answers whether there was one. Who has joined stays."""
    return bool(Invitation.objects.filter(playlist=playlist).delete()[0])


def invited(*, playlist_id: str, key: str) -> Playlist | None:
    """The list that the key opens, with its owner, whoever may see it."""
    if not _FORM.fullmatch(key):
        return None
    good = Invitation.objects.filter(digest=_digest(key), expires__gt=timezone.now(), playlist__public_id=playlist_id)
    found = good.exclude(playlist__visibility=Visibility.HIDDEN).select_related("playlist__owner").first()
    return found.playlist if found else None


@transaction.atomic
def join(*, playlist_id: str, key: str, user: User) -> Playlist | None:
    """Make the user an editor of the list that the key opens; None if it opens none. Joining again changes nothing.

    Raises ValidationError past ``MAX_EDITORS``; Silenced.
    """
    refuse_silenced(user)
    playlist = invited(playlist_id=playlist_id, key=key)
    if playlist is None or playlist.owner_id == user.pk:
        return playlist
    Playlist.objects.select_for_update(no_key=True).get(pk=playlist.pk)  # two at once must not both be the last
    if not playlist.editor_links.filter(user=user).exists():
        if playlist.editor_links.count() >= settings.MAX_EDITORS:
            raise ValidationError(f"This playlist has {settings.MAX_EDITORS} editors, which is the limit.")
        PlaylistEditor.objects.create(playlist=playlist, user=user)
    return playlist


def leave(*, playlist: Playlist, user: User) -> bool:
    """The user is no longer an editor; answers whether they were. What they added stays."""
    return bool(playlist.editor_links.filter(user=user).delete()[0])


def named(playlist: Playlist) -> list[str]:
    """Names of its editors, in the order in which they joined."""
    return list(playlist.editor_links.order_by("pk").values_list("user__username", flat=True))


def _digest(key: str) -> str:
    """A key has 256 random bits, so one round of a fast hash is enough: there is nothing to guess."""
    return hashlib.sha256(key.encode()).hexdigest()

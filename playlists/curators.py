"""Who curates: staff with the permission, and with a second factor where the site asks staff for one."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from accounts.staff import lacks_second_factor, may

EDIT_OFFICIAL = "playlists.curate_playlist"
FEATURE = ("playlists.view_feature", "playlists.add_feature", "playlists.change_feature", "playlists.delete_feature")


_KNOWN = "_edits_official"


def features(user: User | AnonymousUser) -> bool:
    """Whether they choose what the home page shows. Members are told apart without asking the database."""
    return may(user, *FEATURE) and not lacks_second_factor(user)


def edits_official(user: User | AnonymousUser) -> bool:
    """Whether they make and edit the site's own playlists. Asked for each row of a list, and looked up once."""
    if not hasattr(user, _KNOWN):
        setattr(user, _KNOWN, may(user, EDIT_OFFICIAL) and not lacks_second_factor(user))
    return bool(getattr(user, _KNOWN))

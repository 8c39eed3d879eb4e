"""Public pages of members."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from accounts.models import User

NAME = re.compile(r"[\w.@+-]{1,150}")
"""What a user name may look like; others can't exist, so nobody needs to look for them."""


def find(*, name: str, viewer: User | AnonymousUser) -> User | None:
    """The member of this name, if they show themselves to the viewer. Hidden and unknown are the same."""
    if not NAME.fullmatch(name):
        return None
    found = User.objects.filter(username__in={name, name.lower()})  # names are stored in lower case, but for a few
    member = next(iter(sorted(found, key=lambda user: user.username != name)), None)
    return member if member and member.shows_profile_to(viewer) else None


@transaction.atomic
def update(*, user: User, **fields: Any) -> User:
    """Set fields of the profile. Raises ValidationError that names the field and its bound."""
    for name, value in fields.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    user.save(update_fields=list(fields))
    return user

"""Public pages of members."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from accounts import wordfilter
from accounts.models import User
from accounts.sanctions import refuse_silenced
from accounts.search import by_words

NAME = re.compile(r"[\w.@+-]{1,150}")
"""What a user name may look like; others can't exist, so nobody needs to look for them."""


def find(*, name: str, viewer: User | AnonymousUser) -> User | None:
    """The member of this name, if they show themselves to the viewer. Hidden and unknown are the same."""
    if not NAME.fullmatch(name):
        return None
    found = User.objects.filter(username__in={name, name.lower()})  # names are stored in lower case, but for a few
    member = next(iter(sorted(found, key=lambda user: user.username != name)), None)
    return member if member and member.shows_profile_to(viewer) else None


def search(*, q: str | None, viewer: User | AnonymousUser) -> QuerySet[User]:
    """Members who show themselves to the viewer, by name; with ``q`` those whose names hold its words."""
    seen_by = [User.SeenBy.EVERYONE, User.SeenBy.MEMBERS] if viewer.is_authenticated else [User.SeenBy.EVERYONE]
    not_suspended = Q(suspended_until=None) | Q(suspended_until__lte=timezone.now())
    active = User.objects.filter(not_suspended, is_active=True, profile_hidden=False)
    shown = active.filter(profile_seen_by__in=seen_by).order_by("username")
    return shown if q is None else by_words(shown, q, "username", "display_name")


@transaction.atomic
def update(*, user: User, **fields: Any) -> User:
    """Set fields of the profile. Raises ValidationError that names the field and its bound; Silenced."""
    if any(getattr(user, name) != fields[name] for name in {"display_name", "about"} & set(fields)):
        refuse_silenced(user)
    for name, value in fields.items():
        setattr(user, name, value)
    user.full_clean(exclude=["password"])
    said = {name: value for name, value in fields.items() if name in ("display_name", "about")}
    found = wordfilter.check(**said)
    user.save(update_fields=list(fields))
    wordfilter.tell(thing=user, found=found)
    return user

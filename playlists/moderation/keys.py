"""Signed links: who is suspended can't log in, and must still learn why, and be able to appeal."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.urls import reverse

from accounts.adapters import SUSPENDED
from accounts.models import User
from playlists.moderation.models import Decision

_DECISION = "moderation.decision"
_MINUTES = 10


def key_of(decision: Decision) -> str:
    return signing.dumps(decision.public_id, salt=_DECISION)


def read_decision(key: str) -> Decision | None:
    """The decision of a link that the site has sent, for as long as anything can come of it."""
    age = timedelta(days=settings.APPEAL_DAYS + settings.KEEP_DAYS)
    public_id = _read(key, _DECISION, age)
    found = Decision.objects.select_related("case", "subject").filter(public_id=public_id)
    return found.first() if public_id else None


def read_suspended(key: str) -> User | None:
    """Who had just proved who they are when the key was made."""
    public_id = _read(key, SUSPENDED, timedelta(minutes=_MINUTES))
    return User.objects.filter(public_id=public_id).first() if public_id else None


def link_of(decision: Decision) -> str:
    """The address that tells the person concerned what was decided, and lets them appeal: absolute, for mails."""
    return settings.SITE_URL + reverse("decision", args=[key_of(decision)])


def _read(key: str, salt: str, age: timedelta) -> str | None:
    try:
        return str(signing.loads(key, salt=salt, max_age=age))
    except signing.BadSignature:
        return None

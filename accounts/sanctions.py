"""What moderators take from a member for a time, or for good: their voice, or the account itself."""

from __future__ import annotations

from datetime import UTC, datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import User

FOR_GOOD = datetime(9999, 1, 1, tzinfo=UTC)
"""An end that never comes."""


class Silenced(PermissionDenied):
    """A silenced member tried to say something to others."""


def refuse_silenced(user: User) -> None:
    """Raises Silenced, which tells until when, if they may not publish, vote, report or change what others see."""
    if not (user.is_silenced or user.is_suspended):
        return
    until = user.suspended_until if user.is_suspended else user.silenced_until
    assert until
    raise Silenced(f"Moderators have silenced you {until_words(until)}: you can listen, and make things for yourself.")


def until_words(until: datetime) -> str:
    """ "until 5 March 2027, 14:05 UTC", or "for good"."""
    return "for good" if until >= FOR_GOOD else f"until {until.day} {until:%B %Y, %H:%M} UTC"


@transaction.atomic
def silence(*, user: User, until: datetime | None) -> datetime | None:
    """Until then, or with None no longer; answers what it was before."""
    return _set(user, "silenced_until", until)


@transaction.atomic
def suspend(*, user: User, until: datetime | None) -> datetime | None:
    """Nobody is, or can be, logged in as them until then; with None they can. Answers what it was before."""
    return _set(user, "suspended_until", until)


def _set(user: User, field: str, until: datetime | None) -> datetime | None:
    # the whole row: who publishes at this moment holds it, and comes before
    locked = User.objects.select_for_update().get(pk=user.pk)
    before: datetime | None = getattr(locked, field)
    setattr(locked, field, until)
    locked.save(update_fields=[field])
    setattr(user, field, until)
    return before

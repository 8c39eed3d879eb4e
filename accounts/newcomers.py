"""New accounts go slowly for some days: whoever floods a site needs to be fast, and others hardly notice."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User

DAY = timedelta(days=1)


def is_new(user: User) -> bool:
    """Whether the account is younger than ``NEW_ACCOUNT_DAYS``; those of staff never are."""
    return not user.is_staff and timezone.now() < _grown(user)


def refuse_flood(*, owner: User, things: QuerySet[Any]) -> None:
    """Raises ValidationError if the owner, who is new and whose row the caller holds, has published enough for a day.

    ``things`` are theirs, of one kind. What was published and taken back counts, what was deleted does not.
    """
    most = settings.NEW_ACCOUNT_PUBLISHES
    if not is_new(owner):
        return
    lately = things.filter(published__gt=timezone.now() - DAY).order_by("-published")
    times = list(lately.values_list("published", flat=True)[:most])
    if len(times) == most:
        again = min(_grown(owner), *(times[-1:] and [times[-1] + DAY]))
        raise ValidationError({"visibility": [_words(most, str(things.model._meta.verbose_name_plural), again)]})


def _grown(user: User) -> datetime:
    return user.date_joined + timedelta(days=settings.NEW_ACCOUNT_DAYS)


def _words(most: int, things: str, again: datetime) -> str:
    return (
        f"In its first {settings.NEW_ACCOUNT_DAYS} days an account may publish {most} {things} a day."
        f" You can publish again from {again.day} {again:%B %Y, %H:%M} UTC."
    )

"""Members by the dozen: some who have been here for a while, and some who came today."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone

from accounts.models import User


def regulars(many: int, name: str = "regular") -> list[User]:
    """Accounts that have stood for a month."""
    return _members(many, name, days=30)


def newcomers(many: int, name: str = "newcomer") -> list[User]:
    """Accounts that were made an hour ago."""
    return _members(many, name, days=1 / 24)


def spread(crowd: Sequence[User], things: int, each: int = 2) -> list[tuple[User, int]]:
    """Who says something of which thing: everybody of ``each`` things, each thing about as often."""
    return [(user, (i + step * 7) % things) for i, user in enumerate(crowd) for step in range(each)]


def _members(many: int, name: str, days: float) -> list[User]:
    joined = timezone.now() - timedelta(days=days)
    return User.objects.bulk_create(User(username=f"{name}{i}", date_joined=joined) for i in range(many))

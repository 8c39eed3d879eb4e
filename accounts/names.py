"""What a member may be called."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator

from accounts import wordfilter
from accounts.models import User

SHORTEST, LONGEST = 3, 30
_WORDS = """
about abuse account accounts admin administrator anonymous api app billing blog bot contact curator data decode
default deleted docs feed guest help home legal lofi login logout mail me mod moderator music new news nobody null
official owner playlist playlists postmaster press privacy root search security settings signup site staff static status
support sysadmin system team terms test track tracks undefined user users webmaster www you
"""
RESERVED = frozenset(_WORDS.split())
"""Names that are, or may become, places of the site, or that would speak for it."""


def refuse_blocked(name: str) -> None:
    """Raises ValidationError."""
    try:
        wordfilter.check(username=name)
    except ValidationError as refusal:
        raise ValidationError(refusal.messages, code="blocked") from refusal


def tell_of_name(user: User, **kwargs: Any) -> None:
    """A receiver: a name may hold a word that staff want to know of."""
    wordfilter.tell(thing=user, found=wordfilter.check(username=user.username))


def refuse_reserved(name: str) -> None:
    """Raises ValidationError."""
    if name.lower().strip("-_") in RESERVED:
        raise ValidationError("This name is kept for the site. Please choose another.", code="reserved")


VALIDATORS = [
    RegexValidator(
        rf"\A[A-Za-z0-9_-]{{{SHORTEST},{LONGEST}}}\Z",
        f"A name has {SHORTEST} to {LONGEST} letters (a to z), digits, - or _.",
        code="name",
    ),
    refuse_reserved,
    refuse_blocked,
]

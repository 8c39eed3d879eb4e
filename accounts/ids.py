"""Public ids: short, and not guessable in sequence."""

from __future__ import annotations

import re
import secrets

from django.urls.converters import StringConverter

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
"""Without 0, 1, I, O and l, which people mistake for each other."""
LENGTH = 11
"""57^11 is 2^64: nobody finds one by trying."""


def new_id() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))


class PublicIdConverter(StringConverter):
    """What can't be an id is a 404 before any database is asked."""

    regex = f"[0-9A-Za-z]{{{LENGTH}}}"


def is_id(text: str) -> bool:
    """The same of what stands elsewhere than in a path."""
    return re.fullmatch(PublicIdConverter.regex, text) is not None

"""Keys for programs: made, shown once, recognised, revoked."""

from __future__ import annotations

import hashlib
import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import ApiToken, User
from accounts.outages import left_out_when_full

PREFIX = "lofi_"
"""So that people, and scanners for leaked secrets, recognise one."""
BYTES = 32
_FORM = re.compile(rf"{PREFIX}[\w-]{{43}}", re.ASCII)
_USED_EVERY = timedelta(minutes=1)
"""A busy program writes its last use once a minute, not with each call."""


@transaction.atomic
def create(*, user: User, name: str, scope: str, days: int | None) -> tuple[ApiToken, str]:
    """A new token and its key, which nobody can read again. ``days``: until it expires; None is never.

    Raises ValidationError past ``MAX_TOKENS``, or when a field breaks its bound.
    """
    User.objects.select_for_update().get(pk=user.pk)  # two at once must not both be the last
    if user.tokens.count() >= settings.MAX_TOKENS:
        raise ValidationError(f"You have {settings.MAX_TOKENS} tokens, which is the limit. Revoke one first.")
    key = PREFIX + secrets.token_urlsafe(BYTES)
    expires = timezone.now() + timedelta(days=days) if days else None
    token = ApiToken(user=user, name=name, scope=scope, digest=_digest(key), expires=expires)
    token.full_clean()
    token.save()
    return token, key


def recognise(*, key: str) -> ApiToken | None:
    """The token of a key, with its user, if both are still good. Notes its use."""
    if not _FORM.fullmatch(key):
        return None
    token = ApiToken.objects.select_related("user").filter(digest=_digest(key), user__is_active=True).first()
    if token is None or token.is_expired or token.user.is_suspended:
        return None
    _note_use(token)
    return token


def revoke(*, user: User, public_id: str) -> bool:
    """Delete one of the user's tokens: it is refused from now on. Answers whether there was one."""
    return bool(user.tokens.filter(public_id=public_id).delete()[0])


def _note_use(token: ApiToken) -> None:
    now = timezone.now()
    stale = Q(last_used=None) | Q(last_used__lt=now - _USED_EVERY)
    if token.last_used is None or token.last_used < now - _USED_EVERY:
        with left_out_when_full():
            ApiToken.objects.filter(stale, pk=token.pk).update(last_used=now)


def _digest(key: str) -> str:
    """A key has 256 random bits, so one round of a fast hash is enough: there is nothing to guess."""
    return hashlib.sha256(key.encode()).hexdigest()

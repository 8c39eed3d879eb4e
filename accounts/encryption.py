"""What the site must be able to read again, and a stolen copy of the database must not: seeds of second factors."""

from __future__ import annotations

import base64
import hashlib
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings

PREFIX = "fernet:"
_SALT = b"accounts.encrypt"
logger = logging.getLogger(__name__)


def encrypt(text: str) -> str:
    """By a key that is made of ``SECRET_KEY``."""
    return PREFIX + _keys().encrypt(text.encode()).decode()


def decrypt(text: str) -> str:
    """Also what was encrypted under one of ``SECRET_KEY_FALLBACKS``, and what was stored before there was a key.

    A seed whose key is lost is answered by one that nobody knows: its codes are refused, and recovery is by staff.
    """
    if not text.startswith(PREFIX):
        return text
    try:
        return _keys().decrypt(text.removeprefix(PREFIX)).decode()
    except InvalidToken:
        logger.error("a seed of a second factor was encrypted under a key that SECRET_KEY_FALLBACKS does not have")
        return base64.b32encode(secrets.token_bytes(20)).decode()


def _keys() -> MultiFernet:
    return MultiFernet([_fernet(key) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def _fernet(key: str) -> Fernet:
    """A secret of 50 random characters needs no slow hash: there is nothing to guess."""
    return Fernet(base64.urlsafe_b64encode(hashlib.blake2b(key.encode(), digest_size=32, salt=_SALT).digest()))

"""Sessions of a member: where they are logged in."""

from __future__ import annotations

from importlib import import_module

from django.apps import apps
from django.conf import settings
from django.db import transaction

from accounts.models import User


@transaction.atomic
def end_all(*, user: User) -> int:
    """Log the member out everywhere, as far as it is known where they are; answers how many sessions ended."""
    if not apps.is_installed("allauth.usersessions"):
        return 0
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    known = apps.get_model("usersessions", "UserSession").objects.filter(user=user)
    keys = list(known.values_list("session_key", flat=True))
    for key in keys:
        store.delete(key)
    known.delete()
    return len(keys)

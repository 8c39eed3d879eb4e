"""Leaving: everything of a member goes, at once."""

from __future__ import annotations

from importlib import import_module

from allauth.account.models import EmailAddress
from django.apps import apps
from django.conf import settings
from django.db import transaction

from accounts import exports
from accounts.holdings import all_holdings
from accounts.models import User


@transaction.atomic
def delete(*, user: User, keep_public: bool) -> None:
    """Delete the member and all that is theirs. With ``keep_public`` what is public stays, without a name.

    Sessions, tokens and exports end with it; the files go once it is certain.
    """
    names = list(user.data_exports.values_list("file_name", flat=True))
    for holding in all_holdings():
        holding.remove(user, keep_public)
    _end_sessions(user)
    EmailAddress.objects.filter(user=user).delete()
    user.delete()
    transaction.on_commit(lambda: exports.remove_files(names=names))


def _end_sessions(user: User) -> None:
    """A session whose member is gone logs nobody in; its row goes too, as far as it is known whose it is."""
    if not apps.is_installed("allauth.usersessions"):
        return
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    sessions = apps.get_model("usersessions", "UserSession").objects.filter(user=user)
    for key in sessions.values_list("session_key", flat=True):
        store.delete(key)

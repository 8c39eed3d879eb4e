"""Leaving: everything of a member goes, at once."""

from __future__ import annotations

from allauth.account.models import EmailAddress
from django.db import transaction

from accounts import exports, sessions
from accounts.holdings import all_holdings
from accounts.models import User


@transaction.atomic
def delete(*, user: User, keep_public: bool) -> None:
    """Delete the member and all that is theirs. With ``keep_public`` what is public stays, without a name.

    Sessions, tokens and exports end with it; the files go once it is certain.
    """
    # first of all: what they do at this moment comes before, and is removed too, or not at all
    User.objects.select_for_update().get(pk=user.pk)
    names = list(user.data_exports.values_list("file_name", flat=True))
    for holding in all_holdings():
        holding.remove(user, keep_public)
    sessions.end_all(user=user)
    EmailAddress.objects.filter(user=user).delete()
    user.delete()
    transaction.on_commit(lambda: exports.remove_files(names=names))

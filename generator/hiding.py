"""Taking things out of sight. A hidden thing is in no list, feed, search, frame or export of anybody but its owner.

All reading goes by ``visibility``, so decisions of moderators reach it in one place: it becomes ``hidden``, and its
owner's choice is kept beside it.
"""

from __future__ import annotations

from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, QuerySet

from generator.models import SHARED, Moderated, Visibility

T = TypeVar("T", bound=Moderated)
NOT_NOW = {"visibility": ["Moderators have hidden this. It stays so until they decide otherwise."]}


@transaction.atomic
def hide(*, thing: T) -> T:
    """By a decision about the thing itself. Answers the row as it is now; the same again changes nothing."""
    return _write(thing, moderated=True, owner_suspended=False)


@transaction.atomic
def show(*, thing: T, owner_suspended: bool) -> T:
    """The decision is no more. It stays hidden while its owner is suspended. Answers the row as it is now."""
    return _write(thing, moderated=False, owner_suspended=owner_suspended)


def hide_all(things: QuerySet[Any]) -> int:
    """Of a suspended member: what others could reach. Answers how many there were."""
    shared = things.filter(visibility__in=SHARED)
    return shared.update(kept_visibility=F("visibility"), visibility=Visibility.HIDDEN)


def show_all(things: QuerySet[Any]) -> int:
    """Of a member who is back: all but what was hidden for itself. Answers how many there were."""
    withheld = things.filter(visibility=Visibility.HIDDEN, moderated=False)
    return withheld.update(visibility=F("kept_visibility"), kept_visibility="")


def refuse_hidden(thing: Moderated) -> None:
    """Raises ValidationError if the row, which the caller holds, is hidden: nobody shows it again by themselves."""
    if getattr(thing, "visibility", None) == Visibility.HIDDEN:
        raise ValidationError(NOT_NOW)


def _write(thing: T, *, moderated: bool, owner_suspended: bool) -> T:
    row: Any = type(thing)._default_manager.select_for_update(no_key=True).get(pk=thing.pk)
    chosen = row.kept_visibility or row.visibility
    hidden = moderated or (owner_suspended and chosen in SHARED)
    row.moderated = moderated
    row.visibility, row.kept_visibility = (Visibility.HIDDEN, chosen) if hidden else (chosen, "")
    row.save(update_fields=["moderated", "visibility", "kept_visibility"])
    return row  # type: ignore[no-any-return]

"""What a member does with their taste as a whole: forget it, share it by a link, take the link back."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from accounts.ids import new_id
from accounts.models import User
from accounts.sanctions import refuse_silenced
from generator.taste.models import Nudge, Taste


@transaction.atomic
def reset(*, member: User) -> None:
    """From now on nothing counts that was liked, made or said before. Likes and tracks stay as they are."""
    _own(member, since=timezone.now())
    Nudge.objects.filter(user=member).delete()


@transaction.atomic
def share(*, member: User) -> Taste:
    """A new link, which plays the taste of this moment; an older one opens nothing any more. Raises Silenced."""
    refuse_silenced(member)
    return _own(member, key=new_id(), shared=timezone.now())


@transaction.atomic
def withdraw(*, member: User) -> bool:
    """The link opens nothing any more; False if there was none."""
    return bool(Taste.objects.filter(user=member).exclude(key=None).update(key=None, shared=None))


def find(*, key: str) -> Taste | None:
    """What a link shares. None too while its owner is suspended, hidden by moderators, or gone."""
    found = Taste.objects.select_related("user").filter(key=key).first()
    owner = found and found.user
    if not owner or not owner.is_active or owner.is_suspended or owner.profile_hidden:
        return None
    return found


def _own(member: User, **changes: object) -> Taste:
    # the member first: who leaves at this moment has left before, or takes it along
    User.objects.select_for_update(no_key=True).get(pk=member.pk)
    return Taste.objects.update_or_create(user=member, defaults=changes)[0]

"""What follows from the decisions that stand. Nothing is counted up or down: each time all of it is worked out anew."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts import sanctions
from accounts.models import User
from generator import hiding, likes
from generator.models import Track
from playlists import votes
from playlists.models import Playlist
from playlists.moderation import alarms
from playlists.moderation.models import Act, Case, Decision, Kind
from playlists.moderation.targets import Thing, find, owner


@transaction.atomic
def settle(case: Case) -> None:
    """Bring what the case is about, and who answers for it, to what the decisions say."""
    if case.subject_id is not None:
        settle_member(User.objects.get(pk=case.subject_id))
    thing = find(kind=case.kind, target=case.target)
    if thing:
        _settle_thing(case, thing)


@transaction.atomic
def settle_member(member: User) -> None:
    """Silence and suspension as long as the longest that stands; what a suspended member made is out of sight."""
    before = User.objects.values_list("suspended_until", flat=True).get(pk=member.pk)
    sanctions.silence(user=member, until=_until(member, Act.SILENCE))
    sanctions.suspend(user=member, until=_until(member, Act.SUSPEND))
    if member.suspended_until:
        withhold(member)
    elif before:
        give_back(member)


def withhold(member: User) -> None:
    """All that others could reach of a member, and what they said of others' things."""
    hiding.hide_all(member.tracks.all())
    hiding.hide_all(member.playlists.all())
    likes.hold_all_of(user=member)
    votes.hold_all_of(user=member)


def give_back(member: User) -> None:
    hiding.show_all(member.tracks.all())
    hiding.show_all(member.playlists.all())
    likes.release_all_of(user=member)
    votes.release_all_of(user=member)


def _until(member: User, act: Act) -> datetime | None:
    """When the longest ends that is in force; None if there is none."""
    now = timezone.now()
    in_force = Decision.objects.standing().filter(subject=member, act=act, until__gt=now)
    longest: datetime | None = in_force.aggregate(longest=Max("until"))["longest"]
    return longest


def _settle_thing(case: Case, thing: Thing) -> None:
    if Decision.objects.standing().filter(case=case, act=Act.DISMISS).exists():
        _vouch_for_voters(thing)
    hidden = _is_hidden(case)
    if isinstance(thing, User):
        User.objects.filter(pk=thing.pk).update(profile_hidden=hidden)
    elif hidden:
        hiding.hide(thing=thing)
    elif thing.moderated:
        maker = owner(thing)
        hiding.show(thing=thing, owner_suspended=bool(maker and maker.is_suspended))


def _vouch_for_voters(thing: Thing) -> None:
    """Who dismisses a case says as well that no ring voted: what was held counts. Undoing that takes no vote back."""
    if isinstance(thing, Track):
        likes.release(track=thing)
    elif isinstance(thing, Playlist):
        votes.release(playlist=thing)


def _is_hidden(case: Case) -> bool:
    about_it = Decision.objects.standing().filter(case__kind=case.kind, case__target=case.target)
    return about_it.filter(act__in=[Act.HIDE, Act.DELETE]).exists()


def acts_for(case: Case) -> list[Act]:
    """What can be done about what the case is about: only what is held can be discarded, and no account is deleted."""
    without = set() if alarms.held_count(case.kind, case.target) else {Act.DISCARD}
    return [act for act in Act if act not in without and not (act == Act.DELETE and case.kind == Kind.MEMBER)]

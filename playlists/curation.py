"""What curators do: feature a thing for a while, change that, end it, put what is shown in order.

Every act is in the audit. Days begin at midnight UTC; ``starts`` is included, ``ends`` is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from accounts import audit
from accounts.models import User
from generator.models import Track, Visibility
from playlists.editing import Changed, is_shown
from playlists.features import ORDER, chosen, day, days, is_community_top, listed
from playlists.models import MAX_FEATURE_TEXT, Feature, Playlist


@transaction.atomic
def create(
    *,
    curator: User,
    thing: Track | Playlist,
    text: str = "",
    starts: datetime | None = None,
    ends: datetime | None = None,
) -> Feature:
    """Show a public thing from ``starts`` (now) until ``ends`` (until somebody ends it), after what is there.

    Raises ValidationError that names the field and its bound: also for a thing that is featured within that time, and
    where more than ``MAX_FEATURES`` would be shown at once (two curators in the same moment may get past that by one;
    the last in order is not shown then).
    """
    now = timezone.now()
    locked = _lock(thing)
    _refuse_unshowable(locked)
    feature = Feature(**{_kind(locked): locked}, text=text, starts=starts or now, ends=ends, curator=curator)
    _check_text(text)
    _refuse_past(feature.starts, now)
    _check_time(feature, now)
    feature.position = _last_position(now) + 1
    feature.save()
    _record(curator, "add", feature, text=text, starts=feature.starts, ends=ends)
    return feature


@transaction.atomic
def change(*, curator: User, feature: Feature, **fields: Any) -> Feature:
    """Set ``text``, ``starts`` or ``ends``. Raises ValidationError as ``create`` does; DoesNotExist if it went."""
    now = timezone.now()
    _lock(feature.thing)
    locked = Feature.objects.select_related("track", "playlist").get(pk=feature.pk)
    fields = {name: value for name, value in fields.items() if value != getattr(locked, name)}
    before = {name: getattr(locked, name) for name in fields}
    for name, value in fields.items():
        setattr(locked, name, value)
    _check_text(locked.text)
    if "starts" in fields:
        _refuse_past(locked.starts, now)
    if {"starts", "ends"} & set(fields):
        _check_time(locked, now)
    locked.save(update_fields=list(fields))
    _record(curator, "change", locked, before=before, after=fields)
    return locked


@transaction.atomic
def remove(*, curator: User, feature: Feature) -> None:
    """It is shown no longer, and in no list of what was."""
    _record(curator, "remove", feature, starts=feature.starts, ends=feature.ends)
    feature.delete()


@transaction.atomic
def reorder(*, curator: User, order: Sequence[str], at: datetime) -> None:
    """A whole new order, by public ids, of what curators show at a moment. Raises Changed if that is something else.

    What is not shown then keeps its place among the others.
    """
    alive = Feature.objects.filter(Q(ends=None) | Q(ends__gt=min(timezone.now(), at)))
    places = list(alive.order_by(*ORDER).select_for_update(no_key=True))
    shown = {feature.public_id: feature for feature in listed(chosen(), "shown", at)}
    if len(order) != len(shown) or set(order) != set(shown):
        raise Changed
    new = iter(order)
    moved = [shown[next(new)] if place.public_id in shown else place for place in places]
    for position, place in enumerate(moved):
        place.position = position
    Feature.objects.bulk_update(moved, ["position"])
    audit.record(actor=curator, action="feature.order", kind="feature", target="", order=list(order), at=at)


def _check_text(text: str) -> None:
    if len(text) > MAX_FEATURE_TEXT or not all(map(is_shown, text)):
        raise ValidationError({"text": [f"Must be text of up to {MAX_FEATURE_TEXT} characters, none of them control."]})


def _refuse_past(starts: datetime, now: datetime) -> None:
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    if starts < today:
        raise ValidationError({"starts": [f"Must not be before today, {day(today)}."]})


def _check_time(feature: Feature, now: datetime) -> None:
    if feature.ends is not None and feature.ends <= max(feature.starts, now):
        raise ValidationError({"ends": ["Must be later than the start, and than now."]})
    last = now + timedelta(days=settings.MAX_FEATURE_DAYS)
    for name in ("starts", "ends"):
        if (moment := getattr(feature, name)) and moment > last:
            raise ValidationError({name: [f"Must be within {settings.MAX_FEATURE_DAYS} days: by {day(last)}."]})
    _refuse_twice(feature)
    _refuse_too_many(feature)


def _refuse_unshowable(thing: Track | Playlist) -> None:
    if isinstance(thing, Playlist) and is_community_top(thing):
        raise ValidationError({"playlist": ["The community top is shown for its week by the site itself."]})
    if thing.visibility != Visibility.PUBLIC:
        raise ValidationError({_kind(thing): ["Only what is public can be featured."]})


def _refuse_twice(feature: Feature) -> None:
    kind = _kind(feature.thing)
    other = _meanwhile(feature).filter(**{kind: feature.thing}).first()
    if other:
        told = f"This {kind} is featured already, {days(other)}: choose other days, or change those."
        raise ValidationError({"starts": [told]})


def _refuse_too_many(feature: Feature) -> None:
    """How many are shown changes where one starts: so it is counted there."""
    others = list(_meanwhile(feature))
    most = settings.MAX_FEATURES
    for moment in sorted({feature.starts, *(other.starts for other in others if other.starts > feature.starts)}):
        many = sum(other.starts <= moment and (other.ends is None or other.ends > moment) for other in others)
        if many >= most:
            told = f"{most} things are shown at once at most, and on {day(moment)} there are {many}: end one before."
            raise ValidationError({"starts": [told]})


def _meanwhile(feature: Feature) -> QuerySet[Feature]:
    """Others that are shown at some moment of its time."""
    found = chosen().exclude(pk=feature.pk).filter(Q(ends=None) | Q(ends__gt=feature.starts))
    return found if feature.ends is None else found.filter(starts__lt=feature.ends)


def _last_position(now: datetime) -> int:
    alive = Feature.objects.filter(Q(ends=None) | Q(ends__gt=now))
    last = alive.aggregate(last=Max("position"))["last"]
    return -1 if last is None else last


def _lock(thing: Track | Playlist) -> Any:
    """The thing's row, so that two who feature it at once come one after the other."""
    return type(thing)._default_manager.select_for_update(no_key=True).get(pk=thing.pk)


def _kind(thing: Track | Playlist) -> str:
    return "track" if isinstance(thing, Track) else "playlist"


def _record(curator: User, act: str, feature: Feature, **data: Any) -> None:
    thing = feature.thing
    what = {_kind(thing): thing.public_id}
    audit.record(
        actor=curator,
        action=f"feature.{act}",
        kind="feature",
        target=feature.public_id,
        title=str(thing),
        **what,
        **data,
    )

"""The community top: what was liked most in an ISO week, as an official playlist. One a week, however often asked."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count

from generator.models import Held, Track, Visibility
from playlists import standing
from playlists.features import TOP
from playlists.models import Feature, Playlist, PlaylistTrack

WEEK = timedelta(days=7)


def due(now: datetime) -> date:
    """Monday of the last week whose top is due: weeks end on Sunday, and their top is made at the hour that is set."""
    hour = timedelta(days=settings.COMMUNITY_TOP_WEEKDAY - 1, hours=settings.COMMUNITY_TOP_HOUR)
    today = (now.astimezone(UTC) - hour).date()
    return today - timedelta(days=today.weekday()) - WEEK


@transaction.atomic
def make(*, monday: date, now: datetime) -> Playlist | None:
    """The top of the week that begins on ``monday``, and, if that is the last one, its feature for a week.

    None if it is there already, or fewer than ``COMMUNITY_TOP_MIN`` tracks were liked. The slug is unique, so of two
    workers one makes it.
    """
    slug = slug_of(monday)
    if Playlist.objects.filter(slug=slug).exists():
        return None
    keys = liked_most(monday=monday)
    if len(keys) < settings.COMMUNITY_TOP_MIN:
        return None
    playlist, created = Playlist.objects.get_or_create(slug=slug, defaults=_described(monday, len(keys)))
    if not created:
        return None
    playlist.save(update_fields=standing.place(playlist))
    PlaylistTrack.objects.bulk_create(
        PlaylistTrack(playlist=playlist, track_id=key, position=i) for i, key in enumerate(keys)
    )
    if monday == due(now):
        Feature.objects.create(playlist=playlist, starts=now, ends=now + WEEK)
    return playlist


def liked_most(*, monday: date) -> list[int]:
    """Keys of the public tracks with most likes of that week, the newer first among equals, of members alone.

    ``COMMUNITY_TOP_TRACKS`` at most, and ``COMMUNITY_TOP_PER_MAKER`` by one maker. Likes that are held do not count.
    """
    start = datetime.combine(monday, time(), UTC)
    within = {"likes__created__gte": start, "likes__created__lt": start + WEEK, "likes__held": Held.NONE}
    liked = Track.objects.listed().filter(creator__isnull=False, **within)
    counted = liked.values_list("pk", "creator", "published").annotate(many=Count("likes"))
    chosen: Counter[int] = Counter()
    keys: list[int] = []
    for key, maker, *_ in counted.order_by("-many", "-published", "-pk").iterator():
        if len(keys) == settings.COMMUNITY_TOP_TRACKS:
            break
        if chosen[maker] < settings.COMMUNITY_TOP_PER_MAKER:
            chosen[maker] += 1
            keys.append(key)
    return keys


def slug_of(monday: date) -> str:
    """ "community-top-2026-w48"."""
    year, week, _ = monday.isocalendar()
    return f"{TOP}{year}-w{week:02}"


def _described(monday: date, many: int) -> dict[str, object]:
    year, week, _ = monday.isocalendar()
    sunday = monday + WEEK - timedelta(days=1)
    what = "1 track that was" if many == 1 else f"{many} tracks that were"
    words = f"The {what} liked most from {monday:%-d %B} to {sunday:%-d %B %Y}."
    title = f"Community top, week {week:02} of {year}"
    return {"title": title, "description": words, "visibility": Visibility.PUBLIC, "official": True}

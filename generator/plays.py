"""Plays: how often a stored track was heard. Nobody is noted, so nobody can be asked what they listened to."""

from __future__ import annotations

from django.db import transaction
from django.db.models import F

from accounts import tallies
from generator.models import Track

TALLY = "plays"


@transaction.atomic
def count(*, track: Track) -> None:
    """One more for the track, and for the day. No index has the count, so PostgreSQL changes the row alone."""
    Track.objects.filter(pk=track.pk).update(play_count=F("play_count") + 1)
    tallies.add(TALLY)  # last, since all plays of the day wait for this row

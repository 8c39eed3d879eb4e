"""Paired comparisons: which of these two? Asked now and then of members who consent; each pair once."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
from django.conf import settings
from django.db import transaction

from accounts.models import User
from generator import cells, feeds
from generator.contexts import Context
from generator.models import Track
from generator.teaching import consent, recording
from generator.teaching.models import Choice, Kind, Pair, Signal, lock_member


@transaction.atomic
def offer(*, user: User) -> Pair | None:
    """The pair that waits for the member's choice, or a new one; None when there is none left. Raises NoConsent."""
    member = lock_member(user)
    consent.require(member)
    waiting = Pair.objects.filter(user=member, choice=Choice.OPEN).first()
    if waiting and Track.objects.reachable_by(member).filter(pk__in=[waiting.first_id, waiting.second_id]).count() == 2:
        return waiting
    if waiting:
        waiting.delete()
    drawn = _draw(member)
    return Pair.objects.create(user=member, first_id=drawn[0], second_id=drawn[1]) if drawn else None


@transaction.atomic
def answer(*, user: User, pair_id: str, choice: Choice) -> Pair | None:
    """Choose; the first answer stays. Answers the pair as it is now, None if it is not the user's. Raises NoConsent."""
    member = lock_member(user)
    consent.require(member)
    pair = Pair.objects.filter(user=member, public_id=pair_id).first()
    if pair and pair.choice == Choice.OPEN:
        pair.choice = choice
        pair.save(update_fields=["choice"])
        recording.keep(member, _said(pair))
    return pair


def _said(pair: Pair) -> list[Signal]:
    if pair.choice == Choice.NEITHER:
        return []
    both = [pair.first_id, pair.second_id]
    won, lost = both if pair.choice == Choice.FIRST else reversed(both)
    return [
        Signal(track_id=track, kind=kind, context=Context.PAIR) for track, kind in ((won, Kind.WIN), (lost, Kind.LOSS))
    ]


def _draw(user: User) -> tuple[int, int] | None:
    """Two hot public tracks of others that they have said nothing of, and that are not nearly the same."""
    known = Signal.objects.filter(user=user).values("track")
    pool = feeds.tracks(sort="hot").exclude(creator=user).exclude(pk__in=known).values_list("pk", "vector")
    rows = sorted((key, bytes(vector)) for key, vector in pool[: settings.RADIO_POOL])
    asked = set(Pair.objects.filter(user=user).values_list("first", "second"))
    places = cells.unpack([vector for _, vector in rows])
    left = [
        (rows[i][0], rows[j][0])
        for i, j in combinations(range(len(rows)), 2)
        if (rows[i][0], rows[j][0]) not in asked and np.linalg.norm(places[i] - places[j]) >= settings.TEACH_NEAR
    ]
    return random.choice(left) if left else None

"""Where tracks lie for the active model: another version's latents mean something else to it."""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q, QuerySet

from generator import cells, registry, services
from generator.models import Track

BATCH = 200
"""Tracks a transaction; a few seconds, when all of them must be encoded."""


@transaction.atomic
def index_some() -> int:
    """Place up to ``BATCH`` tracks that the active model has no place for; answers how many they were.

    A track of another version is encoded anew. Its score and its latent stay: only what it is found by is written.
    """
    space = registry.register(registry.active_sampler()).pk
    tracks = list(misplaced(space).select_related("model_version")[:BATCH])
    for track, take in zip(tracks, services.as_takes(tracks=tracks), strict=True):
        track.vector = cells.pack(take.latent)
        track.cell = int(cells.of(take.latent[None], space)[0])
    Track.objects.bulk_update(tracks, ["vector", "cell"])
    return len(tracks)


def misplaced(space: int) -> QuerySet[Track]:
    """Tracks whose cell is none of the space's."""
    first = space * cells.CELLS
    return Track.objects.filter(Q(cell=None) | Q(cell__lt=first) | Q(cell__gte=first + cells.CELLS)).order_by("pk")

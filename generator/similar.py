"""What sounds alike: the nearest public tracks in the latent space of the active model."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from numpy.typing import NDArray

from accounts.models import User
from generator import cells, registry, services
from generator.models import Track
from generator.services import Latents

_BATCHES = (16, 64, 256, 1024)
"""Cells that are asked for at once, while too few tracks were found."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A track and its Euclidean distance; two that have nothing in common are about 14 apart."""

    track: Track
    distance: float


def similar(*, track: Track, viewer: User | AnonymousUser, count: int = 6) -> list[Track]:
    """Up to ``count`` public tracks, the nearest first: neither the track nor copies of it, and no track twice."""
    return [neighbour.track for neighbour in neighbours(track=track, viewer=viewer, count=count)]


def neighbours(*, track: Track, viewer: User | AnonymousUser, count: int = 6) -> list[Neighbour]:
    """The same, with distances.

    Exact while there are no more public tracks than half of ``SIMILAR_CANDIDATES``; beyond, the nearest of those in the
    nearest cells. Five queries at most for the search and one for the tracks, however many there are.
    """
    (latent,) = services.latents_of(tracks=[track])
    space = registry.space()
    if space is None:
        return []
    keys, vectors = _candidates(latent, space, settings.SIMILAR_CANDIDATES)
    ranked = _ranked(latent, keys, vectors, track.pk, count)
    found = (
        Track.objects.visible_to(viewer).select_related("creator", "model_version").in_bulk([key for key, _ in ranked])
    )
    return [Neighbour(found[key], distance) for key, distance in ranked if key in found]


def _candidates(latent: Latents, space: int, most: int) -> tuple[list[int], list[bytes]]:
    """Keys and vectors of public tracks, from the nearest cells outwards: between half of ``most`` and ``most``.

    Where even a third of all cells holds too few, all are read; tracks of the nearest cells are then there twice.
    """
    keys: list[int] = []
    vectors: list[bytes] = []
    listed = Track.objects.listed().order_by().values_list("pk", "vector")
    for batch in _batches(cells.near(latent, space)):
        for key, vector in listed.filter(cell__in=batch.tolist())[: most - len(keys)]:
            keys.append(key)
            vectors.append(bytes(vector))
        if len(keys) >= most // 2:
            return keys, vectors
    whole = listed.filter(cell__gte=space * cells.CELLS, cell__lt=(space + 1) * cells.CELLS)[:most]
    return keys + [key for key, _ in whole], vectors + [bytes(vector) for _, vector in whole]


def _batches(order: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    start = 0
    for size in _BATCHES:
        yield order[start : start + size]
        start += size


def _ranked(latent: Latents, keys: list[int], vectors: list[bytes], own: int, count: int) -> list[tuple[int, float]]:
    """(key, distance), the nearest first; of tracks with one vector the first that was stored."""
    if not keys:
        return []
    away = np.linalg.norm(cells.unpack(vectors) - latent.astype(np.float32), axis=1)
    seen = {cells.pack(latent)}
    chosen: list[tuple[int, float]] = []
    for i in np.lexsort((keys, away)):
        if keys[i] != own and (vector := vectors[i]) not in seen:
            seen.add(vector)
            chosen.append((keys[i], float(away[i])))
            if len(chosen) == count:
                break
    return chosen

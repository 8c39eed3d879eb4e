"""Who a track comes from, and what came of it. Each generation is one query, however many are in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from generator.models import Parent, Track

DEPTH = 3
"""Generations of parents that are told."""
_HEAVY = ("score", "latent", "vector", "mix")


@dataclass(slots=True)
class Ancestor:
    """A parent in its place. ``track`` is None if it is private to somebody else (``state`` "private") or "gone"."""

    state: str
    track: Track | None
    weight: float
    parents: list[Ancestor] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lineage:
    """Ancestors, to three generations, and the children that the viewer may see, the newest first."""

    track: Track
    parents: list[Ancestor]
    children: list[Track]


def lineage(*, track: Track, viewer: User | AnonymousUser) -> Lineage:
    """Four queries. The id of an unlisted track is nobody's to pass on: it is told as private ones are."""
    parents = _generation([track.pk], viewer).get(track.pk, [])
    level = parents
    for _ in range(DEPTH - 1):
        level = _add_parents(level, viewer)
    return Lineage(track, parents, _children(track, viewer))


def _add_parents(level: Sequence[Ancestor], viewer: User | AnonymousUser) -> list[Ancestor]:
    """Tell a generation its parents; answers these."""
    shown = [one for one in level if one.track is not None]
    found = _generation({one.track.pk for one in shown if one.track}, viewer) if shown else {}
    for one in shown:
        assert one.track
        one.parents = [_fresh(parent) for parent in found.get(one.track.pk, [])]
    return [parent for one in shown for parent in one.parents]


def _fresh(one: Ancestor) -> Ancestor:
    """A track that comes up twice in a generation has two places in the tree."""
    return Ancestor(one.state, one.track, one.weight)


def _generation(children: Iterable[int], viewer: User | AnonymousUser) -> dict[int, list[Ancestor]]:
    links = Parent.objects.filter(child__in=children).select_related("parent__creator", "parent__model_version")
    links = links.defer(*(f"parent__{name}" for name in _HEAVY)).order_by("child", "position")
    found: dict[int, list[Ancestor]] = {}
    for link in links:
        found.setdefault(link.child_id, []).append(_ancestor(link, viewer))
    return found


def _ancestor(link: Parent, viewer: User | AnonymousUser) -> Ancestor:
    if link.parent is None:
        return Ancestor("gone", None, link.weight)
    if not link.parent.is_visible_to(viewer):
        return Ancestor("private", None, link.weight)
    return Ancestor("shown", link.parent, link.weight)


def _children(track: Track, viewer: User | AnonymousUser) -> list[Track]:
    seen = Track.objects.visible_to(viewer).filter(parent_links__parent=track).select_related("creator")
    return list(seen.defer(*_HEAVY).order_by("-created", "-pk")[: settings.MAX_LINEAGE])

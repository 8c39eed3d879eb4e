"""Tracks and playlists as pages show them: as cards and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context

from accounts.models import User
from generator import words
from generator.lineage import Ancestor
from generator.models import Track
from playlists.features import days
from playlists.models import Feature, Playlist
from playlists.showing import rule_words

register = template.Library()


@register.filter
def key_name(track: Track) -> str:
    """ "D dorian"."""
    return words.key_name(track.key, track.mode)


@register.filter
def compact(number: int) -> str:
    """1234 as "1.2k"."""
    if number < 1000:
        return str(number)
    return f"{number / 1000:.1f}".rstrip("0").rstrip(".") + "k"


@register.filter
def in_words(rule: dict[str, Any]) -> str:
    """The rule of a smart playlist."""
    return rule_words(rule)


@register.filter
def feature_days(feature: Feature) -> str:
    """ "1 to 7 December 2026"."""
    return days(feature)


@register.filter
def shares(parents: Sequence[Ancestor]) -> list[tuple[Ancestor, int]]:
    """Parents with how much of each went in, in percents that add up to 100."""
    return list(zip(parents, words.shares([parent.weight for parent in parents]), strict=True))


@register.filter
def seen_by(member: User | None, viewer: Any) -> bool:
    """Whether the viewer may be told who made something."""
    return member is not None and member.shows_profile_to(viewer)


@register.inclusion_tag("cards/track.html", takes_context=True)
def track_card(context: Context, track: Track, text: str = "") -> dict[str, Any]:
    """``liked`` of the page holds the keys of those tracks that the viewer likes."""
    return {**_viewer(context), "track": track, "text": text, "liked": track.pk in (context.get("liked") or ())}


@register.inclusion_tag("cards/playlist.html", takes_context=True)
def playlist_card(context: Context, playlist: Playlist, text: str = "") -> dict[str, Any]:
    """``faces`` of the page holds the covers of each list by its key; the list comes from ``reading.described``."""
    return {
        **_viewer(context),
        "playlist": playlist,
        "text": text,
        "faces": (context.get("faces") or {}).get(playlist.pk, []),
    }


@register.inclusion_tag("cards/mosaic.html", takes_context=True)
def playlist_cover(context: Context, playlist: Playlist) -> dict[str, Any]:
    """Its first covers, of the page's ``faces``."""
    return {"faces": (context.get("faces") or {}).get(playlist.pk, [])}


@register.inclusion_tag("cards/maker.html", takes_context=True)
def maker(context: Context, member: User | None) -> dict[str, Any]:
    """Who made it, if they show themselves to the viewer."""
    return {**_viewer(context), "member": member}


@register.inclusion_tag("cards/pages.html", takes_context=True)
def page_links(context: Context, page: Any, name: str = "page") -> dict[str, Any]:
    """Links to the page before and after; other words of the address stay."""
    query = context["request"].GET.copy()
    query.pop(name, None)
    rest = f"&{query.urlencode()}" if query else ""
    return {"page": page, "name": name, "rest": rest}


@register.simple_tag(takes_context=True)
def replaced(context: Context, **changes: Any) -> str:
    """The query of this page with some words changed or (empty) left out; never its page number."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in ("", None):
            query[name] = value
    return "?" + query.urlencode()


def _viewer(context: Context) -> dict[str, Any]:
    return {"request": context["request"], "user": context["request"].user}

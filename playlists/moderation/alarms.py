"""Cases that the site opens by itself: for rings that its guards hold, and for words that staff want to know of."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.db import transaction

from generator import likes
from generator.models import Track
from playlists import votes
from playlists.models import Playlist
from playlists.moderation import cases, targets, weights
from playlists.moderation.models import Act, Decision, Report, Rule
from playlists.moderation.targets import Thing

MOST = 200
"""Things with held votes or likes, of each kind, that are looked at in one go: the latest."""
_CREDIBILITY = 0.5
"""The site is believed as somebody who has not reported before."""


def raise_for_rings() -> int:
    """A case for each thing with a ring's votes or likes, unless a moderator has seen them all. Answers how many."""
    held: Any = chain(likes.held_targets()[:MOST], votes.held_targets()[:MOST])
    new = [thing for thing in held if not _is_decided(thing)]
    for thing in new:
        raise_alarm(thing=thing, reason=Rule.RIGGED, words=_counted(thing))
    return len(new)


def raise_for_word(sender: Any, thing: Thing, field: str, word: str, **kwargs: Any) -> None:
    """A receiver of ``wordfilter.noticed``."""
    raise_alarm(thing=thing, reason=Rule.OTHER, words=f"Holds «{word}» ({field}).")


@transaction.atomic
def raise_alarm(*, thing: Thing, reason: str, words: str) -> Report:
    """The site's own report of a thing, which is nobody's: the same again takes its place."""
    case = cases.open_case(thing=thing)
    told = {"details": words, "frozen": targets.freeze(thing)}
    own = case.reports.filter(reporter=None, reason=reason).first()
    made = own or Report(case=case, reporter=None, reason=reason)
    for name, value in told.items():
        setattr(made, name, value)
    made.save()
    case.weight = max(case.weight, weights.weight([_CREDIBILITY], targets.reach(thing)))
    case.save(update_fields=["weight"])
    return made


def held_count(kind: str, target: str) -> int:
    """How many votes or likes of a ring are held on a thing."""
    by_kind: dict[str, Any] = {"track": likes.held_targets, "playlist": votes.held_targets}
    found = by_kind[kind]().filter(public_id=target).first() if kind in by_kind else None
    return int(found.held_count) if found else 0


def _counted(thing: Any) -> str:
    what = "likes" if isinstance(thing, Track) else "votes"
    return f"{thing.held_count} {what} of new accounts in a short time are held, and not counted meanwhile."


def _is_decided(thing: Track | Playlist) -> bool:
    """Whether a moderator has discarded all that is held: what came later asks anew."""
    seen = Decision.objects.standing().filter(case__kind=targets.kind_of(thing), case__target=thing.public_id)
    return seen.filter(act=Act.DISCARD, created__gte=thing.held_last).exists()  # type: ignore[union-attr]

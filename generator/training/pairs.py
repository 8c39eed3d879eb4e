"""Twelve pairs of a candidate and what it learned on, from the same latents, heard without knowing which is which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts import sanctions
from accounts.models import User
from generator.training import files
from generator.training.models import PAIRS, FineTuneRun, PairVote
from generator.vae.sample import FEATURES, Sampler

SIDES = ("a", "b")


@dataclass(frozen=True, slots=True)
class Pair:
    """``a`` and ``b`` are scores as JSON; ``choice`` is the side that the member found nicer, or None."""

    number: int
    a: dict[str, Any]
    b: dict[str, Any]
    choice: str | None


def draw(candidate: Path, active: Path, seed: int) -> list[list[dict[str, Any]]]:
    """(12, 2) scores as JSON: of the candidate and of the active version, from the same latents."""
    latents = np.random.default_rng([seed, PAIRS]).standard_normal((PAIRS, FEATURES))
    ours, theirs = (Sampler.load(folder).decode(latents) for folder in (candidate, active))
    return [[one.to_json(), other.to_json()] for one, other in zip(ours, theirs, strict=True)]


def of(*, run: FineTuneRun, user: User) -> list[Pair]:
    """All pairs in the member's own order of sides, with what they chose; titles tell nothing."""
    drawn = files.read(files.folder_of(run) / files.PAIRS) or []
    chosen = dict(PairVote.objects.filter(run=run, user=user).values_list("pair", "candidate"))
    return [_pair(run, user, number, both, chosen.get(number)) for number, both in enumerate(drawn)]


def vote(*, run: FineTuneRun, user: User, number: int, choice: str) -> None:
    """Which side of a pair is nicer; another choice later takes the place of the first.

    Raises ValidationError for what is no pair or side, ``Silenced`` for silenced members.
    """
    sanctions.refuse_silenced(user)
    if not 0 <= number < PAIRS:
        raise ValidationError({"pair": [f"From 0 to {PAIRS - 1}."]})
    if choice not in SIDES:
        raise ValidationError({"choice": ["a or b."]})
    is_candidate = (choice == "a") == _candidate_first(run, user, number)
    PairVote.objects.update_or_create(run=run, pair=number, user=user, defaults={"candidate": is_candidate})


def counted(run: FineTuneRun) -> QuerySet[PairVote]:
    """Votes that count: not those of suspended members, nor of accounts that are still new."""
    now = timezone.now()
    suspended = Q(user__suspended_until__gt=now)
    proven = Q(user__is_staff=True) | Q(user__date_joined__lte=now - timedelta(days=settings.NEW_ACCOUNT_DAYS))
    return run.votes.filter(proven, user__is_active=True).exclude(suspended)


def export(user: User) -> list[dict[str, Any]]:
    votes = PairVote.objects.filter(user=user).select_related("run").order_by("pk")
    return [
        {"run": vote.run.public_id, "pair": vote.pair, "candidate": vote.candidate, "created": vote.created}
        for vote in votes
    ]


def remove(user: User, keep_public: bool) -> None:
    """A vote is nobody's without its member."""
    PairVote.objects.filter(user=user).delete()


def _candidate_first(run: FineTuneRun, user: User, number: int) -> bool:
    """Shuffled by a key of the site's: nobody can work out which side is whose."""
    return salted_hmac("training.pairs", f"{run.public_id}:{user.public_id}:{number}").digest()[0] % 2 == 0


def _pair(run: FineTuneRun, user: User, number: int, both: list[dict[str, Any]], chosen: bool | None) -> Pair:
    is_first = _candidate_first(run, user, number)
    a, b = both if is_first else both[::-1]
    choice = None if chosen is None else SIDES[chosen != is_first]
    return Pair(number, {**a, "title": f"{number + 1} A"}, {**b, "title": f"{number + 1} B"}, choice)

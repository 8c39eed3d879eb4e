"""The columns that feeds are ordered by, of any ``Ranked`` model: what is written when, and what runs out."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from generator.models import Ranked, Visibility
from generator.ranking import hot

PERIODS = {"day": timedelta(days=1), "week": timedelta(days=7), "month": timedelta(days=30)}
"""How long a thing is among the top of a period; ``ever`` has no end, and the column ``top``."""
COLUMNS = ("published", "hot", "top", *(f"top_{period}" for period in PERIODS))


def columns(score_for_hot: int, top: float, published: datetime | None, now: datetime) -> dict[str, Any]:
    """Values of ``COLUMNS``, but for ``published``, of a thing that was made public then; of others there are none."""
    if published is None:
        return {}
    young = {f"top_{name}": top if now - published < age else None for name, age in PERIODS.items()}
    return {"hot": hot(score_for_hot, published), "top": top, **young}


def place(thing: Ranked, *, score_for_hot: int, top: float) -> list[str]:
    """Set a thing's columns, and when it was published, if it is public for the first time.

    Answers their names, and saves nothing.
    """
    now = timezone.now()
    if thing.published is None and getattr(thing, "visibility", None) == Visibility.PUBLIC:
        thing.published = now
    for name, value in columns(score_for_hot, top, thing.published, now).items():
        setattr(thing, name, value)
    return list(COLUMNS)


@transaction.atomic
def sweep(model: type[Ranked], now: datetime) -> int:
    """Take what got too old out of the top of day, week and month; answers how many columns were emptied.

    Feeds look at the age too, so they are right between two sweeps: this keeps their indexes small.
    """
    emptied = 0
    for period, age in PERIODS.items():
        column = f"top_{period}"
        listed = {"visibility": Visibility.PUBLIC, f"{column}__isnull": False}  # as the index has it
        emptied += model._default_manager.filter(**listed, published__lte=now - age).update(**{column: None})
    return emptied

"""Music for a taste, without an end."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from generator import radio, registry, services
from generator.radio import Item, Tuning
from generator.taste import points
from generator.taste.distribution import fit
from generator.taste.space import space_of


def play(*, member: User, tuning: Tuning, exclude: list[str], until: datetime | None = None) -> tuple[list[Item], bool]:
    """Fresh takes for the member's taste, of a moment if one is named, and True; what is hot, and False, while nothing
    is known of it. The same seed plays the same, as long as they like, make and say nothing new."""
    found = points.of(member=member, until=until)
    if not found:
        return radio.hot(tuning=tuning, exclude=exclude), False
    taste = fit(points.evidence(found), space_of(registry.active_sampler()))
    takes = services.decode(latents=taste.draw(tuning))
    return [Item(take) for take in takes], True

"""What other apps hold about a member: they say so when they are loaded, since this app knows none of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.models import User


@dataclass(frozen=True, slots=True)
class Holding:
    """One kind of thing. ``name`` is its file in an export."""

    name: str
    export: Callable[[User], Any]
    """All of it, as JSON."""
    remove: Callable[[User, bool], None]
    """Delete it; with True what is public stays, without a name."""


_holdings: dict[str, Holding] = {}


def register(holding: Holding) -> None:
    _holdings[holding.name] = holding


def all_holdings() -> list[Holding]:
    """In the order of the apps."""
    return list(_holdings.values())

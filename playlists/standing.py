"""Where a playlist stands among the others: written whenever its votes change, or it is public for the first time."""

from __future__ import annotations

from generator import ranks
from generator.ranking import wilson_lower_bound
from generator.ranks import COLUMNS
from playlists.models import Playlist

__all__ = ["COLUMNS", "place"]


def place(playlist: Playlist) -> list[str]:
    """Set the columns that feeds are ordered by, from its votes and its age; answers their names. Saves nothing."""
    top = wilson_lower_bound(playlist.ups, playlist.ups + playlist.downs)
    return ranks.place(playlist, score_for_hot=playlist.ups - playlist.downs, top=top)

"""What comes next on the ladder."""

from __future__ import annotations

import pytest

from playlists.moderation.ladder import next_rung
from playlists.moderation.models import Act


@pytest.mark.parametrize(
    ("standing", "expected"),
    [
        ([], Act.WARN),
        ([Act.DISMISS, Act.DISCARD], Act.WARN),
        ([Act.WARN], Act.HIDE),
        ([Act.WARN, Act.DELETE], Act.SILENCE),
        ([Act.SILENCE, Act.WARN], Act.SUSPEND),
        ([Act.SUSPEND], Act.SUSPEND),
    ],
)
def test_next_rung_is_above_the_highest_that_stands(standing: list[str], expected: str) -> None:
    assert next_rung(standing) == expected

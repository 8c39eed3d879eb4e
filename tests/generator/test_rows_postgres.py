"""How tracks lie in a real PostgreSQL."""

from __future__ import annotations

import pytest
from django.db import connection

from generator import services, tracks
from generator.models import Track
from generator.tracks import NewTrack
from generator.vae.sample import Constraints
from tests.accounts.people import member
from tests.postgres import postgres, postgres_database  # noqa: F401 (fixtures)

MANY = 64


@pytest.mark.slow
@pytest.mark.usefixtures("postgres")
def test_rows_of_tracks_are_narrow_and_whole() -> None:
    takes = services.generate(count=MANY, seed=1, constraints=Constraints())
    stored = tracks.store(creator=member("alice"), tracks=[NewTrack(take) for take in takes])
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('generator_track')")
        (size,) = cursor.fetchone()
    assert size / MANY <= 512  # with scores and latents it is 2,000
    assert [track.score for track in Track.objects.order_by("pk")] == [track.score for track in stored]

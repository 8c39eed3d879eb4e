from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from django.conf import LazySettings
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import User
from generator import cells, indexing, registry, services, similar, tracks
from generator.models import ModelVersion, Track, Visibility
from generator.services import Latents, Take
from generator.tracks import NewTrack
from tests import library
from tests.accounts.people import member

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def drawn(count: int, seed: int = 1) -> Latents:
    return np.random.default_rng(seed).standard_normal((count, 100))


def stored(creator: User, latents: Latents, visibility: str = Visibility.PUBLIC) -> list[Track]:
    """Tracks with these latents; what they play is one and the same."""
    version = registry.active_sampler().version
    new = [NewTrack(Take(library.score(f"{i}"), latent, None, version)) for i, latent in enumerate(latents)]
    made = tracks.store(creator=creator, tracks=new)
    Track.objects.filter(pk__in=[track.pk for track in made]).update(visibility=visibility)
    return list(Track.objects.filter(pk__in=[track.pk for track in made]).order_by("pk"))


def nearest(latents: Latents, of: int) -> list[int]:
    away = np.linalg.norm(latents - latents[of], axis=1)
    return [int(i) for i in np.argsort(away) if i != of]


def places(found: Sequence[Track], among: list[Track]) -> list[int]:
    return [among.index(track) for track in found]


def test_similar_are_the_nearest_in_order() -> None:
    latents = drawn(40)
    made = stored(member("alice"), latents)
    found = similar.neighbours(track=made[3], viewer=NOBODY, count=5)
    assert places([one.track for one in found], made) == nearest(latents, 3)[:5]
    assert [one.distance for one in found] == sorted(one.distance for one in found)
    away = np.linalg.norm(latents - latents[3], axis=1)
    assert found[0].distance == pytest.approx(away[nearest(latents, 3)[0]], rel=1e-3)


def test_private_and_unlisted_tracks_are_not_found() -> None:
    alice, latents = member("alice"), drawn(9)
    shown, _, _ = (stored(alice, latents[i::3], see) for i, see in enumerate(("public", "unlisted", "private")))
    assert set(similar.similar(track=shown[0], viewer=NOBODY)) == set(shown[1:])
    assert set(similar.similar(track=shown[0], viewer=alice)) == set(shown[1:])


def test_copies_are_listed_once_and_its_own_never() -> None:
    latents = drawn(3)
    made = stored(member("alice"), latents[[0, 0, 1, 1, 2]])
    assert sorted(places(similar.similar(track=made[1], viewer=NOBODY), made)) == [2, 4]


def test_beyond_the_bound_relatives_are_still_found(settings: LazySettings) -> None:
    settings.SIMILAR_CANDIDATES = 150
    latents = drawn(600)
    latents[500] = np.sqrt(1 - 0.3**2) * latents[7] + 0.3 * latents[501]
    made = stored(member("alice"), latents)
    assert similar.similar(track=made[7], viewer=NOBODY)[0] == made[500]


@pytest.mark.parametrize("many", [2, 60])
def test_queries_do_not_grow_with_the_tracks(many: int) -> None:
    made = stored(member("alice"), drawn(many))
    track = Track.objects.select_related("model_version").get(pk=made[0].pk)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        similar.similar(track=track, viewer=NOBODY)
    assert len(queries) == 9


def test_search_reads_the_index_alone() -> None:
    rows = Track.objects.listed().filter(cell__in=[1, 2, 3]).order_by().values_list("pk", "vector")
    if connection.vendor == "sqlite":
        assert "COVERING INDEX tracks_by_cell" in rows.explain()


def test_nothing_is_similar_before_anything_is_stored() -> None:
    take = services.generate(count=1, seed=1, constraints=services.Constraints())[0]
    version = ModelVersion(version="0" * 12)
    track = Track(score=take.score.to_json(), latent=take.latent.tolist(), model_version=version)
    assert similar.similar(track=track, viewer=NOBODY) == []


def of_another_version() -> Track:
    """A public track whose latent means nothing to the active model."""
    other = ModelVersion.objects.create(version="0" * 12, folder="gone")
    (track,) = stored(member("bob"), drawn(1, seed=9))
    Track.objects.filter(pk=track.pk).update(model_version=other, cell=int(cells.of(drawn(1), other.pk)[0]))
    track.refresh_from_db()
    return track


def test_track_of_another_version_is_found_once_it_is_indexed() -> None:
    made = stored(member("alice"), drawn(3))
    other = of_another_version()
    assert other not in similar.similar(track=made[0], viewer=NOBODY)
    latent = other.latent
    call_command("index_tracks", verbosity=0)
    other.refresh_from_db()
    assert other in similar.similar(track=made[0], viewer=NOBODY)
    assert other.latent == latent
    assert other.vector == cells.pack(services.encode(scores=[library.score()])[0])


def test_track_of_another_version_finds_its_own_neighbours() -> None:
    made = stored(member("alice"), drawn(3))
    assert set(similar.similar(track=of_another_version(), viewer=NOBODY)) == set(made)


def test_indexing_leaves_alone_what_has_its_place() -> None:
    made = stored(member("alice"), drawn(3))
    Track.objects.filter(pk=made[1].pk).update(cell=None)
    assert [indexing.index_some(), indexing.index_some()] == [1, 0]
    assert [track.cell for track in Track.objects.order_by("pk")] == [track.cell for track in made]


def test_similar_over_http_tells_distances(api: APIClient) -> None:
    made = stored(member("alice"), drawn(8))
    answer = api.get(f"/api/v1/tracks/{made[0].public_id}/similar").json()["results"]
    expected = similar.neighbours(track=made[0], viewer=NOBODY)
    assert [one["id"] for one in answer] == [one.track.public_id for one in expected]
    assert [one["distance"] for one in answer] == [round(one.distance, 4) for one in expected]

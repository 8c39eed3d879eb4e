from __future__ import annotations

import numpy as np
import pytest
from model_bakery import baker

from generator import registry, services
from generator.models import Track
from generator.vae.sample import Constraints

pytestmark = pytest.mark.django_db


def drawn(count: int = 2) -> list[services.Take]:
    return services.generate(count=count, seed=1, constraints=Constraints())


def test_store_keeps_score_latent_and_version() -> None:
    takes = drawn()
    tracks = services.store(takes=takes)
    assert [track.score for track in Track.objects.order_by("pk")] == [take.score.to_json() for take in takes]
    assert tracks[0].latent == takes[0].latent.tolist()
    assert {track.model_version.version for track in tracks} == {registry.active_sampler().version}
    assert len({track.public_id for track in tracks}) == 2


def test_as_takes_gives_stored_takes_back() -> None:
    take = drawn(1)[0]
    (again,) = services.as_takes(tracks=services.store(takes=[take]))
    assert again.score == take.score
    assert np.array_equal(again.latent, take.latent)


def test_as_takes_encodes_the_latent_of_another_version_anew() -> None:
    take = drawn(1)[0]
    other = baker.make("generator.ModelVersion", version="0" * 12)
    track = baker.make(Track, score=take.score.to_json(), latent=[9.0] * 100, model_version=other)
    (heard,) = services.as_takes(tracks=[track])
    assert heard.score == take.score
    assert np.array_equal(heard.latent, services.encode(scores=[take.score])[0])
    assert heard.model_version == registry.active_sampler().version
    track.refresh_from_db()
    assert track.latent == [9.0] * 100


def test_take_up_believes_a_latent_that_gives_the_notes_and_encodes_for_all_others() -> None:
    made, other = services.generate(count=2, seed=4, constraints=Constraints())
    told = [None, made.latent.round(4), other.latent]
    takes = services.take_up(scores=[made.score] * 3, told=told)
    heard = services.encode(scores=[made.score])[0]
    assert [take.score for take in takes] == [made.score] * 3
    assert np.allclose([take.latent for take in takes], [heard, made.latent.round(4), heard])

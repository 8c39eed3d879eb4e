from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from django.conf import LazySettings

from generator import radio, services, tracks
from generator.models import ModelVersion, Track
from generator.radio import Tuning
from generator.services import Latents
from generator.tracks import NewTrack
from generator.vae.sample import Constraints
from tests import library
from tests.accounts.people import member

TUNING = Tuning(count=8, seed=11, adventure=0.5)


def drawn(count: int, seed: int = 1) -> Latents:
    return np.random.default_rng(seed).standard_normal((count, 100))


def relatives(count: int, amount: float = 0.3) -> Latents:
    """Variations of one latent."""
    return np.sqrt(1 - amount**2) * drawn(1, 5) + amount * drawn(count, 6)


def away(latents: Latents, tuning: Tuning) -> float:
    """Mean distance of what is drawn from the middle."""
    return float(np.linalg.norm(radio.around(latents=latents, tuning=tuning) - latents.mean(0), axis=1).mean())


def test_one_odd_track_does_not_move_the_middle() -> None:
    list_of_ten = relatives(9)
    odd = np.concatenate([list_of_ten, np.full((1, 100), 8.0)])
    plain, spread = radio.centre_and_spread(list_of_ten)
    moved, wider = radio.centre_and_spread(odd)
    assert np.linalg.norm(moved - plain) < 1.5
    assert np.allclose(spread, wider, atol=0.35)


def test_few_tracks_tell_little_about_the_spread() -> None:
    spreads = [radio.centre_and_spread(relatives(count))[1].mean() for count in (1, 5, 50)]
    assert spreads == sorted(spreads, reverse=True)
    assert spreads[0] == pytest.approx(np.sqrt(4 / 5))


def test_what_is_drawn_is_as_long_as_what_was_heard() -> None:
    lengths = np.linalg.norm(radio.around(latents=drawn(20), tuning=TUNING), axis=1)
    assert np.allclose(lengths, np.median(np.linalg.norm(drawn(20), axis=1)), atol=0.01)


@pytest.mark.parametrize("count", [1, 3, 30])
def test_adventure_strays_farther(count: int) -> None:
    distances = [away(relatives(count), replace(TUNING, adventure=share)) for share in (0, 0.5, 1)]
    assert distances == sorted(distances)
    assert distances[0] < 0.75 * distances[2]


def test_close_list_is_kept_close_to() -> None:
    """Nearer to a list of relatives than strangers, which are 14 apart, and nearer than to one of strangers."""
    assert away(relatives(30), TUNING) < 7
    assert away(relatives(30), TUNING) < away(drawn(30), TUNING)


@pytest.mark.django_db
class TestLists:
    def stored(self, constraints: Constraints, count: int = 8) -> list[Track]:
        takes = services.generate(count=count, seed=3, constraints=constraints)
        made = tracks.store(creator=member("alice"), tracks=[NewTrack(take) for take in takes])
        return list(Track.objects.filter(pk__in=[track.pk for track in made]).select_related("model_version"))

    def test_what_comes_next_is_like_the_list(self) -> None:
        heard = self.stored(Constraints(mode=2, bpm=66, energy=0.15, valence=0.2))
        tuning = replace(TUNING, count=32, adventure=0.2)
        scores = [item.take.score for item in radio.like(tracks=heard, tuning=tuning)]
        assert np.mean([score.energy for score in scores]) < 0.35
        assert np.mean([score.valence for score in scores]) < 0.4
        assert np.mean([score.bpm for score in scores]) < 74
        assert np.mean([score.mode == 2 for score in scores]) > 2 / 7

    def test_the_same_seed_plays_the_same(self) -> None:
        heard = self.stored(Constraints(), count=3)
        first, again, other = (
            [item.take.latent.tolist() for item in radio.like(tracks=heard, tuning=tuning)]
            for tuning in (TUNING, TUNING, replace(TUNING, seed=12))
        )
        assert first == again
        assert first[1:] != other[1:]
        assert first[1] == other[0]

    def test_tracks_of_another_model_are_heard_by_this_one(self) -> None:
        (track,) = self.stored(Constraints(), count=1)
        track.model_version = ModelVersion(version="0" * 12)
        (latent,) = services.latents_of(tracks=[track])
        (again,) = services.encode(scores=[services.as_takes(tracks=[track])[0].score])
        assert np.array_equal(latent, again)

    def test_list_of_nothing_plays_anything(self) -> None:
        assert len(radio.like(tracks=[], tuning=TUNING)) == 8


@pytest.mark.django_db
class TestHot:
    def public(self, count: int) -> list[Track]:
        alice = member("alice")
        return [library.track(alice, f"{i}", "public") for i in range(count)]

    def ids(self, tuning: Tuning, exclude: list[str] | None = None) -> list[str | None]:
        items = radio.hot(tuning=tuning, exclude=exclude or [])
        return [item.track.public_id if item.track else None for item in items]

    def test_stored_tracks_come_first_then_fresh_ones(self) -> None:
        made = self.public(3)
        found = self.ids(TUNING)
        assert set(found[:3]) == {track.public_id for track in made}
        assert found[3:] == [None] * 5

    def test_what_was_heard_is_not_played_again(self) -> None:
        made = self.public(4)
        heard = [track.public_id for track in made[:3]]
        assert self.ids(replace(TUNING, count=2), heard) == [made[3].public_id, None]

    def test_private_tracks_are_not_played(self) -> None:
        library.track(member("alice"))
        assert self.ids(replace(TUNING, count=1)) == [None]

    def test_the_same_seed_plays_the_same(self) -> None:
        self.public(20)
        once, again, other = (self.ids(tuning) for tuning in (TUNING, TUNING, replace(TUNING, seed=12)))
        assert once == again != other

    def test_hotter_ones_are_likelier(self, settings: LazySettings) -> None:
        made = self.public(20)
        hottest = {track.public_id for track in made[10:]}
        tunings = [Tuning(count=4, seed=seed, adventure=0) for seed in range(40)]
        share = np.mean([name in hottest for tuning in tunings for name in self.ids(tuning)])
        assert 0.7 < share < 1

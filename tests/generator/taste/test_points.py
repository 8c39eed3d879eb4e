from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import numpy as np
from django.conf import LazySettings
from django.utils import timezone

from accounts.models import User
from generator import hiding, likes, services, tracks
from generator.models import Like, ModelVersion, Track, Visibility
from generator.taste import nudges, owning, points
from generator.taste.models import Nudge
from generator.vae.checkpoint import CONFIG, version_of
from tests.generator.taste.conftest import Maker


def like_all(member: User, made: list) -> None:
    for track in made:
        likes.like(user=member, track=track)


def test_likes_own_tracks_and_nudges_count(alice: User, bob: User, compose: Maker) -> None:
    liked, own = compose(alice, 3), compose(bob, 2, seed=40)
    like_all(bob, liked)
    nudges.nudge(member=bob, direction="more", latent=np.ones(100))
    nudges.nudge(member=bob, direction="less", latent=-np.ones(100))
    found = points.of(member=bob)
    assert [track.pk for track in found.liked] == [track.pk for track in reversed(liked)]
    assert {track.pk for track in found.kept} == {track.pk for track in own}
    evidence = points.evidence(found)
    assert evidence.weights.tolist() == [1, 1, 1, 0.5, 0.5]
    stored = services.latents_of(tracks=list(points.of(member=bob, whole=True).liked))
    assert np.allclose(evidence.latents[:3], stored, atol=0.005)
    assert (evidence.more.tolist(), evidence.less.tolist()) == ([[1.0] * 100], [[-1.0] * 100])


def test_tracks_that_are_not_indexed_for_this_model_are_heard_anew(
    alice: User, bob: User, compose: Maker, django_assert_num_queries
) -> None:
    like_all(bob, compose(alice, 3))
    before = points.evidence(points.of(member=bob)).latents
    Track.objects.update(cell=None, vector=bytes(200))
    found = points.of(member=bob)
    with django_assert_num_queries(5):
        heard = points.evidence(found).latents
    assert np.allclose(heard, before, atol=0.005)
    assert np.any(heard)


def test_own_track_that_one_likes_counts_once(bob: User, compose: Maker) -> None:
    like_all(bob, compose(bob, 1))
    assert points.evidence(points.of(member=bob)).weights.tolist() == [1]


def test_like_that_is_held_from_the_counts_is_still_ones_own_taste(alice: User, bob: User, compose: Maker) -> None:
    like_all(bob, compose(alice, 1))
    likes.hold(track=Like.objects.get().track, users=[bob])
    assert len(points.of(member=bob).liked) == 1


def test_what_is_not_there_any_more_does_not_count(alice: User, bob: User, compose: Maker) -> None:
    private, hidden, _ = made = compose(alice, 3)
    like_all(bob, made)
    tracks.change(track=private, visibility=Visibility.PRIVATE)
    hiding.hide(thing=hidden)
    assert len(points.of(member=bob).liked) == 1


def test_each_kind_is_bounded(
    alice: User, bob: User, compose: Maker, settings: LazySettings, django_assert_num_queries
) -> None:
    settings.TASTE_LIKES = settings.TASTE_TRACKS = settings.MAX_NUDGES = 2
    like_all(bob, compose(alice, 4))
    compose(bob, 4, seed=50)
    for i in range(4):
        nudges.nudge(member=bob, direction="more", latent=np.full(100, i / 10))
    with django_assert_num_queries(3):
        found = points.of(member=bob)
    assert [len(found.liked), len(found.kept), len(found.nudges)] == [2, 2, 2]
    assert Nudge.objects.count() == 2


def test_reset_forgets_and_what_comes_later_counts(alice: User, bob: User, compose: Maker) -> None:
    before, after = compose(alice, 2)
    compose(bob, 1, seed=60)
    like_all(bob, [before])
    nudges.nudge(member=bob, direction="more", latent=np.ones(100))
    owning.reset(member=bob)
    assert (bool(points.of(member=bob)), points.are_known(member=bob)) == (False, False)
    assert Like.objects.count() == 1
    like_all(bob, [after])
    assert [track.pk for track in points.of(member=bob).liked] == [after.pk]
    assert points.are_known(member=bob)


def test_another_ones_reset_changes_nothing(alice: User, bob: User, compose: Maker) -> None:
    like_all(bob, compose(alice, 1))
    owning.reset(member=alice)
    assert len(points.of(member=bob).liked) == 1


def test_until_a_moment_counts_what_was_there_and_still_is(alice: User, bob: User, compose: Maker) -> None:
    one, other, late = compose(alice, 3)
    like_all(bob, [one, other])
    Like.objects.update(created=timezone.now() - timedelta(days=1))
    moment = timezone.now()
    like_all(bob, [late])
    nudges.nudge(member=bob, direction="less", latent=np.ones(100))
    assert {track.pk for track in points.of(member=bob, until=moment).liked} == {one.pk, other.pk}
    assert points.of(member=bob, until=moment).nudges == []
    likes.unlike(user=bob, track=one)
    assert [track.pk for track in points.of(member=bob, until=moment).liked] == [other.pk]


def another_model(of: Path, folder: Path) -> str:
    """Decodes the same, by another name: what it was trained with is told differently. Answers its version."""
    shutil.copytree(of, folder)
    told = json.loads((folder / CONFIG).read_text())
    (folder / CONFIG).write_text(json.dumps({**told, "blanks": 0.2}))
    return version_of(folder)


def test_nudge_of_another_model_is_heard_by_this_one_or_left_out(bob: User, tmp_path: Path) -> None:
    latent = np.random.default_rng(1).standard_normal(100).round(6)
    said, _ = nudges.nudge(member=bob, direction="more", latent=latent)
    folder = tmp_path / "another"
    version = another_model(Path(said.model_version.folder), folder)
    same = ModelVersion.objects.create(version=version, folder=str(folder))
    gone = ModelVersion.objects.create(version="2" * 12, folder=f"{folder}-gone")
    Nudge.objects.update(model_version=same)
    (heard,) = points.evidence(points.of(member=bob)).more
    (take,) = services.decode(latents=latent[None])
    assert np.array_equal(heard, services.encode(scores=[take.score])[0])
    Nudge.objects.update(model_version=gone)
    assert len(points.evidence(points.of(member=bob)).more) == 0

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import TaskFailure, User
from generator import registry, tracks
from generator.models import ModelVersion
from generator.vae import checkpoint
from tests import library
from tests.generator.training.world import version

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_process() -> None:
    """What earlier tests loaded, or failed to load, is forgotten."""
    registry._load.cache_clear()
    registry._last_good.clear()
    registry._failed.clear()


def tamper(row: ModelVersion) -> None:
    path = Path(row.folder) / checkpoint.WEIGHTS
    whole = bytearray(path.read_bytes())
    whole[-1] ^= 1
    path.write_bytes(whole)


def test_active_sampler_is_the_shipped_checkpoint_at_first() -> None:
    assert registry.active_sampler() is registry.active_sampler()
    assert not ModelVersion.objects.exists()


def test_active_sampler_follows_a_promotion_at_once(tmp_path: Path) -> None:
    shipped = registry.active_sampler()
    row = version(tmp_path / "copy", is_active=True)
    promoted = registry.active_sampler()
    assert promoted.version == row.version != shipped.version
    row.is_active = False
    row.save()
    assert registry.active_sampler() is shipped


def test_register_makes_one_row_a_version() -> None:
    sampler = registry.active_sampler()
    assert registry.register(sampler) == registry.register(sampler)
    assert ModelVersion.objects.get().version == sampler.version


def test_only_one_version_can_be_active() -> None:
    ModelVersion.objects.create(version="a" * 12, folder="a", is_active=True)
    with pytest.raises(IntegrityError):
        ModelVersion.objects.create(version="b" * 12, folder="b", is_active=True)


def test_promoted_version_takes_the_place_of_the_one_before() -> None:
    shipped = registry.register(registry.active_sampler())
    before = ModelVersion.objects.create(version="a" * 12, folder="a", is_active=True)
    assert registry.promote(version=shipped) == before.version
    assert list(ModelVersion.objects.filter(is_active=True)) == [shipped]


@pytest.mark.parametrize("folder", ["nowhere", str(settings.CHECKPOINT_DIR)])
def test_version_whose_folder_does_not_hold_it_is_not_promoted(folder: str) -> None:
    row = ModelVersion.objects.create(version="0123456789ab", folder=folder)
    with pytest.raises(ValidationError, match="0123456789ab can't serve"):
        registry.promote(version=row)
    assert not ModelVersion.objects.filter(is_active=True).exists()


def test_tampered_file_is_refused_at_load_and_the_shipped_version_stands_in(tmp_path: Path) -> None:
    shipped, row = registry.active_sampler(), version(tmp_path / "copy", is_active=True)
    tamper(row)
    assert [registry.active_sampler().version for _ in range(3)] == [shipped.version] * 3
    assert [failure.task for failure in TaskFailure.objects.all()] == ["registry.active_sampler"]
    with pytest.raises(ValidationError, match="can't serve: its folder holds"):
        registry.promote(version=row)


def test_files_of_the_same_short_name_are_not_the_same_files(tmp_path: Path) -> None:
    row = version(tmp_path / "copy")
    row.digest = row.digest[:12] + "0" * 52
    with pytest.raises(ValidationError, match="its files are not what they were"):
        registry.promote(version=row)


def test_vanished_folder_takes_nothing_down(tmp_path: Path) -> None:
    before, row = version(tmp_path / "a", "a"), version(tmp_path / "b", "b")
    registry.promote(version=before)
    good = registry.active_sampler()
    ModelVersion.objects.filter(pk=before.pk).update(is_active=False)
    (Path(row.folder) / checkpoint.CONFIG).unlink()
    ModelVersion.objects.filter(pk=row.pk).update(is_active=True)
    assert registry.active_sampler() is good
    assert TaskFailure.objects.count() == 1


def test_version_that_is_mended_serves_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = version(tmp_path / "copy", is_active=True)
    config = Path(row.folder) / checkpoint.CONFIG
    config.rename(tmp_path / "away")
    assert registry.active_sampler().version != row.version
    (tmp_path / "away").rename(config)
    monkeypatch.setattr(registry, "RETRY_SECONDS", 0)
    assert registry.active_sampler().version == row.version


def test_promote_checks_the_files_as_they_are_now(tmp_path: Path) -> None:
    row = version(tmp_path / "copy")
    registry.promote(version=row)
    tamper(row)
    with pytest.raises(ValidationError, match="can't serve"):
        registry.promote(version=row)


def test_roll_back_goes_back_one_by_one_to_the_shipped_version(tmp_path: Path) -> None:
    shipped = registry.active_sampler().version
    one, two = version(tmp_path / "a", "a"), version(tmp_path / "b", "b")
    registry.promote(version=one)
    registry.promote(version=two)
    assert [registry.roll_back(version=two), registry.active_sampler().version] == [one.version, one.version]
    assert [registry.roll_back(version=one), registry.active_sampler().version] == [None, shipped]
    assert not ModelVersion.objects.filter(is_active=True).exists()


def test_roll_back_pressed_twice_goes_back_once(tmp_path: Path) -> None:
    one, two = version(tmp_path / "a", "a"), version(tmp_path / "b", "b")
    registry.promote(version=one)
    registry.promote(version=two)
    registry.roll_back(version=two)
    with pytest.raises(ValidationError, match="is not what serves now"):
        registry.roll_back(version=two)
    assert registry.active_sampler().version == one.version


def test_roll_back_to_a_broken_version_changes_nothing(tmp_path: Path) -> None:
    one, two = version(tmp_path / "a", "a"), version(tmp_path / "b", "b")
    registry.promote(version=one)
    registry.promote(version=two)
    tamper(one)
    with pytest.raises(ValidationError, match="can't serve"):
        registry.roll_back(version=two)
    assert registry.active_sampler().version == two.version


def test_old_track_stays_as_it_is_when_another_version_serves(tmp_path: Path, alice: User) -> None:
    track = library.track(alice)
    before = type(track).objects.filter(pk=track.pk).values().get()
    row = version(tmp_path / "copy")
    registry.promote(version=row)
    library.track(alice, "Newer")
    registry.roll_back(version=row)
    assert type(track).objects.filter(pk=track.pk).values().get() == before


def test_take_that_is_stored_after_a_promotion_is_still_of_the_version_that_made_it(
    tmp_path: Path, alice: User
) -> None:
    take, row = library.take(), version(tmp_path / "copy")
    registry.promote(version=row)
    (stored,) = tracks.store(creator=alice, tracks=[tracks.NewTrack(take)])
    assert stored.model_version.version == take.model_version != row.version

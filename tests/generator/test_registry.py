from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError

from generator import registry
from generator.models import ModelVersion

pytestmark = pytest.mark.django_db


def test_active_sampler_is_the_shipped_checkpoint_at_first() -> None:
    assert registry.active_sampler() is registry.active_sampler()
    assert not ModelVersion.objects.exists()


def test_active_sampler_follows_a_promotion_at_once(tmp_path: Path) -> None:
    shipped = registry.active_sampler()
    copy = shutil.copytree(settings.CHECKPOINT_DIR, tmp_path / "copy")
    row = ModelVersion.objects.create(version="0123456789ab", folder=str(copy), is_active=True)
    promoted = registry.active_sampler()
    assert promoted is not shipped
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

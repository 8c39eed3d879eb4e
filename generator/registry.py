"""The active model version as one cached Sampler a process; a promoted version takes effect within a second."""

from __future__ import annotations

import logging
import math
import time
from collections.abc import Callable, Collection
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts import failures
from generator.measures import MeasuredSampler
from generator.models import ModelVersion
from generator.vae import checkpoint
from generator.vae.checkpoint import CheckpointError
from generator.vae.sample import Sampler

logger = logging.getLogger(__name__)
RETRY_SECONDS = 10
"""For so long a version that could not be loaded is not looked at again."""
Place = tuple[str, str, str]
"""Version, folder and digest of a row."""
Condition = Callable[[ModelVersion], None]
_conditions: list[Condition] = []
_last_good: list[Sampler] = []
_looked: tuple[float, Place | None] = (-math.inf, None)
"""When the active row was last read, and what it was."""
_failed: dict[Place, float] = {}


def active_sampler() -> Sampler:
    """The promoted version, else the checkpoint that the project ships. Raises ``CheckpointError`` if that is broken.

    Another process's promotion is noticed within ``MODEL_MAX_AGE`` seconds.
    When the promoted version's files are gone, or are not what they were, the one that this process loaded last
    serves on, or the shipped one; staff see it among the failures.
    """
    row = _active_row()
    if row is None:
        return _shipped()
    return _serving(row) or (_last_good[0] if _last_good else _shipped())


def _active_row() -> Place | None:
    global _looked
    now = time.monotonic()
    if now - _looked[0] >= settings.MODEL_MAX_AGE:
        active = ModelVersion.objects.filter(is_active=True)
        _looked = (now, active.values_list("version", "folder", "digest").first())
    return _looked[1]


def _serving(row: Place) -> Sampler | None:
    if time.monotonic() - _failed.get(row, -RETRY_SECONDS) < RETRY_SECONDS:
        return None
    try:
        found = _load(*row)
    except (CheckpointError, OSError) as error:
        _tell(row, error)
        return None
    _failed.pop(row, None)
    _last_good[:] = [found]
    return found


def _tell(row: Place, error: Exception) -> None:
    """In the log and among the failures, once a process."""
    if row not in _failed:
        logger.error("%s can't serve, another version stands in: %s", row[0], error)
        with suppress(DatabaseError), transaction.atomic():
            failures.write(task="registry.active_sampler", error=error)
    _failed[row] = time.monotonic()


def _shipped() -> Sampler:
    return _load("", str(settings.CHECKPOINT_DIR), "")


@lru_cache(maxsize=2)
def _load(version: str, folder: str, digest: str) -> Sampler:
    """One Sampler for each row; two are kept, so that a roll-back is free."""
    return _read(version, folder, digest)


def _read(version: str, folder: str, digest: str) -> Sampler:
    """Raises ``CheckpointError`` when the files are not those that were registered."""
    found = MeasuredSampler.load(Path(folder))
    if version and found.version != version:
        raise CheckpointError(f"its folder holds {found.version}")
    if digest and checkpoint.digest_of(Path(folder)) != digest:
        raise CheckpointError("its files are not what they were")
    return found


def sampler_of(version: ModelVersion) -> Sampler:
    """The sampler of a stored track's version. Raises ``CheckpointError`` when its files are gone, or others."""
    active = active_sampler()
    if active.version == version.version:
        return active
    return _load(version.version, version.folder, version.digest)


def register(sampler: Sampler) -> ModelVersion:
    """The database row of what serves now, made when it is missing."""
    return rows_of([sampler.version])[sampler.version]


def rows_of(versions: Collection[str]) -> dict[str, ModelVersion]:
    """The rows of versions that this process has sampled from: a take may be stored after another was promoted."""
    rows = ModelVersion.objects.in_bulk(list(versions), field_name="version")
    for missing in set(versions) - set(rows):  # the shipped one: all others were there before they served
        rows[missing] = ModelVersion.objects.get_or_create(
            version=missing, defaults={"folder": str(settings.CHECKPOINT_DIR)}
        )[0]
    return rows


def require(condition: Condition) -> None:
    """From now on ``promote`` asks ``condition`` first, which raises ValidationError for what must not serve."""
    if condition not in _conditions:
        _conditions.append(condition)


@transaction.atomic
def promote(*, version: ModelVersion) -> str | None:
    """From now on new tracks are made by this version; answers which one made them before, None for the shipped one.

    Raises ValidationError if a condition is not met, or its checkpoint can't be read, or is another one.
    """
    before = _lock()
    for condition in _conditions:
        condition(version)
    _refuse_broken(version)
    if before == version:
        return before.version
    ModelVersion.objects.filter(is_active=True).update(is_active=False)
    ModelVersion.objects.filter(pk=version.pk).update(is_active=True, promoted=timezone.now(), replaced=before)
    return before.version if before else None


@transaction.atomic
def roll_back(*, version: ModelVersion) -> str | None:
    """The one that ``version`` took the place of serves again, None for the shipped one; answers which that is.

    Asks for no gate: it has served before. Raises ValidationError if ``version`` does not serve, so that pressing
    twice goes back once, or if what was before can't be read.
    """
    if _lock() != version:
        raise ValidationError(f"{version} is not what serves now.")
    before = ModelVersion.objects.select_related("replaced").get(pk=version.pk).replaced
    if before:
        _refuse_broken(before)
    ModelVersion.objects.filter(is_active=True).update(is_active=False)
    if before:
        ModelVersion.objects.filter(pk=before.pk).update(is_active=True, promoted=timezone.now())
    return before.version if before else None


def _lock() -> ModelVersion | None:
    """What serves now, with all versions held: one promotion after the other, even if none served before."""
    held = list(ModelVersion.objects.select_for_update().order_by("pk"))
    return next((row for row in held if row.is_active), None)


def _refuse_broken(version: ModelVersion) -> None:
    try:
        _read(version.version, version.folder, version.digest)
    except (CheckpointError, OSError) as error:
        raise ValidationError(f"{version} can't serve: {error}.") from error


def space() -> int | None:
    """The active version's primary key, by which ``cells`` tells latents apart; None before a track is stored."""
    return ModelVersion.objects.filter(version=active_sampler().version).values_list("pk", flat=True).first()

"""Which version serves, changed by staff: what they do is in the audit, with their reason."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from accounts import audit
from accounts.models import User
from generator import registry
from generator.models import ModelVersion
from generator.training.models import FineTuneRun


@transaction.atomic
def promote(*, run: FineTuneRun, actor: User, why: str) -> str | None:
    """The run's candidate serves from now on; answers what served before. Raises ValidationError if it may not."""
    if run.candidate is None:
        raise ValidationError("This run has no candidate.")
    before = registry.promote(version=run.candidate)
    _audit(actor, "modelversion.promote", run.candidate, why, before)
    return before


@transaction.atomic
def roll_back(*, version: ModelVersion, actor: User, why: str) -> str | None:
    """What served before ``version`` serves again; answers its name, None for the shipped one.

    Raises ValidationError if ``version`` does not serve, or what was before it can't.
    """
    before = registry.roll_back(version=version)
    _audit(actor, "modelversion.roll_back", version, why, before)
    return before


def _audit(actor: User, action: str, version: ModelVersion, why: str, before: str | None) -> None:
    target = audit.public_id(version)
    audit.record(
        actor=actor, action=action, kind="modelversion", target=target, title=str(version), why=why, before=before
    )

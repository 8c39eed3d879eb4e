"""Whether a candidate may serve: what the gate measured, who stands behind it, and what those who listened say."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from generator import registry
from generator.models import ModelVersion
from generator.ranking import wilson_lower_bound
from generator.training import pairs
from generator.training.models import FineTuneRun, State


@dataclass(frozen=True, slots=True)
class Verdict:
    """``against`` says what stands against the candidate, in words; nothing: it may be promoted."""

    checks: list[dict[str, Any]]
    votes: int
    for_it: int
    lower: float
    against: list[str]

    @property
    def passed(self) -> bool:
        return not self.against

    @property
    def share(self) -> float:
        return self.for_it / self.votes if self.votes else 0.0

    @property
    def votes_count(self) -> bool:
        """Whether there are enough for them to be part of the gate."""
        return self.votes >= settings.TRAINING_MIN_VOTES


def of(run: FineTuneRun) -> Verdict:
    """As things are now: votes come in, and members are suspended, after the run is done."""
    checks = run.report.get("checks", [])
    choices = list(pairs.counted(run).values_list("candidate", flat=True))
    votes, for_it = len(choices), sum(choices)
    lower = wilson_lower_bound(for_it, votes)
    against = [*_measured(run, checks), *_few(run), *_heard(votes, lower), *_elsewhere(run)]
    return Verdict(checks, votes, for_it, lower, against)


def is_heard(run: FineTuneRun) -> bool:
    """Whether members may listen to its pairs: a candidate that failed what is measured wastes nobody's evening."""
    return run.state == State.DONE and not _measured(run, run.report.get("checks", [])) and not _serves(run)


def refuse_unproven(version: ModelVersion) -> None:
    """Raises ValidationError for a candidate of a run that has not passed. What no run made is not its business."""
    made_by = list(version.made_by.select_related("parent", "candidate"))
    reasons = [of(run).against for run in made_by]
    if made_by and all(reasons):
        raise ValidationError([f"{version} can't be promoted.", *reasons[0]])


def _elsewhere(run: FineTuneRun) -> list[str]:
    """What it was examined against must be what it would take the place of."""
    active = registry.active_sampler().version
    if active in (run.parent.version, run.candidate.version if run.candidate else ""):
        return []
    return [f"It was examined against {run.parent}, and {active} serves now: train anew on that."]


def name_of(check: dict[str, Any]) -> str:
    return str(check["name"]).replace("_", " ").capitalize()


def _measured(run: FineTuneRun, checks: list[dict[str, Any]]) -> list[str]:
    if run.state != State.DONE or not checks:
        return ["It was not examined."]
    return [f"{name_of(check)}: {check['says']}." for check in checks if not check["passed"]]


def _few(run: FineTuneRun) -> list[str]:
    least = settings.TRAINING_MIN_LISTENERS
    if run.listeners >= least:
        return []
    return [f"It learned from {run.listeners} member{'' if run.listeners == 1 else 's'}; it takes {least}."]


def _heard(votes: int, lower: float) -> list[str]:
    if votes < settings.TRAINING_MIN_VOTES or lower >= settings.TRAINING_VOTE_SHARE:
        return []
    return [
        f"Of {votes} votes on its pairs, at least {lower:.0%} are sure to be for it; it takes "
        f"{settings.TRAINING_VOTE_SHARE:.0%}."
    ]


def _serves(run: FineTuneRun) -> bool:
    return bool(run.candidate and run.candidate.is_active)

"""The pages of training: runs and versions for staff, a candidate's report, and its pairs for members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts.models import User
from accounts.staff import staff_page
from generator import registry
from generator.models import ModelVersion
from generator.teaching import lessons
from generator.training import files, pairs, releases, runs, tasks, verdict
from generator.training.forms import WhyForm
from generator.training.models import ACTIVE, PAIRS, FineTuneRun, State

VIEW, START, CANCEL = (f"training.{act}_finetunerun" for act in ("view", "add", "change"))
RELEASE = "generator.change_modelversion"
LATEST = 20
"""Runs and versions that the page shows; the admin has all."""


@never_cache
@require_safe
@staff_page(VIEW)
def training(request: HttpRequest) -> HttpResponse:
    return _overview(request)


@require_POST
@staff_page(VIEW, START)
def start(request: HttpRequest) -> HttpResponse:
    """Leads to the run."""

    def act(actor: User, why: str) -> HttpResponse:
        run = runs.start(actor=actor, why=why)
        tasks.tend_soon()
        return redirect("training-run", run.public_id)

    return _act(request, act, lambda **told: _overview(request, form=told["form"], refused=told["refused"]))


@require_POST
@staff_page(VIEW, RELEASE)
def roll_back(request: HttpRequest, version: str) -> HttpResponse:
    row = get_object_or_404(ModelVersion, version=version)

    def act(actor: User, why: str) -> HttpResponse:
        before = releases.roll_back(version=row, actor=actor, why=why)
        messages.success(request, f"{before or 'The shipped version'} serves again.")
        return redirect("training")

    return _act(request, act, lambda **told: _overview(request, back=told["form"], refused=told["refused"]))


@never_cache
@require_safe
@staff_page(VIEW)
def run(request: HttpRequest, run_id: str) -> HttpResponse:
    return _report(request, _find(run_id))


@require_POST
@staff_page(VIEW, CANCEL)
def cancel(request: HttpRequest, run_id: str) -> HttpResponse:
    looked_at = _find(run_id)

    def act(actor: User, why: str) -> HttpResponse:
        runs.cancel(run=looked_at, actor=actor, why=why)
        return redirect("training-run", run_id)

    return _act(request, act, lambda **told: _report(request, _find(run_id), **told))


@require_POST
@staff_page(VIEW, RELEASE)
def promote(request: HttpRequest, run_id: str) -> HttpResponse:
    looked_at = _find(run_id)

    def act(actor: User, why: str) -> HttpResponse:
        releases.promote(run=looked_at, actor=actor, why=why)
        messages.success(request, f"New tracks are made by {looked_at.candidate} from now on.")
        return redirect("training-run", run_id)

    return _act(request, act, lambda **told: _report(request, looked_at, **told))


@require_safe
@staff_page(VIEW)
def picture(request: HttpRequest, run_id: str, name: str) -> FileResponse:
    looked_at = _find(run_id)
    if f"{name}.png" not in looked_at.report.get("pictures", []):
        raise Http404
    try:
        drawn = (files.folder_of(looked_at) / files.PICTURES / f"{name}.png").open("rb")
    except OSError as error:
        raise Http404 from error
    answer = FileResponse(drawn, content_type="image/png")
    answer["Cache-Control"] = "private, max-age=3600"
    return answer


@never_cache
@login_required
@require_safe
def latest(request: HttpRequest) -> HttpResponse:
    """Leads to the pairs of the latest candidate, while there is one to be heard."""
    done = FineTuneRun.objects.select_related("parent", "candidate").filter(state=State.DONE).first()
    if done and verdict.is_heard(done):
        return redirect("listen", done.public_id)
    return render(request, "training/listen.html", {"is_heard": False})


@never_cache
@login_required
@require_safe
def listen(request: HttpRequest, run_id: str) -> HttpResponse:
    """Twelve pairs, to be heard and voted on by members."""
    assert isinstance(request.user, User)
    looked_at = _find(run_id)
    is_heard = verdict.is_heard(looked_at)
    choices = [pair.choice or "" for pair in pairs.of(run=looked_at, user=request.user)] if is_heard else []
    heard = sum(map(bool, choices))
    return render(
        request,
        "training/listen.html",
        {"run": looked_at, "choices": choices, "heard": heard, "pairs": PAIRS, "is_heard": is_heard},
    )


def _find(run_id: str) -> FineTuneRun:
    found = runs.find(run_id)
    if found is None:
        raise Http404
    return found


def _act(
    request: HttpRequest, act: Callable[[User, str], HttpResponse], again: Callable[..., HttpResponse]
) -> HttpResponse:
    """Do it with the reason that was given; else ``again`` shows the page, with what was wrong, as a 400 or a 409."""
    assert isinstance(request.user, User)
    form = WhyForm(request.POST)
    refused: list[str] = []
    if form.is_valid():
        try:
            return act(request.user, form.cleaned_data["why"])
        except ValidationError as error:
            refused = error.messages
    answer = again(form=form, refused=refused)
    answer.status_code = 409 if refused else 400
    return answer


def _overview(
    request: HttpRequest, form: WhyForm | None = None, back: WhyForm | None = None, refused: list[str] | None = None
) -> HttpResponse:
    shown = FineTuneRun.objects.select_related("parent", "candidate", "started_by")[:LATEST]
    versions = ModelVersion.objects.select_related("parent", "replaced").order_by("-created", "-pk")[:LATEST]
    context: dict[str, Any] = {
        "runs": shown,
        "versions": versions,
        "serving": ModelVersion.objects.select_related("replaced").filter(is_active=True).first(),
        "shipped": registry.active_sampler().version,
        "is_busy": FineTuneRun.objects.filter(state__in=ACTIVE).exists(),
        "waiting": lessons.waiting(),
        "form": form or WhyForm(),
        "back": back or WhyForm(prefix=None, auto_id="back_%s"),
        "refused": refused or [],
    }
    return render(request, "training/overview.html", context)


def _report(
    request: HttpRequest, run: FineTuneRun, form: WhyForm | None = None, refused: list[str] | None = None
) -> HttpResponse:
    judged = verdict.of(run) if run.state == State.DONE else None
    context: dict[str, Any] = {
        "run": run,
        "verdict": judged,
        "checks": [(verdict.name_of(check), check) for check in judged.checks] if judged else [],
        "is_heard": verdict.is_heard(run),
        "vote_share": settings.TRAINING_VOTE_SHARE,
        "min_votes": settings.TRAINING_MIN_VOTES,
        "form": form or WhyForm(),
        "refused": refused or [],
    }
    return render(request, "training/run.html", context)
